"""Figures in the body of a table: what counts as one, and figures that a picture shows run together taken apart.

Rule kept: amounts have two decimals and a rate ends with a per cent sign, so it is certain where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from invoices.readers.words import Word

RATE: Final = re.compile(r"^-?\d{1,2}(?:\.\d+)?[%％]$|^(?:免税|不征税|出口零税率|普通零税率|零税率|[*＊]{2,})$")
MONEY: Final = re.compile(r"^[¥]?-?[\d,]+\.\d{1,2}$")
_NUMBER: Final = re.compile(r"^[¥]?-?[\d,]+(?:\.\d+)?$")
_TOKEN: Final = re.compile(r"\S+")
_POINT: Final = re.compile(r"^(-?\d+)[:;](\d{2})$")
_RUN_ON: Final = re.compile(r"^([¥]?-?[\d,]+\.\d{2})(\d{1,2}(?:\.\d)?[%％])$|^(\d{1,2}[%％])(-?\d[\d,]*\.\d{2})$")
_TAILED: Final = re.compile(r"^(\d{1,2}[%％])[^%％]{1,2}$")
_OVERFULL: Final = re.compile(r"^(-?\d[\d,]*\.\d{2})\S{1,4}$")


def figure_text(found: Word) -> str:
    """The figure without blanks; a colon before the last two digits is a point ill read."""
    compact = found.norm.replace(" ", "")
    return _POINT.sub(r"\1.\2", compact) if ":" in compact or ";" in compact else compact


def is_figure(found: Word) -> bool:
    """Whether the word is an amount, a count or a rate."""
    compact = figure_text(found)
    return bool(RATE.match(compact) or _NUMBER.match(compact))


def is_rate(found: Word) -> bool:
    """Whether a figure is a rate or stands for one."""
    return bool(re.search(r"[%％]|税", found.norm))


def split_numbers(words: Sequence[Word]) -> list[Word]:
    """`529.20 13%` drawn in one go becomes two words."""
    return [piece for found in words for piece in _at_blanks(found)]


def _at_blanks(found: Word) -> list[Word]:
    if " " not in found.norm:
        return [found]
    tokens = list(_TOKEN.finditer(found.norm))
    numeric = [bool(RATE.match(token[0]) or _NUMBER.match(token[0])) for token in tokens]
    if len(tokens) > 1 and all(numeric):
        return [found.part(token.start(), token.end()) for token in tokens]
    if len(tokens) > 1 and numeric[-1] and re.search(r"[.%]", tokens[-1][0]) and not numeric[0]:
        start = tokens[-1].start()
        return [found.part(0, start).part(0, start), found.part(start, tokens[-1].end())]
    return [found]


def unstuck(found: Word, heads: Mapping[str, Word]) -> list[Word]:
    """Amount and rate, or rate and tax, that a recogniser read as one word; what it added to a rate falls away."""
    if run_on := _RUN_ON.match(found.norm):
        place = run_on.end(1) if run_on[1] else run_on.end(3)
        return [found.part(0, place), found.part(place, len(found.norm))]
    if tailed := _TAILED.match(found.norm):
        return [found.part(0, tailed.end(1))]
    overfull = _OVERFULL.match(found.norm)
    if overfull and _reaches_into_rate(found, heads):
        return [found.part(0, overfull.end(1))]
    return [found]


def _reaches_into_rate(found: Word, heads: Mapping[str, Word]) -> bool:
    """Whether the word runs from the column of net amounts into that of rates."""
    if "net_amount" not in heads or "tax_rate" not in heads:
        return False
    net, rate = heads["net_amount"], heads["tax_rate"]
    seam = (net.x1 + rate.x0) / 2
    return net.x0 - 2 * found.height < found.x0 < seam and found.x1 > rate.x0 + 0.5 * found.height
