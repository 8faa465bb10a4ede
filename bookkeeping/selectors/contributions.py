"""Which terms hold for a person in a month: the city's table with the company's own put over it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bookkeeping.models import ContributionRate, InsuranceEnrolment
from kernel.errors import NotReady
from kernel.period import AccountingPeriod
from law.contributions import FUNDS, HOUSING_FUND, NAMES, FundTerms, city_terms

OPTIONAL = frozenset({"maternity"})
"""Funds a city may have merged into another."""


class TermsBook:
    """The terms of one company, read once per piece of work."""

    def __init__(self, company_id: int) -> None:
        self._own = list(ContributionRate.objects.filter(company_id=company_id).order_by("begins"))
        self._known: dict[tuple[str, AccountingPeriod], dict[str, FundTerms]] = {}

    def terms(self, city: str, period: AccountingPeriod) -> dict[str, FundTerms]:
        """Terms by fund in force in the month; a fund nobody has said anything about is missing."""
        key = (city, period)
        if key not in self._known:
            found = city_terms(city, period.end)
            for row in self._own:
                if row.city == city and row.begins <= str(period):
                    found[row.fund] = found.get(row.fund, FundTerms(row.fund)).overlaid(row.terms)
            self._known[key] = found
        return self._known[key]

    def bases(self, enrolment: InsuranceEnrolment | None, period: AccountingPeriod) -> list[tuple[FundTerms, Decimal]]:
        """Terms and declared base of every fund somebody is enrolled in. Raises `NotReady` for a fund without terms."""
        if enrolment is None:
            return []
        wanted = {fund: enrolment.housing_base if fund == HOUSING_FUND else enrolment.social_base for fund in FUNDS}
        terms = self.terms(enrolment.city, period)
        missing = [fund for fund, base in wanted.items() if base and fund not in terms and fund not in OPTIONAL]
        if missing:
            names = "、".join(NAMES[fund] for fund in missing)
            raise NotReady(
                f"{enrolment.city} has no terms for {', '.join(missing)} in {period}",
                message_zh=f"参保地“{enrolment.city}”在 {period} 没有{names}的缴费标准，请在“缴费标准”中填写",
            )
        return [(terms[fund], base) for fund, base in wanted.items() if base and fund in terms]


def enrolment_in(enrolments: Iterable[InsuranceEnrolment], period: AccountingPeriod) -> InsuranceEnrolment | None:
    """The enrolment in force in the month: the latest that has begun."""
    begun = [row for row in enrolments if row.begins <= str(period)]
    return max(begun, key=lambda row: row.begins, default=None)
