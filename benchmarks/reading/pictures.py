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

_ROUNDS = 9
_OCR_ROUNDS = 3
_TIMES = 20
_PAGES = 3


def qr_figures(source: str, files: Files) -> Iterator[Figure]:
    """The QR of a PDF page, rendering included, against one call of the decoder on the rendered corner."""
    pages = [pdfium.PdfDocument(data)[0] for _, data in files]
    found = []
    for page in pages:
        cropped = np.ascontiguousarray(corner(page, CORNERS[-1]))
        if rivals.zxing(cropped):
            found.append((page, text_page(page, 1), cropped))
    ours, theirs = f"{source} QR of a PDF page", "zxing-cpp on the corner"
    seconds = in_turns(
        {
            ours: lambda: [qr_of(page, text) for _ in range(_TIMES) for page, text, _ in found],
            theirs: lambda: [rivals.zxing(cropped) for _ in range(_TIMES) for _, _, cropped in found],
        },
        _ROUNDS,
        time.process_time,
    )
    low, middle, high = spread(seconds, ours, theirs)
    yield Figure(ours, median(seconds[ours]) / len(found) / _TIMES * 1000, "ms", theirs, middle, low, high)


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
