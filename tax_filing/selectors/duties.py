"""What a company owes beside the returns drafted from its books, and how near it is to general registration."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from bookkeeping.exports import payroll_facts, tax_lines
from foundation.models import Company
from kernel.money import ZERO, exact, money
from kernel.period import AccountingPeriod
from law.registration import RegistrationWatch, registration_watch
from tax_filing.domain.duties import Duty, DutyFacts, duties
from tax_filing.selectors.facts_from_books import tax_settings


def duties_of(company: Company, period: AccountingPeriod) -> list[Duty]:
    """Everything due in the month after `period` that is no return of the filing package."""
    people = payroll_facts(company.pk, period.year, period)["employees"]
    stated = tax_settings(company).get("funds", {})
    last_year = _stated(stated, "disabled_fund", period.year)
    rate = stated.get("water_fund_rate")
    facts = DutyFacts(
        legal_form=company.legal_form,
        people_paid=any(_paid(person, period.month) for person in people),
        wages=sum((_paid(person, period.month) for person in people), ZERO),
        sales=_sales_by_month(company, period, period).get(period, ZERO) if rate else ZERO,
        headcount_last_year=int(last_year["headcount"]) if last_year else None,
        disabled_staff=int(last_year.get("disabled", 0)) if last_year else 0,
        wages_last_year=money(last_year["wages"]) if last_year else None,
        water_fund_rate=exact(rate) if rate else None,
    )
    return duties(facts, period)


def registration_watch_of(company: Company, period: AccountingPeriod) -> RegistrationWatch | None:
    """The running twelve months of a small-scale company; `None` for any other."""
    status = company.status_on(period.end)
    if status.vat_status != "small_scale":
        return None
    sales = _sales_by_month(company, max(period.shifted(-23), company.first_period), period)
    return registration_watch(sales, period, "month" if status.vat_filing == "month" else "quarter")


def _stated(stated: dict[str, Any], name: str, year: int) -> dict[str, Any]:
    found = stated.get(name, {}).get(str(year - 1), {})
    return found if isinstance(found, dict) else {}


def _paid(person: dict[str, Any], month: int) -> Decimal:
    return sum((money(row["salary"]) for row in person["months"] if row["month"] == month), ZERO)


def _sales_by_month(
    company: Company, first: AccountingPeriod, last: AccountingPeriod
) -> dict[AccountingPeriod, Decimal]:
    """Taxable sales without VAT; used assets do not count."""
    months: defaultdict[AccountingPeriod, Decimal] = defaultdict(lambda: ZERO)
    for line in tax_lines(company.pk, first, last):
        if line.direction == "sale" and line.nature != "used_fixed_asset":
            months[AccountingPeriod.parse(str(line.period))] += line.net_amount
    return dict(months)
