"""Invoices of a month beside their vouchers: not booked, booked on a voucher that is gone, or with another amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import Sum

from bookkeeping.models import JournalLine, Voucher
from invoices.exports import InvoiceFact, invoices_of
from kernel.period import AccountingPeriod

Trouble = Literal["not_booked", "voucher_gone", "amount"]


@dataclass(frozen=True, slots=True)
class InvoiceTrouble:
    """One invoice that does not agree with the books; `booked` is the total of its voucher in yuan."""

    fact: InvoiceFact
    trouble: Trouble
    voucher_id: int | None = None
    booked: Decimal | None = None


def invoice_troubles(company_id: int, period: AccountingPeriod) -> list[InvoiceTrouble]:
    """Invoices of the period, returned ones left out."""
    facts = [fact for fact in invoices_of(company_id, period) if fact.verdict != "reject" or fact.booked_voucher_id]
    ids = {fact.booked_voucher_id for fact in facts if fact.booked_voucher_id}
    standing = set(
        Voucher.objects.filter(pk__in=ids, company_id=company_id, reversed_by=None).values_list("pk", flat=True)
    )
    lines = JournalLine.objects.filter(voucher_id__in=standing)
    sums = dict(lines.order_by().values_list("voucher_id").annotate(Sum("debit")))
    shared = [fact.booked_voucher_id for fact in facts]
    found = (_trouble(fact, standing, sums, shared.count(fact.booked_voucher_id)) for fact in facts)
    return [one for one in found if one is not None]


def _trouble(fact: InvoiceFact, standing: set[int], sums: dict[int, Decimal], invoices: int) -> InvoiceTrouble | None:
    voucher = fact.booked_voucher_id
    if voucher is None:
        return InvoiceTrouble(fact, "not_booked")
    if voucher not in standing:
        return InvoiceTrouble(fact, "voucher_gone", voucher)
    booked = sums.get(voucher, Decimal(0))
    # A voucher may book several invoices, or the settlement together with the cost: it holds at least the invoice.
    if invoices == 1 and fact.gross_amount is not None and abs(booked) < abs(fact.gross_amount):
        return InvoiceTrouble(fact, "amount", voucher, booked)
    return None
