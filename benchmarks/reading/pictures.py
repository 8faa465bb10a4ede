"""QR codes and OCR pages measured against the bare decoder and the bare engine on the same picture."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

import numpy as np
import pypdfium2 as pdfium

from benchmarks.figure import Figure, in_turns, spread
from benchmarks.reading import corpus, rivals
from benchmarks.reading.corpus import Files
from invoices.readers import read_bytes
from invoices.readers.image import frames
from invoices.readers.ocr import get_engine
from invoices.readers.pdf.render import CORNERS, corner, qr_of
from invoices.readers.pdf.text import text_page
from invoices.readers.qr_code import find_qr

_ROUNDS = 9
_OCR_ROUNDS = 3
_TIMES = 20
_PAGES = 3


def qr_figures(source: str, files: Files) -> Iterator[Figure]:
    """Two rows against one call of the decoder on the drawn corner: the way from an opened page to the payload, where
    the drawing is in our time and not in the decoder's, and decoding alone, both on the same pixels."""
    pages = [pdfium.PdfDocument(data)[0] for _, data in files]
    found = []
    for page in pages:
        cropped = np.ascontiguousarray(corner(page, CORNERS[-1]))
        if rivals.zxing(cropped):
            found.append((page, text_page(page, 1), cropped))
    ours, alone, theirs = f"{source} QR, page to payload", f"{source} QR, decoding alone", "zxing-cpp on the corner"
    seconds = in_turns(
        {
            ours: lambda: [qr_of(page, text) for _ in range(_TIMES) for page, text, _ in found],
            alone: lambda: [find_qr(cropped, drawn=True) for _ in range(_TIMES) for _, _, cropped in found],
            theirs: lambda: [rivals.zxing(cropped) for _ in range(_TIMES) for _, _, cropped in found],
        },
        _ROUNDS,
        time.process_time,
    )
    for name in (ours, alone):
        low, middle, high = spread(seconds, name, theirs)
        yield Figure(name, median(seconds[name]) / len(found) / _TIMES * 1000, "ms", theirs, middle, low, high)


def ocr_figures() -> Iterator[Figure]:
    """A picture read to an invoice, against the engine alone on its pixels."""
    files = corpus.fictional(("digital_pdf", "vat_pdf", "exempt_pdf"), 1)
    files += corpus.with_text(corpus.real("pdf"))[5 : 5 + _PAGES]
    pictures = [corpus.rendered(data) for _, data in files]
    pixels = [next(frames(picture)) for picture in pictures]
    engine = get_engine()
    seconds = in_turns(
        {
            "ours": lambda: [read_bytes(picture) for picture in pictures],
            "bare": lambda: [engine.recognise(image) for image in pixels],
        },
        _OCR_ROUNDS,
        time.process_time,
    )
    low, middle, high = spread(seconds, "ours", "bare")
    name = "page read by OCR, file to fields"
    yield Figure(name, median(seconds["ours"]) / len(files), "s", f"{engine.name} alone", middle, low, high)
