"""Entries for invoices: the template of the direction, its main slot filled per line, amounts tied to the invoice.

Rule kept: the lines always add up to the invoice's gross amount, whatever the split; deductible VAT has its own line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bookkeeping.domain.account import Side
from bookkeeping.engine.case import AccountName, Case, CaseLine, Choice, ProposedLine
from bookkeeping.engine.trades import for_standard
from kernel.money import ZERO, cut_to_fen, round_to_fen, total

Chooser = Callable[[Case, CaseLine | None], Choice]


@cache
def templates() -> dict[str, Any]:
    """Invoice templates by id."""
    text = files("bookkeeping.engine.templates").joinpath("invoices.yaml").read_text(encoding="utf-8")
    return {row["id"]: row for row in yaml.safe_load(text)}


@dataclass(frozen=True, slots=True)
class Amounts:
    """Net, tax, gross and deductible VAT of a case, completed from what was given; net + tax = gross."""

    net: Decimal
    tax: Decimal
    gross: Decimal
    deductible: Decimal

    @classmethod
    def of(cls, case: Case) -> Amounts:
        """What is missing is worked out from the other two, or from the rate."""
        net, tax, gross, rate = case.net_amount, case.tax_amount, case.gross_amount, case.tax_rate
        if gross is None and net is not None:
            tax = round_to_fen(net * rate) if tax is None and rate is not None else (tax or ZERO)
            gross = net + tax
        if gross is None:
            gross = tax or ZERO
        if net is None:
            if tax is None:
                tax = gross - round_to_fen(gross / (1 + rate)) if rate else ZERO
            net = gross - tax
        tax = gross - net
        given = case.deductible_vat
        deductible = given if given is not None else (tax if case.input_vat == "deductible" else ZERO)
        return cls(net, tax, gross, deductible if case.is_general_taxpayer else ZERO)


def template_id(case: Case) -> str:
    """Which template an invoice takes."""
    if case.direction == "sale":
        return "sale_general" if case.is_general_taxpayer else "sale_small_scale"
    return "purchase"


def _parts(case: Case, amount: Decimal, choose: Chooser) -> tuple[list[tuple[AccountName, Decimal]], Choice]:
    """The main amount split over the accounts of the invoice's lines, and the choice for the largest part."""
    if len(case.lines) < 2:
        choice = choose(case, case.lines[0] if case.lines else None)
        return [(choice.name, amount)], choice
    sums: dict[AccountName, Decimal] = {}
    choices: dict[AccountName, Choice] = {}
    for line in case.lines:
        choice = choose(case, line)
        sums[choice.name] = sums.get(choice.name, ZERO) + line.net_amount
        if choice.name not in choices or choice.confidence < choices[choice.name].confidence:
            choices[choice.name] = choice
    ranked = sorted(((name, part) for name, part in sums.items() if part), key=lambda pair: -abs(pair[1]))
    whole = total(part for _, part in ranked)
    if not whole or not ranked:
        choice = choose(case, case.lines[0])
        return [(choice.name, amount)], choice
    shares = [(name, cut_to_fen(amount * part / whole)) for name, part in ranked[1:]]
    first = (ranked[0][0], amount - total(share for _, share in shares))
    return [first, *shares], choices[ranked[0][0]]


def build(case: Case, choose: Chooser) -> tuple[tuple[ProposedLine, ...], Choice, str]:
    """(lines, choice of the main slot, template id)."""
    template = templates()[template_id(case)]
    amounts = Amounts.of(case)
    roles = {
        "cost": amounts.gross - amounts.deductible,
        "vat": amounts.deductible,
        "net": amounts.net,
        "tax": amounts.tax,
        "gross": amounts.gross,
    }
    settle = template["settle"].get(case.kind, template["settle"]["default"])
    main = "cost" if case.direction != "sale" else "net"
    parts, choice = _parts(case, roles[main], choose)
    lines: list[ProposedLine] = []
    for row in template["lines"]:
        side, amount = Side(row["side"]), roles[row["amount"]]
        if row.get("slot") == "main":
            lines += [ProposedLine(side, name, part, case.item) for name, part in parts if part]
        elif amount:
            name = AccountName(*settle) if row.get("slot") == "settle" else AccountName(row["account"], row["detail"])
            lines.append(ProposedLine(side, for_standard(name, case.standard), amount, case.item, case.counterparty))
    return tuple(lines), choice, template["id"]
