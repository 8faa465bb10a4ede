"""Taxpayer ids as read: look-alike letters mended where the check character proves the mending.

Rule kept: a mended id is never certain, and an id that fails its check character on OCR stays below one half.
"""

from __future__ import annotations

from itertools import product
from typing import Final

from kernel.taxpayer_id import ALPHABET, is_taxpayer_id, is_uscc

_NEVER: Final = str.maketrans({"O": "0", "I": "1", "S": "5", "Z": "2", "V": "Y"})
_TWINS: Final = ("0DQC", "8B3", "6G", "17T", "2Z", "5S", "UVY", "MWH", "RK", "PF", "4A", "EF", "XK", "NH")
_SURE_LENGTHS: Final = (15, 18)
_FAILED, _MENDED, _ODD = 0.45, 0.8, 0.85


def mended_taxpayer_id(text: str, *, ocr: bool) -> tuple[str, float]:
    """The id and a trust factor (0 to 1). Text layers are believed; OCR must pass its check or be mended."""
    value = text.upper()
    # an older id has no check: seen in a picture, only its usual length says that no digit was lost
    if is_taxpayer_id(value) and not (ocr and len(value) not in _SURE_LENGTHS):
        return value, 1.0
    if not ocr:
        return value, _ODD
    candidate = value.translate(_NEVER) if len(value) == 18 else value
    if is_uscc(candidate):
        return candidate, 0.95
    mended = _by_one_letter(candidate)
    if mended:
        return mended, _MENDED
    return value, _FAILED


def _by_one_letter(value: str) -> str | None:
    """The only id that passes its check with one look-alike letter exchanged; `None` when several or none do."""
    if len(value) != 18:
        return None
    fitting = set()
    for place, character in enumerate(value):
        for twins in _TWINS:
            if character in twins:
                fitting.update(_exchanged(value, place, twins))
    good = {candidate for candidate in fitting if candidate[2:8].isdigit() and candidate[0] in "159"}
    return good.pop() if len(good) == 1 else None


def _exchanged(value: str, place: int, twins: str) -> set[str]:
    candidates = (f"{value[:at]}{twin}{value[at + 1 :]}" for at, twin in product((place,), twins) if twin in ALPHABET)
    return {candidate for candidate in candidates if is_uscc(candidate)}
