"""Invoices with what was paid on them by the end of a month, from the bank lines; and what to ask the client for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.settlement import Billed, Paid, Settled, Settlement, needs_invoice, settle
from bookkeeping.models import BankLine
from foundation.models import Company
from invoices.exports import InvoiceFact, invoices_of
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class ChaseList:
    """What a client is asked for: payments of the month without an invoice, invoices without money."""

    payments: tuple[tuple[Paid, Decimal], ...]
    invoices: tuple[Settled, ...]


def settlement_of(company_id: int, period: AccountingPeriod) -> Settlement:
    """Everything since the books begin up to the end of the month; of payments left over those that need an invoice."""
    company = Company.objects.get(pk=company_id)
    lines = BankLine.objects.filter(company_id=company_id, date__lte=period.end, account__currency="CNY")
    payments = [
        Paid(row.pk, row.date, row.counterparty_name, row.amount, row.description)
        for row in lines.exclude(counterparty_name="")
    ]
    found = settle(_billed(company_id, company.first_period, period), payments)
    found.unused = [(paid, left) for paid, left in found.unused if needs_invoice(paid, company.name)]
    return found


def chase_list(company_id: int, period: AccountingPeriod) -> ChaseList:
    """What to ask for the month; older payments without invoice were asked for in theirs."""
    found = settlement_of(company_id, period)
    payments = [(paid, left) for paid, left in found.unused if paid.day >= period.start]
    return ChaseList(tuple(payments), tuple(one for one in found.invoices if one.open > 0))


def _billed(company_id: int, first: AccountingPeriod, last: AccountingPeriod) -> Iterator[Billed]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    for month in (first.shifted(step) for step in range(months)):
        for fact in invoices_of(company_id, month):
            if fact.verdict != "reject" and fact.gross_amount is not None and _party(fact):
                day = fact.issue_date or month.end
                yield Billed(fact.id, fact.direction, fact.invoice_number, day, _party(fact), fact.gross_amount)


def _party(fact: InvoiceFact) -> str:
    return fact.buyer_name if fact.direction == "sale" else fact.seller_name
