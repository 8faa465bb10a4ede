"""The reports there are: name, builder, what a reader may choose. A new report is a builder and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.account import Chart, ChartAccount
from bookkeeping.domain.sheet import Sheet
from bookkeeping.reports import (
    ageing,
    equity_changes,
    expense_comparison,
    general_ledger,
    item_balances,
    journal,
    measured_balances,
    measured_ledger,
    multi_column,
    statement_months,
    subsidiary_ledger,
    trial_balance,
)
from bookkeeping.reports.options import ALL_LEVELS, Options, read_options
from bookkeeping.selectors.books import Books
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `offers` says which accounts may be chosen, `default` which one is where none was.

    `dimension` is the one whose items may be chosen where the reader does not choose it; `unless` says what has to be
    set up before there is anything to show.
    """

    key: str
    title: Promise
    build: Callable[[Books, Options], Sheet]
    asks: frozenset[str]
    level: int = ALL_LEVELS
    offers: Callable[[Books, ChartAccount], bool] = lambda _books, _account: True
    default: Callable[[Books, Options], str] | None = None
    dimension: str = ""
    unless: Promise | str = ""

    def options(self, books: Books, query: Mapping[str, str], period: AccountingPeriod) -> Options:
        """The reader's choices. Raises `InvalidValue` for an account the report is not kept for."""
        options = read_options(query, period, level=self.level)
        if self.dimension:
            options = replace(options, dimension=self.dimension)
        if not options.account:
            code = self.default(books, options) if self.default else ""
            return replace(options, account=code if code in books.chart else "")
        if options.account not in books.chart or not self.offers(books, books.chart[options.account]):
            raise InvalidValue(f"no account {options.account}", message_zh=f"没有科目 {options.account}")
        return options

    def accounts(self, books: Books) -> list[tuple[str, str]]:
        """(code, full name) of what may be chosen."""
        return [(a.code, books.chart.full_name(a.code)) for a in books.chart if self.offers(books, a)]


def _named(chart: Chart, name: str) -> str:
    account = chart.first_level_named(name)
    return account.code if account else ""


def _has_children(books: Books, account: ChartAccount) -> bool:
    return bool(books.chart.children(account.code))


def _is_cash(books: Books, account: ChartAccount) -> bool:
    return account.code.startswith(books.cash_codes)


def _tracks(books: Books, account: ChartAccount) -> bool:
    return books.chart.first_level(account.code).tracks_counterparty


def _first(keeps: Callable[[Books, ChartAccount], bool]) -> Callable[[Books, Options], str]:
    return lambda books, _options: next((each.code for each in books.chart if keeps(books, each)), "")


def _keeps_units(_books: Books, account: ChartAccount) -> bool:
    return bool(account.unit)


def _keeps_currency(_books: Books, account: ChartAccount) -> bool:
    return bool(account.currency)


_NO_EQUITY_FORM = _("《小企业会计准则》没有所有者权益变动表；执行《企业会计准则》的单位才编制。")
_NO_ITEMS = _("科目设置辅助核算并有了余额或发生额后，这里按核算项目列出。")
_NO_UNITS = _("科目设置计量单位后，这里列出数量和单价。")
_NO_CURRENCY = _("科目设置外币后，这里列出外币和汇率。")
_SPAN = frozenset({"span"})
_ALL = (
    Report("trial-balance", _("科目余额表"), trial_balance.build, _SPAN | {"level", "parties", "zero", "ytd"}),
    Report("general-ledger", _("总账"), general_ledger.build, _SPAN | {"level", "account", "zero"}, level=1),
    Report(
        "subsidiary-ledger",
        _("明细账"),
        subsidiary_ledger.build,
        _SPAN | {"account", "counterparty"},
        default=lambda books, _options: books.cash_codes[1],
    ),
    Report(
        "multi-column",
        _("多栏账"),
        multi_column.build,
        _SPAN | {"account"},
        offers=_has_children,
        default=lambda books, _options: _named(books.chart, "管理费用"),
    ),
    Report("journal", _("序时账"), journal.build, _SPAN),
    Report(
        "day-book",
        _("日记账"),
        subsidiary_ledger.build_day_book,
        _SPAN | {"account"},
        offers=_is_cash,
        default=lambda books, _options: books.cash_codes[1],
    ),
    Report(
        "ageing",
        _("账龄分析"),
        ageing.build,
        frozenset({"side", "account", "bands"}),
        offers=_tracks,
        default=lambda _books, options: ageing.default_account(options.side),
    ),
    Report("account-summary", _("凭证汇总表"), journal.build_summary, _SPAN | {"level"}, level=1),
    Report(
        "expense-comparison",
        _("费用明细对比"),
        expense_comparison.build,
        _SPAN | {"level", "account", "compare"},
        offers=lambda books, account: books.chart.first_level(account.code).category == "profit_loss",
    ),
    Report(
        "item-balances",
        _("核算项目余额表"),
        item_balances.build,
        _SPAN | {"dimension", "second", "account", "ytd"},
        unless=_NO_ITEMS,
    ),
    Report(
        "item-ledger",
        _("核算项目明细账"),
        subsidiary_ledger.build_by_item,
        _SPAN | {"dimension", "items", "account"},
        unless=_NO_ITEMS,
    ),
    Report(
        "quantity-ledger",
        _("数量金额明细账"),
        measured_ledger.build_quantity,
        _SPAN | {"account", "items"},
        offers=_keeps_units,
        default=_first(_keeps_units),
        dimension="stock_item",
        unless=_NO_UNITS,
    ),
    Report("quantity-balances", _("数量金额总账"), measured_balances.build_quantity, _SPAN | {"ytd"}, unless=_NO_UNITS),
    Report(
        "foreign-ledger",
        _("外币明细账"),
        measured_ledger.build_foreign,
        _SPAN | {"account", "counterparty"},
        offers=_keeps_currency,
        default=_first(_keeps_currency),
        unless=_NO_CURRENCY,
    ),
    Report("foreign-balances", _("外币余额表"), measured_balances.build_foreign, _SPAN | {"ytd"}, unless=_NO_CURRENCY),
    Report(
        "equity-changes", _("所有者权益变动表"), equity_changes.build, frozenset({"compare"}), unless=_NO_EQUITY_FORM
    ),
    Report("statement-months", _("报表逐月"), statement_months.build, _SPAN | {"kind"}),
)
REPORTS: dict[str, Report] = {report.key: report for report in _ALL}
