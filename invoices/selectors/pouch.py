"""The pouch of a period (归集): its invoices sorted by category with their sums, apart for purchases and sales.

Rule kept: what was sent back is listed and never added up; every table is a sum of the invoices listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from invoices.domain.categories import all_categories
from invoices.domain.schedule_2 import schedule_2_row, voucher_kind_of
from invoices.domain.summing import Summary, Summed, SummedLine, Total, add_up
from invoices.models import Decision, Direction, Invoice
from kernel.money import ZERO
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class Leaf:
    """One invoice in the pouch with the row of schedule 2 its input VAT goes to."""

    invoice: Invoice
    counterparty: str
    schedule_2_row: str


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The invoices of one category with their sums."""

    category: str
    leaves: tuple[Leaf, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class Side:
    """Purchases or sales: sheaves and all tables of sums."""

    direction: str
    sheaves: tuple[Sheaf, ...]
    summary: Summary


@dataclass(frozen=True, slots=True)
class Pouch:
    """Everything of one company and period."""

    purchases: Side
    sales: Side
    returned: tuple[Leaf, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that hold something."""
        return tuple(side for side in (self.purchases, self.sales) if side.sheaves)


def pouch_of(company_id: int, period: AccountingPeriod) -> Pouch:
    """The pouch; invoices by category in the order of the table, then by date."""
    rows = Invoice.objects.filter(company_id=company_id, period=str(period)).prefetch_related("lines")
    rows = rows.order_by("issue_date", "pk")
    kept = rows.exclude(decision=Decision.REJECTED)
    return Pouch(
        purchases=_side(kept.filter(direction=Direction.PURCHASE), Direction.PURCHASE),
        sales=_side(kept.filter(direction=Direction.SALE), Direction.SALE),
        returned=tuple(_leaf(row) for row in rows.filter(decision=Decision.REJECTED)),
    )


def summed(invoice: Invoice) -> Summed:
    """What the invoice adds to sums; its lines must be at hand."""
    return Summed(
        category=invoice.category,
        counterparty=counterparty_of(invoice),
        usage=invoice.input_vat,
        period=invoice.period,
        verdict=invoice.verdict,
        net=invoice.net_amount or ZERO,
        tax=invoice.tax_amount or ZERO,
        gross=invoice.gross_amount or ZERO,
        deductible=invoice.deductible_vat,
        lines=tuple(SummedLine(line.tax_rate, line.net_amount, line.tax_amount) for line in invoice.lines.all()),
    )


def counterparty_of(invoice: Invoice) -> str:
    """The other side's name, "" where it was not read."""
    return (invoice.buyer_name if invoice.direction == Direction.SALE else invoice.seller_name) or ""


def _side(rows: QuerySet[Invoice], direction: str) -> Side:
    order = {category.id: number for number, category in enumerate(all_categories())}
    found = sorted(rows, key=lambda row: order.get(row.category, len(order)))
    summary = add_up(summed(row) for row in found)
    totals = {total.name: total for total in summary.by_category}
    sheaves = tuple(
        Sheaf(category, tuple(_leaf(row) for row in members), totals[category])
        for category, members in groupby(found, key=lambda row: row.category)
    )
    return Side(direction, sheaves, summary)


def _leaf(invoice: Invoice) -> Leaf:
    voucher = voucher_kind_of(invoice.kind, invoice.category, invoice.input_vat)
    day = invoice.issue_date or date.fromisoformat(f"{invoice.period}-01")
    row = schedule_2_row(voucher, day, is_red_letter=invoice.is_red_letter)
    return Leaf(invoice, counterparty_of(invoice), row)
