"""How fast digital documents are read, against the bare libraries on the same bytes, all in turns in one run.

Ratios of speeds (documents a second, ours ÷ theirs) for PDF and XML, ratios of times for QR and OCR. With
REAL_DOCUMENTS the real layouts are measured too. The last rows are memory over a thousand documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.figure import Figure, in_turns, spread
from benchmarks.reading import corpus, rivals
from benchmarks.reading.corpus import Files
from benchmarks.reading.memory import memory_figures
from benchmarks.reading.pictures import ocr_figures, qr_figures
from invoices.readers import Want, read_bytes

ROUNDS = 9
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
    yield from ocr_figures()
    yield from memory_figures()


def _each(read: Callable[[bytes], object], files: Files, times: int = 1) -> Callable[[], None]:
    def run() -> None:
        for _ in range(times):
            for _name, data in files:
                read(data)

    return run


def _speeds(names: dict[str, str], seconds: dict[str, list[float]], count: int) -> Iterator[Figure]:
    """A row for each `name: rival`: documents a second, ratio of speeds to the rival's with its spread."""
    for name, rival in names.items():
        low, middle, high = spread(seconds, rival, name)
        rate = count / sorted(seconds[name])[len(seconds[name]) // 2]
        yield Figure(name, rate, "documents/s", rival, middle, low, high)


def _pdf_figures(source: str, files: Files) -> Iterator[Figure]:
    fields, whole, text, plumber = (
        f"{source} PDF, fields", f"{source} PDF, boxes and QR", "pypdfium2 text", "pdfplumber text"
    )  # fmt: skip
    seconds = in_turns(
        {
            fields: _each(partial(read_bytes, want=FIELDS_ONLY), files),
            text: _each(rivals.pdfium_text, files),
            whole: _each(read_bytes, files),
            plumber: _each(rivals.pdfplumber_text, files),
        },
        ROUNDS,
    )
    yield from _speeds({fields: text, whole: text}, seconds, len(files))
    yield from _speeds({fields: plumber}, seconds, len(files))


def _xml_figures(source: str, files: Files) -> Iterator[Figure]:
    ours, theirs = f"{source} XML, fields", "lxml parsing"
    times = 400 // len(files) + 1
    seconds = in_turns(
        {ours: _each(read_bytes, files, times), theirs: _each(rivals.lxml_parse, files, times)}, ROUNDS
    )  # fmt: skip
    yield from _speeds({ours: theirs}, seconds, len(files) * times)
