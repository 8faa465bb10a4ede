"""Facts of a return, taken from what was booked, so that the return ties with the ledger.

Rule kept: every sale and voucher names the invoice and the journal voucher it comes from; what the books cannot know
(headcount, losses of earlier years) is read from the company's tax settings (`policy["tax"]`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bookkeeping.exports import TaxLine, deduction_at_once, payroll_facts, tax_lines
from foundation.models import Company
from kernel.money import ZERO, text, total
from kernel.period import AccountingPeriod, TaxPeriod
from law.store import lookup
from tax_filing.domain.due import BUSINESS_INCOME, CIT, CIT_ANNUAL, VAT_GENERAL, VAT_SMALL_SCALE, WITHHOLDING
from tax_filing.selectors.ledger_figures import LedgerFigures, income_statement_to_date, total_assets
from tax_filing.selectors.returns import prepaid_before, prepaid_this_year, previous_return

Facts = dict[str, Any]


def facts_for(company: Company, form: str, period: TaxPeriod) -> Facts:
    """Facts of one return in the shape of the command contract. Raises `KeyError` for a form the books cannot fill."""
    makers: dict[str, Callable[[Company, TaxPeriod], Facts]] = {
        VAT_SMALL_SCALE: _small_scale,
        VAT_GENERAL: _general,
        CIT: _cit,
        BUSINESS_INCOME: _business_income,
        WITHHOLDING: _withholding,
        CIT_ANNUAL: _annual,
    }
    return {"period": str(period)} | makers[form](company, period)


def tax_settings(company: Company) -> dict[str, Any]:
    """What the company stated for its taxes."""
    found = company.policy.get("tax")
    return found if isinstance(found, dict) else {}


def _taxpayer(company: Company, period: TaxPeriod) -> Facts:
    status = company.status_on(period.end)
    halved = status.vat_status == "small_scale" or company.legal_form == "individual_business"
    return {
        "legal_form": company.legal_form,
        "filing": status.vat_filing,
        "location": company.location,
        "six_taxes_relief": company.six_taxes_relief or halved,
    }


def _sources(line: TaxLine) -> list[dict[str, Any]]:
    voucher = {"kind": "voucher", "id": line.voucher_id}
    return [voucher] if line.invoice_id is None else [{"kind": "invoice", "id": line.invoice_id}, voucher]


def _lines(company: Company, period: TaxPeriod, direction: str) -> list[TaxLine]:
    lines = tax_lines(company.pk, period.months[0], period.months[-1])
    return [line for line in lines if line.direction == direction]


def _small_scale(company: Company, period: TaxPeriod) -> Facts:
    lowest = lookup("vat.small_scale.reduced_rate", period.end).decimal
    sales = [
        {
            "net_amount": text(line.net_amount),
            "rate": str(line.tax_rate or lowest),
            "invoice": line.invoice,
            "nature": line.nature,
            "waives": "none",
            "sources": _sources(line),
        }
        for line in _lines(company, period, "sale")
    ]
    previous = previous_return(company, VAT_SMALL_SCALE, period)
    return {
        "taxpayer": _taxpayer(company, period),
        "sales": sales,
        "prepaid": _prepaid(company, period),
        **({"previous": previous.lines} if previous else {}),
    }


def _prepaid(company: Company, period: TaxPeriod) -> str:
    """VAT prepaid in the period, from the books of general taxpayers; small-scale books have no such account."""
    return text(LedgerFigures(company, period).debited("vat_prepaid"))


def _general(company: Company, period: TaxPeriod) -> Facts:
    purchases = _by_invoice(_lines(company, period, "purchase"))
    previous = previous_return(company, VAT_GENERAL, period)
    ledger = LedgerFigures(company, period)
    facts: Facts = {
        "taxpayer": _taxpayer(company, period),
        "sales": [_general_sale(line) for line in _lines(company, period, "sale")],
        "input": [voucher for voucher in purchases if Decimal(voucher["tax_amount"]) > 0],
        "red_letter_received": [voucher for voucher in purchases if Decimal(voucher["tax_amount"]) < 0],
        "prepaid": _prepaid(company, period),
    }
    if previous:
        facts["previous"] = previous.lines
    else:
        facts["credit_brought_forward"] = text(max(ZERO, -ledger.opening_credit("vat")))
        facts["unpaid_brought_forward"] = text(ledger.opening_credit("vat_unpaid"))
    return facts


def _general_sale(line: TaxLine) -> Facts:
    return {
        "net_amount": text(line.net_amount),
        "tax_amount": text(line.tax_amount),
        "rate": str(line.tax_rate if line.tax_rate is not None else ZERO),
        "method": line.method,
        "invoice": line.invoice,
        "nature": "goods" if line.nature in ("goods", "used_fixed_asset") else "services",
        "sources": _sources(line),
    }


def _by_invoice(lines: list[TaxLine]) -> list[Facts]:
    """One input voucher per booked invoice; its lines of several rates are added up."""
    groups: dict[tuple[int, int | None], list[TaxLine]] = {}
    for line in lines:
        groups.setdefault((line.voucher_id, line.invoice_id), []).append(line)
    return [_voucher(group) for group in groups.values()]


def _voucher(lines: list[TaxLine]) -> Facts:
    tax = total(line.deductible_vat for line in lines)
    gross = total(line.gross_amount for line in lines)
    return {
        "kind": lines[0].voucher_kind or "special_invoice",
        "count": 1,
        "net_amount": text(gross - tax),
        "tax_amount": text(tax),
        "gross_amount": text(gross),
        "confirmed": True,
        "use": "taxable",
        "sources": _sources(lines[0]),
    }


def _cit(company: Company, period: TaxPeriod) -> Facts:
    settings = tax_settings(company)
    figures = income_statement_to_date(company, period.months[-1])
    before = Decimal(str(settings.get("cit_prepaid_before_books", {}).get(str(period.end.year), "0")))
    prepaid = prepaid_this_year(company, CIT, "32", period)
    return {
        "taxpayer": {"restricted_industry": bool(settings.get("restricted_industry"))},
        "year_to_date": {
            **{name: text(value) for name, value in figures.items() if name != "profit"},
            "accelerated_depreciation": text(deduction_at_once(company.pk, period.months[-1])),
        },
        "quarters": _quarters(company, period),
        "losses_brought_forward": str(settings.get("losses_brought_forward", "0.00")),
        "prepaid_to_date": text(prepaid + before),
    }


def _quarters(company: Company, period: TaxPeriod) -> list[Facts]:
    """Headcount as stated and assets from the balance sheet, for the quarters the books cover; none if not stated."""
    stated = tax_settings(company).get("headcount", {})
    rows = []
    for quarter in _quarters_to_date(period):
        people = stated.get(str(quarter)) if isinstance(stated, dict) else None
        if not people or quarter.months[-1] < company.first_period:
            continue
        first, last = max(quarter.months[0], company.first_period), quarter.months[-1]
        rows.append(
            {
                "headcount_start": people[0],
                "headcount_end": people[1],
                "assets_start": text(total_assets(company, first.shifted(-1))),
                "assets_end": text(total_assets(company, last)),
            }
        )
    return rows


def _quarters_to_date(period: TaxPeriod) -> list[TaxPeriod]:
    return [AccountingPeriod(period.end.year, month).quarter for month in range(3, period.end.month + 1, 3)]


def _business_income(company: Company, period: TaxPeriod) -> Facts:
    settings = tax_settings(company)
    figures = income_statement_to_date(company, period.months[-1])
    gains = ("revenue", "other_income", "investment_income", "non_operating_income")
    revenue = sum((figures.get(name, ZERO) for name in gains), ZERO)
    return {
        "year_to_date": {
            "revenue": text(revenue),
            "cost_and_expenses": text(revenue - figures["profit"]),
            "losses_brought_forward": str(settings.get("losses_brought_forward", "0.00")),
        },
        "investor_deductions_to_date": str(settings.get("investor_deductions", {}).get(str(period), "0.00")),
        "prepaid_to_date": text(prepaid_this_year(company, BUSINESS_INCOME, "25", period)),
    }


def _withholding(company: Company, period: TaxPeriod) -> Facts:
    return payroll_facts(company.pk, period.end.year, period.months[-1])


def _annual(company: Company, period: TaxPeriod) -> Facts:
    """The settlement from the year's statement; adjustments the books do not name are put in by hand."""
    prepayment = _cit(company, period)
    figures = income_statement_to_date(company, period.months[-1])
    losses = tax_settings(company).get("losses_brought_forward", "0.00")
    return {
        "taxpayer": prepayment["taxpayer"],
        "income_statement": {name: text(value) for name, value in figures.items() if name != "profit"},
        "depreciation": [{"kind": "one_off", "tax": prepayment["year_to_date"]["accelerated_depreciation"]}],
        "quarters": prepayment["quarters"],
        "losses": [{"year": period.end.year - 1, "amount": losses}],
        "prepaid_to_date": text(
            prepaid_before(company, CIT, "32", year=period.end.year, day=period.end + timedelta(days=1))
            + Decimal(str(tax_settings(company).get("cit_prepaid_before_books", {}).get(str(period.end.year), "0")))
        ),
    }
