"""How fast digital documents are read, against the bare libraries on the same bytes, all in turns in one run.

Ratios of speeds (documents a second, ours ÷ theirs) for PDF and XML, ratios of times for QR and OCR; beside the median
the least and the greatest of a round. Times are those of the processor, so that a busy machine does not count. With
REAL_DOCUMENTS the real layouts are measured too. The last rows are memory over a thousand documents.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from benchmarks.figure import Figure, in_turns, spread
from benchmarks.reading import corpus, rivals
from benchmarks.reading.corpus import Files
from benchmarks.reading.memory import memory_figures
from benchmarks.reading.pictures import ocr_figures, qr_figures
from invoices.readers import Want, read_bytes

ROUNDS = 7
FIELDS_ONLY = Want(boxes=False, qr=False)


def figures() -> Iterator[Figure]:
    """PDF, XML, OFD, QR, OCR and memory."""
    for source, pdfs, xmls in (
        ("fictional", corpus.fictional(tuple(corpus.TEXT_PDFS)), corpus.fictional(tuple(corpus.XMLS))),
        ("real", corpus.real("pdf"), corpus.real("xml")),
    ):
        if pdfs:
            yield from _pdf_figures(source, corpus.with_text(pdfs))
        if xmls:
            yield from _xml_figures(source, xmls)
        if pdfs:
            yield from qr_figures(source, corpus.with_text(pdfs))
    yield from _ofd_figures(corpus.fictional(tuple(corpus.OFDS)))
    yield from ocr_figures()
    yield from memory_figures()


def _each(read: Callable[[bytes], object], files: Files, times: int = 1) -> Callable[[], None]:
    def run() -> None:
        for _ in range(times):
            for _name, data in files:
                read(data)

    return run


def _speed(name: str, rival: str, seconds: dict[str, list[float]], count: int) -> Figure:
    """Documents a second, and the ratio of speeds to the rival's with its spread."""
    low, middle, high = spread(seconds, rival, name)
    return Figure(name, count / median(seconds[name]), "documents/s", rival, middle, low, high)


def _pdf_figures(source: str, files: Files) -> Iterator[Figure]:
    fields, whole = f"{source} PDF, fields", f"{source} PDF, boxes and QR"
    text, plumber, tables = "pypdfium2 text", "pdfplumber text", "pdfplumber words, tables"
    seconds = in_turns(
        {
            fields: _each(partial(read_bytes, want=FIELDS_ONLY), files),
            text: _each(rivals.pdfium_text, files),
            whole: _each(read_bytes, files),
            plumber: _each(rivals.pdfplumber_text, files),
            tables: _each(rivals.pdfplumber_fields, files),
        },
        ROUNDS,
        time.process_time,
    )
    for name, rival in ((fields, text), (whole, text), (fields, plumber), (fields, tables)):
        yield _speed(name, rival, seconds, len(files))


def _xml_figures(source: str, files: Files) -> Iterator[Figure]:
    ours, theirs = f"{source} XML, fields", "lxml parsing"
    times = 400 // len(files) + 1
    rivals_of_xml = {ours: _each(read_bytes, files, times), theirs: _each(rivals.lxml_parse, files, times)}
    yield _speed(ours, theirs, in_turns(rivals_of_xml, ROUNDS, time.process_time), len(files) * times)


def _ofd_figures(files: Files) -> Iterator[Figure]:
    seconds = in_turns({"OFD": _each(read_bytes, files)}, ROUNDS, time.process_time)["OFD"]
    yield Figure("fictional OFD, fields, boxes and QR", len(files) / median(seconds), "documents/s")
