"""Which returns a company owes for an accounting period, from its status and legal form alone.

Rule kept: a return is due with or without sales (零申报); a quarterly return is due with the last month of its quarter.
An individual business owes tax on business income (个人所得税法) instead of CIT. Source: `deadlines.filing_rhythm`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernel.period import AccountingPeriod, TaxPeriod
from law.calendar import filing_deadline
from law.store import lookup

VAT_GENERAL = "vat_general"
VAT_SMALL_SCALE = "vat_small_scale"
CIT = "cit_prepayment"
BUSINESS_INCOME = "iit_business_income"
WITHHOLDING = "iit_withholding"
CIT_ANNUAL = "cit_annual"
VAT_FORMS = (VAT_GENERAL, VAT_SMALL_SCALE)


@dataclass(frozen=True, slots=True)
class DueReturn:
    """A return that is owed, its tax period and last day; `provisional` where the official list is not out."""

    form: str
    tax_period: TaxPeriod
    deadline: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """What decides which returns are owed."""

    vat_status: str
    vat_filing: str
    legal_form: str


def due_returns(duties: Duties, period: AccountingPeriod) -> list[DueReturn]:
    """The returns whose tax period ends with `period`, VAT first."""
    rhythm = lookup("deadlines.filing_rhythm", period.end).value
    vat = VAT_GENERAL if duties.vat_status == "general" else VAT_SMALL_SCALE
    income = BUSINESS_INCOME if duties.legal_form == "individual_business" else CIT
    wanted = [(vat, duties.vat_filing), (income, rhythm[income])]
    return [_due(form, span) for form, how_often in wanted if (span := _span(how_often, period))]


def _span(how_often: str, period: AccountingPeriod) -> TaxPeriod | None:
    """The tax period that ends with the month, if one does."""
    if how_often == "month":
        return TaxPeriod(period.start, period.end)
    return period.quarter if period.end == period.quarter.end else None


def _due(form: str, span: TaxPeriod) -> DueReturn:
    deadline = filing_deadline(span)
    return DueReturn(form, span, deadline.day, deadline.provisional)
