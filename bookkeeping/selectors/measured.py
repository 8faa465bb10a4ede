"""What accounts moved in yuan and in units (quantity or foreign currency), for the lines a reader chose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from bookkeeping.domain.analysis import Chosen
from bookkeeping.models import AnalysisSet, JournalLine, PeriodBalance, VoucherState
from bookkeeping.models.fields import FenField, QuantityField
from bookkeeping.selectors.books import Books
from kernel.money import ZERO
from kernel.period import AccountingPeriod

EVERYTHING = Chosen()


class Measure(StrEnum):
    """What a ledger counts beside yuan; the value begins the columns of the period balances."""

    QUANTITY = "quantity"
    FOREIGN = "foreign"

    @property
    def of_line(self) -> str:
        """The field of a journal line."""
        return "quantity" if self is Measure.QUANTITY else "foreign_amount"

    @property
    def field(self) -> FenField | QuantityField:
        """How sums of it are read."""
        return QuantityField() if self is Measure.QUANTITY else FenField()


@dataclass(frozen=True, slots=True)
class Moved:
    """Sums of both sides: yuan and units."""

    debit: Decimal = ZERO
    credit: Decimal = ZERO
    units_debit: Decimal = ZERO
    units_credit: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        """Debit minus credit."""
        return self.debit - self.credit

    @property
    def net_units(self) -> Decimal:
        """Units of the debit side minus those of the credit side."""
        return self.units_debit - self.units_credit

    def plus(self, other: Moved) -> Moved:
        """The sum."""
        return Moved(
            self.debit + other.debit,
            self.credit + other.credit,
            self.units_debit + other.units_debit,
            self.units_credit + other.units_credit,
        )


@dataclass(frozen=True, slots=True)
class LedgerScope:
    """The lines of a ledger: exactly these accounts, what the reader chose of them, and the units it is kept in."""

    books: Books
    codes: Collection[str]
    chosen: Chosen = EVERYTHING
    measure: Measure = Measure.QUANTITY

    def lines(self, start: AccountingPeriod, end: AccountingPeriod) -> QuerySet[JournalLine]:
        """Posted lines of the span."""
        span = {"period__gte": str(start), "period__lte": str(end)}
        return JournalLine.objects.filter(self._where, **span, voucher__state=VoucherState.POSTED)

    def moved(self, lines: QuerySet[JournalLine]) -> Moved:
        """What lines moved, added up by the database."""
        units = {
            f"units_{side}": _sum(self.measure.of_line, self.measure.field, ~Q(**{side: 0}))
            for side in ("debit", "credit")
        }
        money = {f"sum_{side}": _sum(side, FenField()) for side in ("debit", "credit")}
        sums = lines.aggregate(**money, **units)
        return Moved(sums["sum_debit"], sums["sum_credit"], sums["units_debit"], sums["units_credit"])

    def before(self, start: AccountingPeriod) -> Moved:
        """Everything before the month, from the period balances."""
        sums = self._balances.filter(period__lt=str(start)).aggregate(**self._sums)
        return Moved(*(sums[name] for name in self._sums))

    def by_month(self, start: AccountingPeriod, end: AccountingPeriod) -> dict[AccountingPeriod, Moved]:
        """Every month that moved, from the period balances."""
        rows = self._balances.filter(period__gte=str(start), period__lte=str(end))
        found = rows.values_list("period").annotate(**self._sums).order_by("period")
        return {AccountingPeriod.parse(period): Moved(*sums) for period, *sums in found}

    @property
    def _balances(self) -> QuerySet[PeriodBalance]:
        return PeriodBalance.objects.filter(self._where, company_id=self.books.company.pk)

    @property
    def _sums(self) -> dict[str, Coalesce]:
        money = {f"sum_{side}": _sum(side, FenField()) for side in ("debit", "credit")}
        units = {
            f"units_{side}": _sum(f"{self.measure.value}_{side}", self.measure.field) for side in ("debit", "credit")
        }
        return money | units

    @property
    def _where(self) -> Q:
        condition = Q(account_id__in=[self.books.account_ids[code] for code in self.codes])
        if self.chosen.counterparty is not None:
            condition &= Q(counterparty=self.chosen.counterparty)
        return condition & self._items if self.chosen.items else condition

    @property
    def _items(self) -> Q:
        """Sets with the chosen items; lines without a set (0 or NULL) where only the lack of items was chosen."""
        items = self.chosen.items
        wanted = {f"{item.dimension}__code" if item.code else item.dimension: item.code or None for item in items}
        sets = AnalysisSet.objects.filter(company=self.books.company, **wanted).values("pk")
        found = Q(analysis_id__in=sets)
        return found if any(item.code for item in items) else found | Q(analysis_id=0) | Q(analysis_id=None)


def _sum(column: str, field: FenField | QuantityField, condition: Q | None = None) -> Coalesce:
    return Coalesce(Sum(column, filter=condition, output_field=field), 0, output_field=field)
