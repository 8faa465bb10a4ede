"""The facts of a company's period, gathered from the books and the invoices of this system.

Flows (revenue, cost, sales) are taken from the start of the year or of the books, so that they can be set against
balances and against limits of the year; counts of invoices are those of the period. What the system does not hold
(payroll, owners' accounts, contracts) is left out and trips nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bookkeeping.exports import AccountMovement, TaxLine, is_closed, movements, tax_lines
from foundation.models import Company
from invoices.exports import InvoiceFact, invoices_of
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod
from risk.domain.book_facts import Balance, facts_of_balances
from risk.domain.expression import Value

GENERAL = "general"


def facts_of(company: Company, period: AccountingPeriod, vat_status: str) -> dict[str, Value]:
    """Every fact the system can tell of the period."""
    start = max(AccountingPeriod(period.year, 1), company.first_period)
    months = (period.year - start.year) * 12 + period.month - start.month + 1
    facts = facts_of_balances(balances_of_movements(movements(company.pk, start, period)), months=months)
    facts |= _vat_facts(company, start, period, facts, vat_status)
    facts |= _invoice_facts(company, period)
    if company.legal_form == "enterprise" and isinstance(profit := facts.get("net_profit"), Decimal):
        facts["taxable_income_to_date"] = max(profit, ZERO)
    return facts


def balances_of_movements(rows: Sequence[AccountMovement]) -> list[Balance]:
    """The leaf accounts among `rows`; the detail is made of the names below the first level."""
    names = {row.code: row.name for row in rows}
    parents = {code[:length] for code in names for length in range(4, len(code), 2)}
    return [
        Balance(
            account=names.get(row.code[:4], row.name),
            detail="".join(names.get(row.code[:length], "") for length in range(6, len(row.code) + 1, 2)),
            opening=row.opening_debit - row.opening_credit,
            debit=row.debit,
            credit=row.credit,
        )
        for row in rows
        if row.code not in parents
    ]


def _vat_facts(
    company: Company, start: AccountingPeriod, period: AccountingPeriod, books: dict[str, Value], vat_status: str
) -> dict[str, Value]:
    year_ago = max(period.shifted(-11), company.first_period)
    lines = tax_lines(company.pk, year_ago, period)
    facts: dict[str, Value] = {
        "vat_sales": _sales(lines, start, period),
        "sales_last_12_months": _sales(lines, year_ago, period),
        "sales_this_quarter": _sales(lines, period.quarter.months[0], period),
        "zero_filing_months": Decimal(_months_without_sales(company, period, lines)),
    }
    sales, output, entered = facts["vat_sales"], books.get("output_vat"), books.get("input_vat")
    if vat_status == GENERAL and isinstance(sales, Decimal) and sales > 0 and isinstance(output, Decimal):
        paid_in = entered if isinstance(entered, Decimal) else ZERO
        facts["vat_burden_rate"] = max(output - paid_in, ZERO) / sales
    return facts


def _sales(lines: Iterable[TaxLine], start: AccountingPeriod, end: AccountingPeriod) -> Decimal:
    return total(
        line.net_amount for line in lines if line.direction == "sale" and str(start) <= line.period <= str(end)
    )


def _months_without_sales(company: Company, period: AccountingPeriod, lines: Sequence[TaxLine]) -> int:
    """Closed months without a sale, counted back from the period."""
    count, month = 0, period
    while month >= company.first_period and count < 12 and is_closed(company.pk, month):
        if _sales(lines, month, month):
            break
        count, month = count + 1, month.shifted(-1)
    return count


def _invoice_facts(company: Company, period: AccountingPeriod) -> dict[str, Value]:
    sold = invoices_of(company.pk, period, "sale")
    bought = invoices_of(company.pk, period, "purchase")
    before = invoices_of(company.pk, period.shifted(-1), "sale")
    facts: dict[str, Value] = {
        "invoices_issued": Decimal(len(sold)),
        "invoices_voided": ZERO,
        "invoices_red_letter": Decimal(sum(fact.is_red_letter for fact in sold)),
        "invoices_issued_previous_period": Decimal(len(before)),
        "input_vat_from_exempt_invoices": _exempt_input(bought),
    }
    if everything := [*sold, *bought]:
        facts["largest_invoice"] = max(fact.gross_amount or ZERO for fact in everything)
    return facts | _same_party(sold, bought)


def _exempt_input(bought: Iterable[InvoiceFact]) -> Decimal:
    return total(fact.deductible_vat for fact in bought if fact.deductible_vat and not fact.tax_amount)


def _same_party(sold: Sequence[InvoiceFact], bought: Sequence[InvoiceFact]) -> dict[str, Value]:
    parties = {fact.buyer_taxpayer_id for fact in sold} & {fact.seller_taxpayer_id for fact in bought} - {"", None}
    if not parties:
        return {}
    return {
        "same_party_sales": total(fact.net_amount or ZERO for fact in sold if fact.buyer_taxpayer_id in parties),
        "same_party_purchases": total(fact.net_amount or ZERO for fact in bought if fact.seller_taxpayer_id in parties),
    }
