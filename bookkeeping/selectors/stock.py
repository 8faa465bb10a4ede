"""Stock by item: what lay there, came in, was sold and left in a period, and the flows costing needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from bookkeeping.domain.account import Category, Side
from bookkeeping.domain.analysis import Dimension
from bookkeeping.domain.costing import CostingMethod, Flow
from bookkeeping.models import AnalysisItem, AnalysisSet, JournalLine, PeriodBalance, VoucherState
from bookkeeping.selectors.analysis import item_balances
from bookkeeping.selectors.books import Books
from kernel.money import ZERO
from kernel.period import AccountingPeriod

ORIGIN = "cost_of_sales"
_OURS = Q(voucher__origin=ORIGIN) | Q(voucher__reverses__origin=ORIGIN)


@dataclass(frozen=True, slots=True)
class StockRow:
    """One item on one stock account in a period: units and yuan. `out` leaves the cost of sales aside."""

    code: str
    item: AnalysisItem
    opening_quantity: Decimal
    opening: Decimal
    in_quantity: Decimal
    in_amount: Decimal
    out_quantity: Decimal
    out_amount: Decimal
    sold_quantity: Decimal
    costed_quantity: Decimal
    costed: Decimal

    @property
    def closing_quantity(self) -> Decimal:
        """Units at the end, as booked."""
        return self.opening_quantity + self.in_quantity - self.out_quantity - self.costed_quantity

    @property
    def closing(self) -> Decimal:
        """Yuan at the end, as booked."""
        return self.opening + self.in_amount - self.out_amount - self.costed

    @property
    def waiting_quantity(self) -> Decimal:
        """Units sold whose cost is not in the books yet (negative: too much was costed)."""
        return self.sold_quantity - self.costed_quantity


def costing_method(books: Books) -> CostingMethod:
    """The company's method."""
    return CostingMethod(books.company.policy.get("costing", {}).get("method", CostingMethod.NONE))


def cost_ratio(books: Books) -> Decimal:
    """The company's share of cost in revenue, for `revenue_share`."""
    return Decimal(str(books.company.policy.get("costing", {}).get("ratio", "0")))


def stock_codes(books: Books) -> list[str]:
    """Leaf accounts of assets that keep quantities by stock item."""
    return _asking(books, Category.ASSET)


def _asking(books: Books, category: Category) -> list[str]:
    return [
        account.code
        for account in books.chart
        if account.category is category and Dimension.STOCK_ITEM in account.dimensions and account.unit
    ]


def sold_quantities(books: Books, period: AccountingPeriod) -> dict[int, Decimal]:
    """By stock item the units sold: what stands on income accounts that keep quantities, returns taken off."""
    codes = [code for code in _asking(books, Category.PROFIT_LOSS) if books.chart[code].normal_side is Side.CREDIT]
    rows = item_balances(books.company.pk, period, period, codes)
    items = _stock_items({row.analysis_id for row in rows})
    sold: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.analysis_id in items:
            sold[items[row.analysis_id]] += row.quantity_credit - row.quantity_debit
    return {pk: quantity for pk, quantity in sold.items() if quantity}


def _stock_items(set_ids: set[int]) -> dict[int, int]:
    found = AnalysisSet.objects.filter(pk__in=[pk for pk in set_ids if pk], stock_item__isnull=False)
    return dict(found.values_list("pk", "stock_item_id"))


def stock_rows(books: Books, period: AccountingPeriod) -> list[StockRow]:
    """Every item with stock, movement or sales, in order of account and code.

    An item sold stands on the account where it lies; one that lies nowhere on the first stock account.
    """
    codes = stock_codes(books)
    if not codes:
        return []
    rows = item_balances(books.company.pk, period, period, codes)
    items = _stock_items({row.analysis_id for row in rows})
    costed = _costed(books, period)
    sums: dict[tuple[str, int], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 6)
    for row in rows:
        if row.analysis_id in items:
            key = (row.code, items[row.analysis_id])
            values = (
                row.opening_quantity, row.opening, row.quantity_debit, row.debit, row.quantity_credit, row.credit
            )  # fmt: skip
            sums[key] = [a + b for a, b in zip(sums[key], values, strict=True)]
    homes = {pk: code for code, pk in sorted(sums, reverse=True)}
    sold = {(homes.get(pk, codes[0]), pk): quantity for pk, quantity in sold_quantities(books, period).items()}
    known = AnalysisItem.objects.in_bulk({pk for _code, pk in [*sums, *sold]})
    return [
        _row(key, known[key[1]], sums[key], sold.get(key, Decimal(0)), costed.get(key, (Decimal(0), ZERO)))
        for key in sorted({*sums, *sold}, key=lambda key: (key[0], known[key[1]].code))
    ]


def _row(
    key: tuple[str, int], item: AnalysisItem, sums: list[Decimal], sold: Decimal, costed: tuple[Decimal, Decimal]
) -> StockRow:
    opening_quantity, opening, in_quantity, in_amount, out_quantity, out_amount = sums
    return StockRow(
        key[0],
        item,
        opening_quantity,
        opening,
        in_quantity,
        in_amount,
        out_quantity - costed[0],
        out_amount - costed[1],
        sold,
        *costed,
    )


def _lines(books: Books, codes: list[str]) -> QuerySet[JournalLine]:
    return JournalLine.objects.filter(
        account_id__in=[books.account_ids[code] for code in codes],
        voucher__state=VoucherState.POSTED,
        analysis__stock_item__isnull=False,
    )


def _costed(books: Books, period: AccountingPeriod) -> dict[tuple[str, int], tuple[Decimal, Decimal]]:
    """(units, yuan) this room's own cost vouchers have taken out, by account and item."""
    found: dict[tuple[str, int], tuple[Decimal, Decimal]] = {}
    lines = _lines(books, stock_codes(books)).filter(_OURS, period=str(period)).distinct()
    for code, item, quantity, credit in lines.values_list(
        "account__code", "analysis__stock_item_id", "quantity", "credit"
    ):
        was = found.get((code, item), (Decimal(0), ZERO))
        found[code, item] = (was[0] + quantity, was[1] + credit)
    return found


def flows_of(books: Books, row: StockRow, period: AccountingPeriod) -> Iterator[Flow]:
    """Every flow of an item from the opening balance to the end of the period, without this period's cost of sales."""
    sets = AnalysisSet.objects.filter(company=books.company, stock_item=row.item).values_list("pk", flat=True)
    openings = PeriodBalance.objects.filter(
        account_id=books.account_ids[row.code], analysis_id__in=list(sets), period__lt=books.company.books_begin
    )
    for balance in openings:
        quantity = balance.quantity_debit - balance.quantity_credit
        if quantity:
            yield Flow(quantity, balance.debit - balance.credit, came_in=True)
    lines = _lines(books, [row.code]).filter(analysis__stock_item=row.item, period__lte=str(period))
    ours = lines.filter(_OURS, period=str(period)).values("pk")
    order = ("period", "voucher__date", "voucher__posted_at", "voucher_id", "position")
    for line in lines.exclude(pk__in=ours).order_by(*order):
        if line.credit < 0:  # what was taken out by mistake lies there again
            yield Flow(-line.quantity, -line.credit, came_in=True)
        else:
            yield Flow(line.quantity, line.debit or line.credit, came_in=bool(line.debit))
