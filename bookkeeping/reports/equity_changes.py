"""Statement of changes in owners' equity (会企04表) as a sheet; the small-business standard has none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookkeeping.charts import titles_en
from bookkeeping.domain.equity_changes import EquityLayout, EquityRow
from bookkeeping.domain.sheet import Cell, Column, Sheet, Source, Style, Value, amounts, row
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import ledger_source
from bookkeeping.selectors.balances import year_start
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.equity_changes import EquityChanges, accounts_of, equity_changes_of
from kernel.period import AccountingPeriod


def build(books: Books, options: Options) -> Sheet:
    """The year to date; beside last year where asked, as the annual form has it."""
    form, title = books.layout.equity_changes, _("所有者权益变动表")
    if form is None:
        return Sheet(title, str(options.end), (), [])
    found = equity_changes_of(books, form, options.end)
    last = AccountingPeriod(options.end.year - 1, 12)
    is_kept = last >= books.company.first_period  # of a year before the books nothing but its end is known
    past = equity_changes_of(books, form, last).figures if options.compare and is_kept else {}
    sources = _sources(books, form, options.end)
    rows = [
        row([*_cells(each, form, found, sources), *_past(each, form, past, options)], _style(each))
        for each in form.rows
    ]
    groups = (_("本年金额"), _("上年金额")) if options.compare else ("",)
    columns = [
        *(Column("title", _("项目")), Column("line", _("行次"))),
        *(each for place, group in enumerate(groups) for each in _columns(form, group, "_last_year" * place)),
    ]
    return Sheet(title, f"{form.form}  {options.end}", tuple(columns), rows, note=_note(found))


def _title(text: str) -> str:
    return titles_en().get(text, text) if get_language() == "en" else text


def _columns(form: EquityLayout, group: str, suffix: str) -> tuple[Column, ...]:
    pairs = [*((each.key, each.title) for each in form.columns), ("total", form.total_title)]
    return amounts([(key + suffix, _title(title)) for key, title in pairs], group)


def _keys(form: EquityLayout) -> list[str]:
    return [*(each.key for each in form.columns), "total"]


def _cells(
    line: EquityRow, form: EquityLayout, found: EquityChanges, sources: Mapping[str, Source]
) -> list[Value | Cell]:
    own = found.figures[line.line]
    figures = [Cell(own[key], _source(line, form, own, key, sources)) for key in _keys(form)]
    return [_title(line.title), str(line.line), *figures]


def _past(
    line: EquityRow, form: EquityLayout, past: Mapping[int, Mapping[str, Decimal]], options: Options
) -> list[Decimal | None]:
    own = past.get(line.line, {})
    return [own.get(key) for key in _keys(form)] if options.compare else []


def _source(
    line: EquityRow, form: EquityLayout, own: Mapping[str, Decimal], key: str, sources: Mapping[str, Source]
) -> Source | None:
    """A figure opens the ledger of its account over the year, net profit its line of the income statement."""
    if not own[key]:
        return None
    return sources["net_profit"] if (line.line, key) == form.net_profit else sources.get(key)


def _sources(books: Books, form: EquityLayout, end: AccountingPeriod) -> dict[str, Source]:
    accounts = accounts_of(books, form)
    found = {key: ledger_source(codes[0], year_start(end), end) for key, codes in accounts.items()}
    profit = ledger_source(str(books.layout.accounts["profit_distribution"]), year_start(end), end)
    found[form.net_profit[1]] = profit
    found["net_profit"] = Source("figure", f"income_statement/{books.layout.checks['net_profit']}", end=end)
    return found


def _style(line: EquityRow) -> Style:
    return Style.SUBTOTAL if line.add else Style.LINE


def _note(found: EquityChanges) -> str:
    tie = (
        _("本年年末余额与资产负债表不符，差额合计 %(amount)s。") % {"amount": found.difference}
        if found.difference
        else _("上年年末、本年年末余额与资产负债表的所有者权益相符。")
    )
    return tie + _("表样没有行次，这里按表中顺序编号；“（五）专项储备”是增列的项目。")
