"""Everything that falls due in a month beside the returns drafted here, with what each is taken from.

Rule kept: rates and days come from dated rules; what nobody has said (a local rate, a local month) is shown as open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO, round_to_fen
from kernel.period import AccountingPeriod, TaxPeriod
from law.calendar import Deadline, annual_deadline, filing_deadline, is_known, next_working_day
from law.store import RuleValue, lookup


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed. `base` and `amount` in yuan, `None` where they are not known; `form` where we have its return."""

    name: str
    span: str
    deadline: date
    provisional: bool
    base: Decimal | None = None
    amount: Decimal | None = None
    form: str = ""
    rule: RuleValue | None = None

    @property
    def is_drafted_here(self) -> bool:
        """Whether its return can be drafted beside the filing package."""
        return self.form in ("iit_withholding", "cit_annual")


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """What decides which duties there are. Amounts in yuan; `None` is unknown."""

    legal_form: str
    people_paid: bool
    wages: Decimal
    sales: Decimal
    headcount_last_year: int | None = None
    disabled_staff: int = 0
    wages_last_year: Decimal | None = None
    water_fund_rate: Decimal | None = None


def duties(facts: DutyFacts, period: AccountingPeriod) -> list[Duty]:
    """What falls due in the month after `period`, by day."""
    found = [*_monthly(facts, period), *_quarterly(period), *_annual(facts, period)]
    return sorted(found, key=lambda duty: (duty.deadline, duty.name))


def _monthly(facts: DutyFacts, period: AccountingPeriod) -> Iterator[Duty]:
    month = TaxPeriod(period.start, period.end)
    deadline = filing_deadline(month)
    if facts.people_paid:
        yield _due("iit_withholding", period, deadline, base=facts.wages, form="iit_withholding")
        yield _social(facts, period)
        yield Duty(
            "housing_fund",
            str(period),
            period.end,
            False,
            facts.wages,
            rule=lookup("deadlines.housing_fund", period.end),
        )
        union = lookup("funds.union_dues", period.end)
        yield _due(
            "union_dues",
            period,
            deadline,
            base=facts.wages,
            amount=round_to_fen(facts.wages * union.decimal),
            rule=union,
        )
    water = lookup("funds.water_construction", period.end)
    if facts.water_fund_rate:
        amount = round_to_fen(facts.sales * facts.water_fund_rate)
        yield _due("water_fund", period, deadline, base=facts.sales, amount=amount, rule=water)


def _social(facts: DutyFacts, period: AccountingPeriod) -> Duty:
    rule = lookup("deadlines.social", period.end)
    day = period.shifted(1).start.replace(day=int(rule.value["day"]))
    return Duty("social_insurance", str(period), next_working_day(day), not is_known(day), facts.wages, rule=rule)


def _quarterly(period: AccountingPeriod) -> Iterator[Duty]:
    if period.end != period.quarter.end:
        return
    deadline = filing_deadline(period.quarter)
    yield _due("stamp_duty", period.quarter, deadline, form="stamp_duty", rule=lookup("stamp_duty.periods", period.end))
    rhythm = lookup("deadlines.statement_rhythm", period.end)
    yield _due("financial_statements", period.quarter, deadline, form="financial_statements", rule=rhythm)


def _annual(facts: DutyFacts, period: AccountingPeriod) -> Iterator[Duty]:
    due_in = period.shifted(1)
    year = due_in.year - 1
    individual = facts.legal_form == "individual_business"
    name = "iit_business_annual" if individual else "cit_annual"
    if lookup("deadlines.annual", period.end).value[name]["month"] == due_in.month:
        deadline = annual_deadline(name, year)
        yield _due(name, str(year), deadline, form="" if individual else "cit_annual")
        yield _due("annual_statements", str(year), deadline, form="financial_statements")
    months = lookup("deadlines.annual_duties", period.end)
    for name in ("company_annual_report", "disabled_fund"):
        at = months.value[name]
        day = date(due_in.year, at["month"], at["day"])
        if day.month != due_in.month:
            continue
        if name == "disabled_fund":
            yield _disabled_fund(facts, year, next_working_day(day), provisional=not is_known(day))
        else:
            yield Duty(name, str(year), day, False, rule=months)


def _disabled_fund(facts: DutyFacts, year: int, day: date, *, provisional: bool) -> Duty:
    """(people × ratio − disabled staff) × average wage of last year; few people pay nothing."""
    rule = lookup("funds.disabled_employment", day)
    terms = rule.value
    people, wages = facts.headcount_last_year, facts.wages_last_year
    if people is None or wages is None or not people:
        return Duty("disabled_fund", str(year), day, provisional, wages, rule=rule)
    amount = ZERO
    if people > terms["exempt_headcount"]:
        missing = max(ZERO, people * Decimal(terms["usual_ratio"]) - facts.disabled_staff)
        enough = facts.disabled_staff >= people * Decimal(terms["lower_share"])
        share = Decimal(terms["pay_at_lower" if enough else "pay_below"])
        amount = round_to_fen(missing * wages / people * share)
    return Duty("disabled_fund", str(year), day, provisional, wages, amount, rule=rule)


def _due(
    name: str,
    span: object,
    deadline: Deadline,
    *,
    base: Decimal | None = None,
    amount: Decimal | None = None,
    form: str = "",
    rule: RuleValue | None = None,
) -> Duty:
    return Duty(name, str(span), deadline.day, deadline.provisional, base, amount, form, rule)
