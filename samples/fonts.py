"""The three bundled fonts (SIL Open Font License), by the role they play on a page.

Rule kept: nothing drawn here depends on fonts of the machine.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER: Final = Path(__file__).resolve().parents[1] / "static" / "vendor" / "fonts"
SONG, KAI, SANS, MONO = "song", "kai", "sans", "mono"
FILES: Final = {SONG: "NotoSerifSC-Regular.ttf", KAI: "LXGWWenKai-Medium.ttf", SANS: "NotoSansSC-Regular.ttf"}
OFFICIAL_NAMES: Final = {SONG: "宋体", KAI: "楷体", SANS: "黑体", MONO: "Courier New"}
_BUILT_IN: Final = {MONO: "Courier"}


@cache
def pdf_name(role: str) -> str:
    """The name under which reportlab knows the font of `role`; registers it on first use."""
    if role in _BUILT_IN:
        return _BUILT_IN[role]
    pdfmetrics.registerFont(TTFont(role, str(FOLDER / FILES[role])))
    return role


def width(value: str, *, font: str, size: float) -> float:
    """Width of `value` in the unit of `size`."""
    return float(pdfmetrics.stringWidth(value, pdf_name(font), size))


def has_glyphs(value: str, font: str = SONG) -> bool:
    """Whether the font can draw every character of `value`."""
    if font in _BUILT_IN:
        return value.isascii()
    return all(ord(char) in pdfmetrics.getFont(pdf_name(font)).face.charToGlyph for char in value)
