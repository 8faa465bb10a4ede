"""Amounts spoken of in a description: total, net, VAT, and what is said of a part ("代扣社保9,000").

Rule kept: what was given as a field wins over what a sentence says; net, VAT and gross are believed together where they
add up or stand in the ratio of a rate, otherwise by their words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from bookkeeping.engine.figures import Figure, figures, foreign, sums, whole
from kernel.money import ZERO, round_to_fen

__all__ = ["foreign", "part", "part_at", "part_like", "parts", "rates", "spoken", "told_of", "whole"]

Spoken = tuple[Decimal | None, Decimal | None, Decimal | None]
Name = TypeVar("Name", bound=Hashable)

_GROSS = re.compile(r"价税合计|(?<!不)含税")
_NET = re.compile(r"不含税|价款|货款")
_TAX = re.compile(
    r"(?:增值税|税额|进项税?|销项税?|税款)(?:税?额|销项税额|进项税额|专用发票)?(?:合计|约|为|计|共)*$|^税额?$"
)
_OTHER_TAX = re.compile(r"所得|城建|附加|印花|消费税|应交|应纳|未交|已交|缴|抵扣.{0,4}税款")
_CLOSE = Decimal("0.03")
# Rates of VAT in force at one time or another: only to recognise which amount a tax belongs to, never to compute one.
_RATES = tuple(Decimal(rate) for rate in ("0.13", "0.09", "0.06", "0.03", "0.01", "0.05", "0.16", "0.17"))


def _is_tax(figure: Figure) -> bool:
    return bool(_TAX.search(figure.label)) and not _OTHER_TAX.search(figure.label)


@lru_cache(maxsize=512)
def spoken(text: str) -> Spoken:
    """(net, tax, gross) as far as the text says them."""
    told = [figure for figure in sums(text) if figure.part != "term" or _is_tax(figure)]
    tax = next((figure.value for figure in told if _is_tax(figure)), None)
    others = [figure for figure in told if not _is_tax(figure)]
    if tax is not None:
        return _around(tax, others, text)
    net = next((figure.value for figure in others if _says(_NET, figure) and not _says(_GROSS, figure)), None)
    gross = next((figure.value for figure in others if _says(_GROSS, figure)), None)
    return _by_rate(net, gross, others, text) or (None, None, _rounded(gross if gross is not None else whole(text)))


def _by_rate(net: Decimal | None, gross: Decimal | None, others: list[Figure], text: str) -> Spoken | None:
    """Net, tax and gross where the text tells no tax, but two amounts a rate apart, or one and the rate itself."""
    if gross is not None:
        beside = [net] if net is not None else []
        for one in (*beside, *(figure.value for figure in others)):
            if _rate(one, gross - one):
                return one, gross - one, gross
    rate = _named_rate(text)
    if rate is None:
        return None
    if net is not None:
        tax = round_to_fen(net * rate)
        return net, tax, net + tax
    if gross is not None:
        tax = round_to_fen(gross - gross / (1 + rate))
        return gross - tax, tax, gross
    return None


def _named_rate(text: str) -> Decimal | None:
    """The one rate by which the text itself takes VAT out of a price ("÷1.13")."""
    named = {Decimal(match) - 1 for match in re.findall(r"[÷/／]\s*[（(]?(1\.\d{2})", text)} & set(_RATES)
    return named.pop() if len(named) == 1 else None


def _says(pattern: re.Pattern[str], figure: Figure) -> bool:
    return bool(pattern.search(figure.label) or pattern.search(figure.note))


def _rate(net: Decimal, tax: Decimal) -> Decimal | None:
    return next((rate for rate in _RATES if net > 0 and abs(net * rate - tax) <= _CLOSE), None)


def _around(tax: Decimal, others: list[Figure], text: str) -> Spoken:
    """Net and gross that belong to a tax."""
    values = [figure.value for figure in others]
    for net in values:
        if net + tax in values:
            return net, tax, net + tax
    for net in values:
        if _rate(net, tax):
            return net, tax, net + tax
    for price in values:
        if price > tax and _rate(price - tax, tax):
            return price - tax, tax, price
    named = next((figure.value for figure in others if _says(_GROSS, figure)), None)
    if named is not None and named > tax:
        return named - tax, tax, named
    bare = next((figure.value for figure in others if _says(_NET, figure)), None)
    if bare is not None:
        return bare, tax, bare + tax
    price = whole(text)
    if price == tax:
        return None, tax, None
    # An amount beside a tax, neither called net nor gross, is a price before tax, as practice tells it.
    return price, tax, price + tax


def _rounded(value: Decimal | None) -> Decimal | None:
    return round_to_fen(value) if value else None


def part(text: str, *words: str) -> Decimal:
    """The amount told of a part, by any of the words before it; 0 when none is told."""
    return part_like(text, "|".join(re.escape(word) for word in words))


def part_like(text: str, pattern: str) -> Decimal:
    """The same by a regular expression: the figure whose own words fit, the nearest words first."""
    found = _nearest(text, pattern)
    return round_to_fen(found.value) if found is not None else ZERO


def _nearest(text: str, pattern: str) -> Figure | None:
    fitting = [figure for figure in sums(text) if re.search(pattern, figure.label)]
    return min(fitting, key=lambda figure: _distance(pattern, figure), default=None)


def told_of(text: str, rows: Iterable[tuple[str, Name]]) -> list[tuple[Name, Decimal]]:
    """For every name whose words occur in the text the amount told of it; an amount is told of one name only."""
    shares: dict[Name, Decimal] = {}
    taken: set[int] = set()
    for pattern, name in rows:
        if name in shares or not re.search(pattern, text):
            continue
        figure = _nearest(text, pattern)
        shares[name] = round_to_fen(figure.value) if figure is not None and figure.start not in taken else ZERO
        taken |= {figure.start} if figure is not None else set()
    return list(shares.items())


def part_at(text: str, start: int) -> Decimal:
    """The amount that begins at this place of the text; 0 when none does."""
    return next((round_to_fen(figure.value) for figure in sums(text) if figure.start == start), ZERO)


def _distance(pattern: str, figure: Figure) -> int:
    last = max(match.end() for match in re.finditer(pattern, figure.label))
    return len(figure.label) - last


def parts(text: str) -> tuple[Figure, ...]:
    """The amounts a total is made of, where the text names them and they add up to it; empty otherwise."""
    told = sums(text)
    total = whole(text)
    pieces = [figure for figure in told if figure.value != total and not figure.is_result]
    if len(pieces) < 2 or sum((figure.value for figure in pieces), ZERO) != total:
        return ()
    return tuple(pieces)


def rates(text: str) -> Iterable[Decimal]:
    """Ratios named in the text."""
    return (figure.value for figure in figures(text) if figure.kind == "ratio")
