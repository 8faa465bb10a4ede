"""Text of items and descriptions as features: what stays the same from month to month, cut into character n-grams."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARKS = re.compile(r"[.,，。:：、\-—/\s（）()]+")
_CHANGING = re.compile(
    r"(?:20\d\d[年.\-/])?\d{1,2}月份?(?:\d{1,2}日)?|20\d\d[年.\-/]?\d{0,2}|Q[1-4]|[\d,]+(?:\.\d+)?万?元"
)


def steady(text: str) -> str:
    """Text without months, amounts and marks: what stays the same from month to month."""
    return _MARKS.sub("", _CHANGING.sub("", text))


def character_grams(text: str, sizes: Iterable[int] = (1, 2, 3)) -> list[str]:
    """All runs of 1, 2 and 3 characters, with repeats; Chinese needs no word breaker for this."""
    return [text[start : start + size] for size in sizes for start in range(len(text) - size + 1)]
