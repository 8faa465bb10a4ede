"""Sums over a list of invoices by category and by verdict.

Rule kept: both tables are sums of the same rows, added as exact decimals, so they tie with each other and the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from invoices.models import Invoice, VerdictState
from kernel.money import ZERO, total


@dataclass(frozen=True, slots=True)
class Total:
    """Count and sums in yuan under one name."""

    name: str
    count: int
    net: Decimal
    tax: Decimal
    gross: Decimal
    deductible: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The same invoices added up twice, and altogether."""

    by_category: list[Total]
    by_verdict: list[Total]
    all: Total


_Row = tuple[str, str, Decimal | None, Decimal | None, Decimal | None, Decimal]


def totals(invoices: QuerySet[Invoice]) -> Totals:
    """Totals of the rows; an amount that was not read counts as 0."""
    columns = ("category", "verdict", "net_amount", "tax_amount", "gross_amount", "deductible_vat")
    rows: list[_Row] = list(invoices.order_by().values_list(*columns))
    by_category = sorted(_grouped(rows, lambda row: row[0]), key=lambda group: -group.gross)
    order = list(VerdictState.values)
    by_verdict = sorted(_grouped(rows, lambda row: row[1]), key=lambda group: order.index(group.name))
    return Totals(by_category, by_verdict, _total("", rows))


def _grouped(rows: list[_Row], name_of: Callable[[_Row], str]) -> Iterable[Total]:
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(name_of(row), []).append(row)
    return (_total(name, members) for name, members in groups.items())


def _total(name: str, rows: list[_Row]) -> Total:
    return Total(
        name=name,
        count=len(rows),
        net=total(row[2] or ZERO for row in rows),
        tax=total(row[3] or ZERO for row in rows),
        gross=total(row[4] or ZERO for row in rows),
        deductible=total(row[5] for row in rows),
    )
