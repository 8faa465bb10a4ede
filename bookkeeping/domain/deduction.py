"""Equipment deducted at once for income tax while the books write it off month by month: the difference, to date.

Rule kept: the whole cost is deducted in the year of the month after it is put to use (税务总局公告2018年第46号 Art. 2);
until then nothing is, and afterwards what the books charge is added back at the year's settlement.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.depreciation import AssetTerms, accumulated
from kernel.money import ZERO
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class Difference:
    """What books and tax took off in the year up to a period, in yuan."""

    book: Decimal
    tax: Decimal

    @property
    def taken_off(self) -> Decimal:
        """Taxable income less profit by this much (纳税调减); nothing in the years after."""
        return max(self.tax - self.book, ZERO)

    @property
    def added_back(self) -> Decimal:
        """Taxable income over profit by this much (纳税调增)."""
        return max(self.book - self.tax, ZERO)


def difference_to_date(terms: AssetTerms, period: AccountingPeriod) -> Difference:
    """The difference of an asset deducted at once, from January of the period's year to the period."""
    before = accumulated(terms, AccountingPeriod(period.year - 1, 12))
    book = accumulated(terms, period) - before
    deducted = AccountingPeriod.of(terms.in_use).shifted(1)
    whole = deducted.year == period.year and deducted <= period
    return Difference(book, terms.cost if whole else ZERO)
