"""Which fonts PDFium takes for those a PDF does not carry: those of the machine, or one that has nothing but places.

Rule kept: the setting belongs to the whole process, so it is changed only under the lock of PDFium and always put back.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from pypdfium2 import raw

from invoices.readers.pdf.places_font import FONT

_NAME: Final = b"places\0"
_SIMPLIFIED_CHINESE: Final = 134
_HANDLE: Final = 1
# what the library was last given as fonts of the machine: it is freed only when the library uses something else
_GIVEN: Final[list[Any]] = []


@contextmanager
def places_only() -> Iterator[None]:
    """Documents opened inside give text and places, but no picture of their text. Call it under the lock."""
    with _fonts(_use_places):
        yield


@contextmanager
def machine_fonts() -> Iterator[None]:
    """Documents opened inside can be shown, wherever this stands. Call it under the lock."""
    with _fonts(_use_machine):
        yield


@contextmanager
def _fonts(use: Callable[[], None]) -> Iterator[None]:
    before, _IN_USE[:] = _IN_USE[0], [use]
    if before is not use:
        use()
    try:
        yield
    finally:
        _IN_USE[:] = [before]
        if before is not use:
            before()


def _use_places() -> None:
    raw.FPDF_SetSystemFontInfo(_PLACES)
    while _GIVEN:
        raw.FPDF_FreeDefaultSystemFontInfo(_GIVEN.pop())


def _use_machine() -> None:
    fonts = raw.FPDF_GetDefaultSystemFontInfo()
    raw.FPDF_SetSystemFontInfo(fonts)
    _GIVEN.append(fonts)


def _copied(data: bytes, buffer: Any, size: int) -> int:
    """The length of the data; they are copied where the buffer takes them, as the callbacks of the library do it."""
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


def _places() -> Any:
    """The callbacks by which PDFium asks for fonts, all of them answered with the one font."""
    answers = {
        "Release": lambda _this: None,
        "EnumFonts": lambda _this, _mapper: None,
        "MapFont": lambda *_wanted: _HANDLE,
        "GetFont": lambda _this, _face: _HANDLE,
        # table 0 is the whole file; the font is no collection and has no other table anybody asks for
        "GetFontData": lambda _this, _font, table, buffer, size: 0 if table else _copied(FONT, buffer, size),
        "GetFaceName": lambda _this, _font, buffer, size: _copied(_NAME, buffer, size),
        "GetFontCharset": lambda _this, _font: _SIMPLIFIED_CHINESE,
        "DeleteFont": lambda _this, _font: None,
    }
    types = dict(raw.FPDF_SYSFONTINFO._fields_)
    info = raw.FPDF_SYSFONTINFO(version=1)
    for name, answer in answers.items():
        setattr(info, name, types[name](answer))
    return info


_PLACES: Final = _places()
_IN_USE: Final[list[Callable[[], None]]] = [_use_machine]
