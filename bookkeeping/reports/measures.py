"""What ledgers kept in units share: the columns of quantity and price, or of foreign currency and rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookkeeping.domain.account import COUNTERPARTY, Chart, ChartAccount, Side
from bookkeeping.domain.analysis import Dimension
from bookkeeping.domain.sheet import Column, Kind
from bookkeeping.selectors.measured import Measure


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """Titles and places of a measure; `split` is the dimension its balances are shown by."""

    measure: Measure
    ledger: Promise
    balances: Promise
    unit: Promise
    groups: tuple[Promise, Promise, Promise]
    titles: tuple[Promise, Promise, Promise]
    kind: Kind
    places: Decimal
    split: str

    def unit_of(self, account: ChartAccount) -> str:
        """The account's unit or currency; empty where it keeps none."""
        return account.unit if self.measure is Measure.QUANTITY else account.currency

    def columns(self, key: str, group: Promise, *, price: bool = True) -> tuple[Column, ...]:
        """Units, price where asked, and yuan."""
        units, rate, amount = self.titles
        columns = (
            Column(f"{key}_units", str(units), self.kind, str(group)),
            Column(f"{key}_price", str(rate), Kind.RATE, str(group)),
            Column(f"{key}_amount", str(amount), Kind.AMOUNT, str(group)),
        )
        return columns if price else (columns[0], columns[2])

    def price(self, units: Decimal, amount: Decimal) -> Decimal | None:
        """Yuan for one unit; None where there are no units, or where they and the yuan stand on opposite sides."""
        if not units or units * amount < 0:
            return None
        return (amount / units).quantize(self.places, rounding=ROUND_HALF_UP)

    def figures(self, units: Decimal, amount: Decimal) -> list[Decimal | None]:
        """Units, price, yuan."""
        return [units, self.price(units, amount), amount]


QUANTITY = MeasureWords(
    Measure.QUANTITY,
    _("数量金额明细账"),
    _("数量金额总账"),
    _("计量单位"),
    (pgettext_lazy("books", "收入"), _("发出"), _("结存")),
    (_("数量"), _("单价"), pgettext_lazy("books", "金额")),
    Kind.QUANTITY,
    Decimal("0.0001"),
    Dimension.STOCK_ITEM.value,
)
FOREIGN = MeasureWords(
    Measure.FOREIGN,
    _("外币明细账"),
    _("外币余额表"),
    _("外币"),
    (_("借方"), _("贷方"), _("余额")),
    (_("外币金额"), _("汇率"), _("人民币")),
    Kind.AMOUNT,
    Decimal("0.000001"),
    COUNTERPARTY,
)


def sign_of(chart: Chart, code: str) -> int:
    """1 where balances are debits by nature, -1 where they are credits: such ledgers show balances without a side."""
    return 1 if chart[code].normal_side is Side.DEBIT else -1
