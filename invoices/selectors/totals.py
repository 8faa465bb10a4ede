"""Sums over a list of invoices by category and by verdict.

Rule kept: both tables are sums of the same rows, added as exact decimals, so they tie with each other and the list.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from invoices.domain.summing import Summary, Summed, add_up
from invoices.models import Invoice, VerdictState
from kernel.money import ZERO

COLUMNS = ("category", "input_vat", "period", "verdict", "net_amount", "tax_amount", "gross_amount", "deductible_vat")


def totals(invoices: QuerySet[Invoice]) -> Summary:
    """Totals of the rows without their lines; verdicts in their own order, an amount that was not read is 0."""
    rows = invoices.order_by().values_list(*COLUMNS)
    found = add_up(
        Summed(category, "", usage, period, verdict, net or ZERO, tax or ZERO, gross or ZERO, deductible)
        for category, usage, period, verdict, net, tax, gross, deductible in rows
    )
    order = list(VerdictState.values)
    return replace(found, by_verdict=tuple(sorted(found.by_verdict, key=lambda one: order.index(one.name))))
