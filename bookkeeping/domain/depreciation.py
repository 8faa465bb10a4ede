"""Depreciation and amortisation of an asset card, month by month, exact to the fen over its life.

Rules kept: what is charged to date is rounded, a month's charge is the difference of two such sums, so that the life
ends at cost less salvage value to the fen. Fixed assets are charged from the month after they are put to use and in
the month of disposal still (小企业会计准则 第31条); intangible assets from the month of use to the month before
disposal (第41条); deferred expenses from the month after they were incurred (企业所得税法实施条例 第70条).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kernel.errors import InvalidValue
from kernel.money import ZERO, round_to_fen
from kernel.period import AccountingPeriod


class AssetKind(StrEnum):
    """What is written off."""

    FIXED = "fixed"
    INTANGIBLE = "intangible"
    DEFERRED = "deferred"


class Method(StrEnum):
    """How it is written off (小企业会计准则 第30条 names the first three)."""

    STRAIGHT_LINE = "straight_line"
    DOUBLE_DECLINING = "double_declining"
    SUM_OF_YEARS = "sum_of_years"


@dataclass(frozen=True, slots=True)
class AssetTerms:
    """What a charge follows from. Amounts in yuan, life in months.

    For an asset taken over, or after a change of estimate, `written_off` was charged before, `life_months` is what
    remains and `begins` the first month of the new terms.
    """

    kind: AssetKind
    cost: Decimal
    salvage: Decimal
    life_months: int
    method: Method
    in_use: date
    disposed: date | None = None
    written_off: Decimal = ZERO
    begins: AccountingPeriod | None = None

    def __post_init__(self) -> None:
        if self.life_months < 1 or self.cost <= 0 or not ZERO <= self.salvage <= self.cost - self.written_off:
            raise InvalidValue(
                "an asset needs a cost, a life and a salvage value within what is left",
                message_zh="资产须有原值、使用年限，且净残值不得超过尚未摊提的金额",
            )
        if self.method is not Method.STRAIGHT_LINE and (self.life_months % 12 or self.life_months < 24):
            raise InvalidValue(
                "accelerated methods count in whole years, two or more",
                message_zh="加速折旧方法的使用年限须为两年以上的整年",
            )

    @property
    def base(self) -> Decimal:
        """What these terms write off in all."""
        return self.cost - self.written_off - self.salvage

    @property
    def first(self) -> AccountingPeriod:
        """The first month charged."""
        if self.begins is not None:
            return self.begins
        month = AccountingPeriod.of(self.in_use)
        return month if self.kind is AssetKind.INTANGIBLE else month.shifted(1)

    @property
    def last(self) -> AccountingPeriod:
        """The last month charged: the end of the life, or the disposal."""
        planned = self.first.shifted(self.life_months - 1)
        if self.disposed is None:
            return planned
        gone = AccountingPeriod.of(self.disposed)
        return min(planned, gone if self.kind is AssetKind.FIXED else gone.shifted(-1))


def charge(terms: AssetTerms, period: AccountingPeriod) -> Decimal:
    """The charge of a month in yuan; 0.00 before, after and where nothing is left."""
    if not terms.first <= period <= terms.last:
        return ZERO
    month = _months_between(terms.first, period) + 1
    return _to_date(terms, month) - _to_date(terms, month - 1)


def accumulated(terms: AssetTerms, period: AccountingPeriod) -> Decimal:
    """Everything written off by the end of a month, earlier terms included."""
    months = _months_between(terms.first, min(period, terms.last)) + 1
    return terms.written_off + _to_date(terms, max(0, months))


def net_value(terms: AssetTerms, period: AccountingPeriod) -> Decimal:
    """Cost less everything written off by the end of a month."""
    return terms.cost - accumulated(terms, period)


def schedule(terms: AssetTerms) -> Iterator[tuple[AccountingPeriod, Decimal]]:
    """(month, charge) over the life."""
    for month in range(max(0, _months_between(terms.first, terms.last) + 1)):
        period = terms.first.shifted(month)
        yield period, charge(terms, period)


def _months_between(first: AccountingPeriod, second: AccountingPeriod) -> int:
    return (second.year - first.year) * 12 + second.month - first.month


def _to_date(terms: AssetTerms, months: int) -> Decimal:
    """Charged by these terms after so many months, rounded to the fen."""
    months = min(months, terms.life_months)
    if months == terms.life_months:
        return terms.base
    if terms.method is Method.STRAIGHT_LINE:
        return round_to_fen(terms.base * months / terms.life_months)
    whole, part = divmod(months, 12)
    shares = _yearly(terms)
    return round_to_fen(sum(shares[:whole], ZERO) + shares[whole] * part / 12)


def _yearly(terms: AssetTerms) -> list[Decimal]:
    """Unrounded charge of each year of the life."""
    years = terms.life_months // 12
    if terms.method is Method.SUM_OF_YEARS:
        digits = years * (years + 1) // 2
        return [terms.base * (years - year) / digits for year in range(years)]
    return _declining(terms, years)


def _declining(terms: AssetTerms, years: int) -> list[Decimal]:
    """Twice the straight-line rate on the net value; the last two years share what is left above salvage.

    A year takes no more than what is left above salvage: with a high salvage value the rate would pass it.
    """
    left, shares = terms.cost - terms.written_off, []
    for _ in range(years - 2):
        share = min(left * 2 / years, left - terms.salvage)
        shares.append(share)
        left -= share
    return [*shares, (left - terms.salvage) / 2, (left - terms.salvage) / 2]
