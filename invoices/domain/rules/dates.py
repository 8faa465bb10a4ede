"""Rules about dates: none, in the future, too old for the company, of another year than the cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from invoices.domain.kinds import NUMBERED
from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force


def issue_date_missing(case: Case) -> Iterator[Trip]:
    """A numbered kind without a date."""
    if case.fapiao.kind in NUMBERED and case.lacks("issue_date") and not case.fapiao.issue_date:
        yield Trip("ISSUE_DATE_MISSING", {}, ("issue_date",))


def issue_date_future(case: Case) -> Iterator[Trip]:
    """A date after today, or after the period it is meant for."""
    issued, period = case.fapiao.issue_date, case.context.company.accounting_period
    if not issued:
        return
    if issued > case.context.today:
        evidence = {"issue_date": issued.isoformat(), "today": case.context.today.isoformat()}
        yield Trip("ISSUE_DATE_FUTURE", evidence, ("issue_date",))
    elif period and issued > period.end:
        yield Trip(
            "ISSUE_DATE_AFTER_PERIOD", {"issue_date": issued.isoformat(), "period": str(period)}, ("issue_date",)
        )


def invoice_too_old(case: Case) -> Iterator[Trip]:
    """Older than the company's own limit when it is claimed."""
    issued, limit = case.fapiao.issue_date, case.context.company.max_invoice_age_days
    claim = case.context.expense_claim
    reference = (claim.submitted_on if claim else None) or _reference_day(case)
    if issued and limit is not None and (reference - issued).days > limit:
        evidence = {"age": str((reference - issued).days), "limit": str(limit)}
        yield Trip("INVOICE_TOO_OLD", evidence, ("issue_date",))


def cross_year(case: Case) -> Iterator[Trip]:
    """An invoice of a cost of an earlier year, obtained after that year's annual settlement.

    The year of the cost is what the books say, else the year of the invoice where the accounting period is later.
    """
    year, obtained = _expense_year(case), case.context.obtained_on or _reference_day(case)
    rule = rule_in_force("CROSS_YEAR", case.day)
    if year is None or rule is None or case.context.direction == "sale":
        return
    deadline = date(year + 1, rule.value["settlement_month"], rule.value["settlement_day"])
    if obtained <= deadline:
        return
    evidence = {"expense_year": str(year), "deadline": deadline.isoformat(), "obtained_on": obtained.isoformat()}
    if limit := _limit_passed(case, year=year, obtained=obtained, catch_up=rule.value["catch_up_years"]):
        yield Trip("CROSS_YEAR_TOO_LATE", evidence | {"limit": limit.isoformat()}, ("issue_date",))
    elif not case.context.notified_on:
        yield Trip("CROSS_YEAR", evidence, ("issue_date",))


def _limit_passed(case: Case, *, year: int, obtained: date, catch_up: int) -> date | None:
    """The last day on which the voucher could still come, when it came later: days after a notice, else years."""
    rule = rule_in_force("CROSS_YEAR_TOO_LATE", case.day)
    notified = case.context.notified_on
    limit = date(year + catch_up, 12, 31)
    if notified and rule:
        limit = notified + timedelta(days=rule.value["notice_days"])
    return limit if obtained > limit else None


def _expense_year(case: Case) -> int | None:
    if case.context.expense_year is not None:
        return case.context.expense_year
    issued, period = case.fapiao.issue_date, case.context.company.accounting_period
    return issued.year if issued and period and issued.year < period.year else None


def _reference_day(case: Case) -> date:
    """The end of the period the invoice is meant for, not later than today."""
    period = case.context.company.accounting_period
    return min(period.end, case.context.today) if period else case.context.today


DATE_RULES: Final[tuple[RuleFunction, ...]] = (issue_date_missing, issue_date_future, invoice_too_old, cross_year)
