"""Rules about the figures on the face: they must add up, by lines, in total and in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoices.domain.amounts import amount_in_words
from invoices.domain.fapiao import Kind
from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force
from kernel.money import round_to_fen, text

_NET_PLUS_TAX_APART: Final = frozenset({Kind.AIR_ITINERARY})


def totals_add_up(case: Case) -> Iterator[Trip]:
    """net + VAT = gross; air itineraries carry a fund outside of VAT and are left out."""
    net, tax, gross = case.fapiao.net_amount, case.fapiao.tax_amount, case.fapiao.gross_amount
    rule = rule_in_force("TOTALS_DO_NOT_ADD_UP", case.day)
    if net is None or tax is None or gross is None or rule is None or case.fapiao.kind in _NET_PLUS_TAX_APART:
        return
    if abs(net + tax - gross) > Decimal(rule.value["tolerance"]):
        evidence = {"net": text(net), "tax": text(tax), "gross": text(gross)}
        yield Trip("TOTALS_DO_NOT_ADD_UP", evidence, ("net_amount", "tax_amount", "gross_amount"))


def lines_add_up(case: Case) -> Iterator[Trip]:
    """The lines add up to the totals where every line has its figure."""
    rule = rule_in_force("LINES_DO_NOT_ADD_UP", case.day)
    lines = case.fapiao.lines
    if not lines or rule is None or case.fapiao.kind in _NET_PLUS_TAX_APART:
        return
    tolerance = Decimal(rule.value["tolerance_per_line"]) * len(lines)
    for label, total, parts in (
        ("金额", case.fapiao.net_amount, [line.net_amount for line in lines]),
        ("税额", case.fapiao.tax_amount, [line.tax_amount for line in lines]),
    ):
        known = [part for part in parts if part is not None]
        if total is None or len(known) != len(parts) or abs(sum(known) - total) <= tolerance:
            continue
        yield Trip(
            "LINES_DO_NOT_ADD_UP", {"field": label, "found": text(sum(known, Decimal(0))), "expected": text(total)}
        )


def line_tax(case: Case) -> Iterator[Trip]:
    """VAT of a line follows from its rate, unless it is taxed on the difference."""
    rule = rule_in_force("LINE_TAX", case.day)
    if rule is None or "差额征税" in (case.fapiao.remarks or "") or case.fapiao.kind is Kind.AIR_ITINERARY:
        return
    for line in case.fapiao.lines:
        if line.net_amount is None or line.tax_rate is None or line.tax_amount is None:
            continue
        expected = round_to_fen(line.net_amount * line.tax_rate)
        if abs(expected - line.tax_amount) > Decimal(rule.value["tolerance_per_line"]):
            evidence = {"item": line.item_name or "", "rate": f"{line.tax_rate.normalize() * 100:f}%"}
            yield Trip("LINE_TAX", evidence | {"expected": text(expected), "found": text(line.tax_amount)})


def words_agree(case: Case) -> Iterator[Trip]:
    """The amount in words is the gross amount. Words that cannot be read say nothing."""
    words, gross = case.fapiao.amount_in_words, case.fapiao.gross_amount
    spelt = amount_in_words(words) if words else None
    if spelt is None or gross is None or abs(spelt) == abs(gross):
        return
    yield Trip("WORDS_DIFFER", {"words": words or "", "gross": text(gross)}, ("amount_in_words", "gross_amount"))


AMOUNT_RULES: Final[tuple[RuleFunction, ...]] = (totals_add_up, lines_add_up, line_tax, words_agree)
