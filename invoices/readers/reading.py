"""The door of the readers: a file in, invoices or one clear reason out.

Rule kept: nothing a file contains makes this raise; a fault of our own is answered as `unreadable` and logged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pypdfium2 import PdfiumError

from invoices.domain.fapiao import Fapiao, Kind, Medium
from invoices.readers.checks import finish
from invoices.readers.draft import Draft
from invoices.readers.errors import ReadError, Unreadable
from invoices.readers.files import checked, load
from invoices.readers.image import read_image
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.ocr.factory import get_engine
from invoices.readers.ocr.page import PageOcr
from invoices.readers.ofd.reader import read_ofd
from invoices.readers.pdf.attachments import holds_documents
from invoices.readers.pdf.reader import read_pdf
from invoices.readers.pictures import ofd_pictures
from invoices.readers.sniff import Format, sniff
from invoices.readers.want import EVERYTHING, Want
from invoices.readers.xml import read_xml

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """How one file is to be read."""

    ocr: PageOcr
    want: Want
    limits: Limits
    force_ocr: bool


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Invoices in page order, or the reason there are none. `seconds` is wall time."""

    fapiaos: tuple[Fapiao, ...]
    error: ReadError | None
    seconds: float


def read_file(
    path: Path,
    *,
    force_ocr: bool = False,
    name: str | None = None,
    ocr: PageOcr | None = None,
    want: Want = EVERYTHING,
    limits: Limits = LIMITS,
) -> ReadResult:
    """Every invoice in the file. `name` is only for the log; `ocr` replaces the engine of the environment."""
    job = _Job(ocr or PageOcr(get_engine), want, limits, force_ocr)
    return _answered(lambda: _drafts(load(path, limits), job), name or path.name)


def read_bytes(
    data: bytes,
    *,
    force_ocr: bool = False,
    name: str = "",
    ocr: PageOcr | None = None,
    want: Want = EVERYTHING,
    limits: Limits = LIMITS,
    calibrate: bool = True,
) -> ReadResult:
    """The same for bytes in memory (a member of an archive). Without `calibrate` confidence is the bare evidence."""
    job = _Job(ocr or PageOcr(get_engine), want, limits, force_ocr)
    return _answered(lambda: _drafts(checked(data, limits), job), name, calibrate=calibrate)


def _answered(read: Callable[[], list[Draft]], name: str, *, calibrate: bool = True) -> ReadResult:
    started = time.perf_counter()
    fapiaos: tuple[Fapiao, ...] = ()
    error: ReadError | None = None
    try:
        fapiaos = tuple(finish(draft, calibrate=calibrate) for draft in read())
    except Unreadable as problem:
        error = problem.error
    except Exception as problem:  # a hostile file must not end the worker; the fault is logged
        logger.exception("reading %s failed", name)
        error = Unreadable("unreadable", type(problem).__name__).error
    return ReadResult(fapiaos, error, round(time.perf_counter() - started, 4))


def _of_pdf(data: bytes, job: _Job) -> list[Draft]:
    """Invoices of the pages; a PDF without any that carries documents is a container."""
    try:
        drafts = read_pdf(data, job.ocr, force_ocr=job.force_ocr, want=job.want, limits=job.limits)
    except PdfiumError as error:  # a page the library cannot load, in a document it could open
        raise Unreadable("damaged", str(error)) from error
    if all(draft.kind is Kind.UNKNOWN for draft in drafts) and holds_documents(data, job.limits):
        raise Unreadable("container")
    return drafts


def _drafts(data: bytes, job: _Job) -> list[Draft]:
    kind = sniff(data)
    if kind is Format.PDF:
        return _of_pdf(data, job)
    if kind is Format.OFD:
        return ofd_pictures(data, job.ocr, job.limits) if job.force_ocr else read_ofd(data, job.want, job.limits)
    if kind is Format.XML:
        return read_xml(data, Medium.XML)
    if kind is Format.IMAGE:
        return read_image(data, job.ocr, job.limits)
    raise Unreadable("container")
