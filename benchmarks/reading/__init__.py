"""Reading measured: what a reader answers against the truth of fictional pages, and a plain OCR reader to compare."""
