"""What a reader chose for a report: span, account, depth, counterparties, bands. Read from an address or a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookkeeping.domain.account import COUNTERPARTY, Chart
from bookkeeping.domain.ageing import bands_of
from bookkeeping.domain.analysis import ON_LINES, Analysis, Chosen, items_of
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod

ALL_LEVELS = 9
DEFAULT_BANDS = "30,60,90,180,365"
LONGEST_SPAN = 120
DIMENSIONS = (COUNTERPARTY, *(dimension.value for dimension in ON_LINES))
STATEMENTS = ("balance_sheet", "income_statement", "cash_flow")


@dataclass(frozen=True, slots=True)
class Options:
    """Choices with their defaults; a report looks at those it names in `Report.asks`."""

    start: AccountingPeriod
    end: AccountingPeriod
    account: str = ""
    level: int = ALL_LEVELS
    counterparty: str | None = None
    by_counterparty: bool = False
    show_zero: bool = False
    year_to_date: bool = False
    side: str = "receivable"
    bands: tuple[int, ...] = (30, 60, 90, 180, 365)
    compare: bool = False
    kind: str = "income_statement"
    dimension: str = "department"
    second: str = ""
    items: Analysis = ()
    page: int = 1
    page_size: int = 200

    @property
    def span(self) -> str:
        """The span as a title says it."""
        return str(self.end) if self.start == self.end else f"{self.start} – {self.end}"

    @property
    def chosen(self) -> Chosen:
        """The counterparty and the items."""
        return Chosen(self.counterparty, self.items)

    def accounts(self, chart: Chart) -> list[str]:
        """The account with all below it; of the dimension's lines without an item, only accounts that ask for one.

        Elsewhere nothing is missing. Without account and choice, every account that asks for the dimension.
        """
        below = chart.below(self.account)
        own = self.counterparty if self.dimension == COUNTERPARTY else self._item
        everything = not self.account and self.counterparty is None and not self.items
        asking = [code for code in below if chart[code].asks_for(self.dimension)]
        return asking or below if own == "" or everything else below

    @property
    def _item(self) -> str | None:
        return next((item.code for item in self.items if item.dimension == self.dimension), None)


def _number(text: str, default: int, *, most: int) -> int:
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() else default


def read_options(query: Mapping[str, str], period: AccountingPeriod, *, level: int = ALL_LEVELS) -> Options:
    """The choices of an address like `?from=2026-01&level=2`. Raises `InvalidValue` for what cannot be meant."""
    asked = query.get("from", "")
    start = min(AccountingPeriod.parse(asked) if asked else period, period)
    if (period.year - start.year) * 12 + period.month - start.month >= LONGEST_SPAN:
        raise InvalidValue("a report spans ten years at most", message_zh="报表期间最长十年")
    side = query.get("side", "receivable")
    if side not in {"receivable", "payable"}:
        raise InvalidValue(f"{side!r} is neither receivable nor payable", message_zh="账龄分析只分应收和应付")
    kind = query.get("kind", "income_statement")
    items, counterparty = items_of(query.get("items", "")), query.get("counterparty", "*")
    implied = items[0].dimension if items else "department" if counterparty == "*" else COUNTERPARTY
    dimension, second = query.get("dimension", implied), query.get("second", "")
    if dimension not in DIMENSIONS or second not in {"", *DIMENSIONS}:
        raise InvalidValue(f"no dimension {dimension!r} or {second!r}", message_zh="没有这个核算类别")
    if kind not in STATEMENTS:
        raise InvalidValue(f"no statement {kind!r}", message_zh=f"没有报表“{kind}”")
    return Options(
        start,
        period,
        account=query.get("account", "").strip().split(" ", 1)[0],
        level=_number(query.get("level", ""), level, most=ALL_LEVELS),
        counterparty=None if counterparty == "*" else counterparty,
        by_counterparty=query.get("parties") == "1",
        show_zero=query.get("zero") == "1",
        year_to_date=query.get("ytd") == "1",
        side=side,
        bands=bands_of(query.get("bands") or DEFAULT_BANDS),
        compare=query.get("compare") == "1",
        kind=kind,
        dimension=dimension,
        second="" if second == dimension else second,
        items=items,
        page=_number(query.get("page", ""), 1, most=1_000_000),
    )
