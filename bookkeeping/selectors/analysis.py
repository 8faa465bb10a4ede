"""Balances by analysis items: what a department spent, what lies in stock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from bookkeeping.domain.analysis import ON_LINES, Analysis, Item, analysis_of
from bookkeeping.models import AnalysisItem, AnalysisSet, PeriodBalance
from bookkeeping.models.fields import FenField, QuantityField
from kernel.period import AccountingPeriod


def items_by_name(company_id: int) -> dict[tuple[str, str], str]:
    """Codes of the company's items in use by (dimension, name)."""
    rows = AnalysisItem.objects.filter(company_id=company_id, is_active=True, dimension__in=ON_LINES)
    return {(dimension, name): code for dimension, name, code in rows.values_list("dimension", "name", "code")}


def items_named(known: Mapping[tuple[str, str], str], **names: str) -> Analysis:
    """The items of these names, by dimension, as far as `items_by_name` knows them."""
    return analysis_of(Item(pair[0], known[pair]) for pair in names.items() if pair in known)


@dataclass(frozen=True, slots=True)
class ItemBalance:
    """What one account and set of items moved over a span: yuan, units and foreign currency, debit positive."""

    code: str
    counterparty: str
    analysis_id: int
    opening: Decimal
    debit: Decimal
    credit: Decimal
    opening_quantity: Decimal
    quantity_debit: Decimal
    quantity_credit: Decimal
    opening_foreign: Decimal
    foreign_debit: Decimal
    foreign_credit: Decimal

    @property
    def closing(self) -> Decimal:
        """Yuan at the end of the span."""
        return self.opening + self.debit - self.credit

    @property
    def closing_quantity(self) -> Decimal:
        """Units at the end of the span."""
        return self.opening_quantity + self.quantity_debit - self.quantity_credit

    @property
    def closing_foreign(self) -> Decimal:
        """Foreign currency at the end of the span."""
        return self.opening_foreign + self.foreign_debit - self.foreign_credit


NONE = "—"


def added(rows: Iterable[ItemBalance]) -> ItemBalance:
    """The sum, of no account in particular."""
    sums = [Decimal(0)] * 9
    for row in rows:
        sums = [a + b for a, b in zip(sums, astuple(row)[3:], strict=True)]
    return ItemBalance("", "", 0, *sums)


_KINDS: tuple[tuple[str, type[FenField | QuantityField]], ...] = (
    ("", FenField),
    ("quantity_", QuantityField),
    ("foreign_", FenField),
)


def item_balances(
    company_id: int, start: AccountingPeriod, end: AccountingPeriod, codes: Sequence[str]
) -> list[ItemBalance]:
    """Balances of these leaf accounts by counterparty and set of items, from the period summary."""
    keys = ("account__code", "counterparty", "analysis_id")
    rows = (
        PeriodBalance.objects.filter(company_id=company_id, period__lte=str(end), account__code__in=codes)
        .values_list(*keys)
        .annotate(**_sums(start))
        .order_by(*keys)
    )
    return [_item_balance(row) for row in rows]


def _item_balance(row: tuple[Any, ...]) -> ItemBalance:
    """From one row: the keys, then four sums of each kind."""
    code, party, analysis_id = row[:3]
    return ItemBalance(code, party, analysis_id, *_folded(row[3:7]), *_folded(row[7:11]), *_folded(row[11:15]))


def _folded(sums: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """(opening, debit, credit) of one kind."""
    was_debit, was_credit, debit, credit = sums
    return was_debit - was_credit, debit, credit


def _sums(start: AccountingPeriod) -> dict[str, Coalesce]:
    """Before-debit, before-credit, debit and credit of yuan, units and foreign currency, in this order."""
    spans = {"before": Q(period__lt=str(start)), "within": Q(period__gte=str(start))}
    return {
        f"{span}_{prefix}{side}": Coalesce(
            Sum(f"{prefix}{side}", filter=condition, output_field=field()), 0, output_field=field()
        )
        for prefix, field in _KINDS
        for span, condition in spans.items()
        for side in ("debit", "credit")
    }


def analyses_by_id(company_id: int, ids: Iterable[int]) -> dict[int, Analysis]:
    """The items of sets, by the set's id."""
    wanted = [pk for pk in ids if pk]
    if not wanted:
        return {}
    rows = AnalysisSet.objects.filter(company_id=company_id, pk__in=wanted)
    return {row.pk: row.value for row in rows.select_related(*ON_LINES)}


def named_items(company_id: int, items: Iterable[Item]) -> list[str]:
    """Code and name of each item, a dash for none."""
    wanted = list(items)
    if not wanted:
        return []
    rows = AnalysisItem.objects.filter(company_id=company_id, code__in={item.code for item in wanted})
    names = {(row.dimension, row.code): str(row) for row in rows}
    return [names.get((item.dimension, item.code), item.code or NONE) for item in wanted]


def item_choices(company_id: int, dimension: str) -> list[tuple[str, str]]:
    """(code, name) of the items of a list, those no longer used included."""
    rows = AnalysisItem.objects.filter(company_id=company_id, dimension=dimension)
    return [(row.code, str(row)) for row in rows.order_by("code")]


def set_names(company_id: int, ids: Iterable[int | None]) -> dict[int, str]:
    """Names of the items of sets, by the set's id."""
    wanted = [pk for pk in ids if pk]
    if not wanted:
        return {}
    rows = AnalysisSet.objects.filter(company_id=company_id, pk__in=wanted)
    return {row.pk: str(row) for row in rows.select_related(*ON_LINES)}
