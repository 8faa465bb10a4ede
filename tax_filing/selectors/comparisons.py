"""Returns beside the books before anything is sent: VAT beside its accounts, withholding beside payroll."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from bookkeeping.exports import payroll_facts, payroll_people
from foundation.models import Company
from kernel.money import ZERO, money
from kernel.period import AccountingPeriod
from tax_filing.domain.compute_return import fill_prepared, prepare
from tax_filing.domain.due import VAT_FORMS, WITHHOLDING
from tax_filing.selectors.due import due_for
from tax_filing.selectors.facts_from_books import facts_for
from tax_filing.selectors.tie_out import Compared, compared


def vat_comparison(company: Company, period: AccountingPeriod) -> list[Compared]:
    """The VAT return due with the month beside its accounts; none where none is due. Raises `NotReady`."""
    rows = []
    for owed in due_for(company, period):
        if owed.form in VAT_FORMS:
            prepared = prepare(owed.form, facts_for(company, owed.form, owed.tax_period))
            rows += compared(company, fill_prepared(prepared, {}), prepared.period)
    return rows


def withholding_comparison(company: Company, period: AccountingPeriod) -> list[Compared]:
    """Each person's tax of the month by the withholding return beside what payroll withheld."""
    facts = payroll_facts(company.pk, period.year, period)
    if not facts["employees"]:
        return []
    answer = prepare(WITHHOLDING, {**facts, "period": str(period)}).answer["employees"]
    by_return: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for person in answer:
        by_return[person["name"]] += _withheld(person, period.month)
    by_payroll: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for paid in payroll_people(company.pk, period):
        by_payroll[paid.name] += paid.tax
    names = sorted({*by_payroll, *(name for name, tax in by_return.items() if tax)})
    return [Compared("WITHHOLDING_TIES", name, name, by_return[name], by_payroll[name]) for name in names]


def _withheld(person: dict[str, Any], month: int) -> Decimal:
    """All tax of a month: wages, bonus, labour, severance."""
    single = [person[name] for name in ("annual_bonus", "severance") if person[name]]
    taxes = [*person["months"], *person["labour"], *single]
    return sum((money(tax["withheld"]) for tax in taxes if tax["month"] == month), ZERO)
