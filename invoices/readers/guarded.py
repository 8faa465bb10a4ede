"""Reading behind a wall: the readers' functions, done by this process's own reader process.

What long-lived processes (web, worker) use. Rule kept: same answers as the functions themselves, or one of the codes
too_slow, reader_died, too_much_memory.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from invoices import signatures
from invoices.readers import containers, pictures, reading
from invoices.readers.errors import Unreadable
from invoices.readers.process import ReaderProcess
from invoices.readers.reading import ReadResult
from invoices.signatures import SignatureOutcome

_PICTURE_SECONDS: Final = 30.0
_LOCK: Final = threading.Lock()
_OWN: Final[dict[int, ReaderProcess]] = {}


def read_file(path: Path, *, force_ocr: bool = False, name: str | None = None) -> ReadResult:
    """`reading.read_file`, with the limits of `LIMITS` on time and memory kept whatever the file does."""
    started = time.perf_counter()
    try:
        result: ReadResult = _only(_read, path, force_ocr, name)
    except Unreadable as problem:
        return ReadResult((), problem.error, round(time.perf_counter() - started, 4))
    return result


def page_image(path: Path, page: int = 1, *, turn: int = 0, skew: float = 0.0) -> bytes:
    """`pictures.page_image`. Raises `Unreadable`."""
    picture: bytes = _only(_picture, path, page, turn, skew, seconds=_PICTURE_SECONDS)
    return picture


def file_signatures(path: Path, media_type: str, roots: Path) -> tuple[SignatureOutcome, ...]:
    """`signatures.file_signatures`. Raises `Unreadable`."""
    found: tuple[SignatureOutcome, ...] = _only(_signatures, path, media_type, roots, seconds=_PICTURE_SECONDS)
    return found


def iter_container(path: Path) -> Iterator[tuple[str, bytes]]:
    """`containers.iter_container`, one member at a time. Raises `Unreadable`."""
    with ReaderProcess() as unpacker:
        yield from unpacker.stream(containers.iter_container, path)


def _only(function: Callable[..., Iterator[Any]], *arguments: object, seconds: float | None = None) -> Any:
    """The one value of the function, from the reader of this process; a forked worker starts its own."""
    with _LOCK:
        reader = _OWN.get(os.getpid())
        if reader is None:
            reader = _OWN[os.getpid()] = ReaderProcess()
            atexit.register(reader.close)
        [value] = reader.stream(function, *arguments, seconds=seconds)
        return value


def _read(path: Path, force_ocr: bool, name: str | None) -> Iterator[ReadResult]:  # noqa: FBT001 - sent by position
    yield reading.read_file(path, force_ocr=force_ocr, name=name)


def _picture(path: Path, page: int, turn: int, skew: float) -> Iterator[bytes]:
    yield pictures.page_image(path, page, turn=turn, skew=skew)


def _signatures(path: Path, media_type: str, roots: Path) -> Iterator[tuple[SignatureOutcome, ...]]:
    yield signatures.file_signatures(path, media_type, roots)
