"""Printed values to typed ones: money, ratios, dates, item names.

Rule kept: what cannot be read exactly is `None`; a rate that is words (免税, 不征税) is a treatment, not a number.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from kernel.money import ZERO, round_to_fen

_TREATMENTS: Final = {"免税": "exempt", "不征税": "out_of_scope", "零税率": "zero_rated", "出口退税": "zero_rated"}
_DATE: Final = re.compile(r"(\d{4})\s*[年\-/.]?\s*(\d{1,2})\s*[月\-/.]?\s*(\d{1,2})")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6,9})?")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_FEN: Final = re.compile(r"-?\d{1,15}\.\d\d")
_NOISE: Final = re.compile(r"[¥￥,，\s元]|CNY|RMB|人民币")
_BRACKETS: Final = re.compile(r"[(（](.+)[)）]")
_STARS: Final = re.compile(r"[*＊]{2,}")
_CATEGORY: Final = re.compile(r"^[*＊]([^*＊]{1,40})[*＊]")


def decimal_of(text: str | None) -> Decimal | None:
    """An exact number, with or without ¥, commas and blanks; brackets or a leading minus make it negative."""
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        text = _NOISE.sub("", text)
        if bracketed := _BRACKETS.fullmatch(text):
            text = f"-{bracketed[1]}"
        if not _NUMBER.fullmatch(text):
            return None
    return Decimal(text)


def money_of(text: str | None) -> Decimal | None:
    """Yuan with two places; `***` (printed for tax that is not charged) is 0.00."""
    if text is None:
        return None
    if _FEN.fullmatch(text):
        return Decimal(text) or ZERO
    if _STARS.fullmatch(text.strip()):
        return ZERO
    value = decimal_of(text)
    return None if value is None else round_to_fen(value)


@lru_cache(maxsize=256)
def rate_of(text: str | None) -> Decimal | None:
    """A ratio from `6%`, `13.00%`, `0.130000` or `0.03`; `None` for words and for anything above 100 %."""
    if not text:
        return None
    cleaned = text.strip()
    value = decimal_of(cleaned.rstrip("%％"))
    if value is None or value < 0:
        return None
    ratio = value / 100 if cleaned[-1] in "%％" or value >= 1 else value
    return Decimal(f"{ratio.normalize():f}") if ratio <= 1 else None


@lru_cache(maxsize=256)
def treatment_of(text: str | None) -> str | None:
    """exempt, out_of_scope or zero_rated, when the rate is printed as words; `None` otherwise."""
    return next((name for words, name in _TREATMENTS.items() if text and words in text), None)


def date_of(text: str | None) -> date | None:
    """A date from `2024年04月07日`, `2024-04-07 10:00:00`, `2024/4/7`, `20240407` or `20240407101500000`."""
    if not text:
        return None
    cleaned = text.strip()
    match = _COMPACT.fullmatch(cleaned) or _DATE.search(cleaned)
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
    return day if day and 1990 <= day.year <= 2100 else None


def tax_category_of(item_name: str | None) -> str | None:
    """The short name between the asterisks (`*餐饮服务*餐费` → 餐饮服务)."""
    match = _CATEGORY.match(item_name or "")
    return match[1] if match else None


def blank_to_none(text: str | None) -> str | None:
    """Stripped text, `None` when nothing is left."""
    return (text or "").strip() or None
