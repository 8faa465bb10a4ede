"""From positioned words to fields: label-anchored reading shared by PDF text, OFD text and OCR."""
