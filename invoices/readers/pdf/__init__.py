"""PDF: embedded XML first, then the text layer, then rendering for OCR. pypdfium2 only."""
