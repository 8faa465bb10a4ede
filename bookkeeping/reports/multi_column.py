"""Multi-column ledger (多栏账): one account's lines with a column for each sub-account that moved."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from bookkeeping.domain.account import Chart, Side
from bookkeeping.domain.balances import roll_up
from bookkeeping.domain.sheet import Cell, Column, Kind, Row, Sheet, Source, Style, Value, amounts, row
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import balance_cells, ledger_source, moved_columns
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.ledger import LedgerRow
from bookkeeping.selectors.ledger_pages import ledger_page
from bookkeeping.selectors.measured import LedgerScope
from kernel.money import ZERO


def build(books: Books, options: Options) -> Sheet:
    """Lines of the account; amounts in the columns are positive on the normal side of each sub-account."""
    chart, code = books.chart, options.account
    rolled = roll_up(chart, balances(books.company.pk, options.start, options.end))
    wanted = [
        child for child in chart.children(code) if child in rolled and (rolled[child].debit or rolled[child].credit)
    ]
    scope = LedgerScope(books, chart.below(code))
    page = ledger_page(scope, (options.start, options.end), page=options.page, size=options.page_size)
    rows = [row([None, "", _("期初余额") if page.page == 1 else _("承前页"), None, None, *balance_cells(page.carried)])]
    rows += [_line(chart, wanted, line) for line in page.rows]
    if page.page == page.pages:
        own = rolled.get(code)
        moved = (own.debit, own.credit) if own else (ZERO, ZERO)
        columns: list[Value | Cell] = [
            Cell(_on_normal_side(chart, child, rolled[child].debit, rolled[child].credit), _source(child, options))
            for child in wanted
        ]
        rows.append(row([None, "", _("合计"), *moved, *balance_cells(page.closing), *columns], Style.TOTAL))
    rows[0] = row([*(cell.value for cell in rows[0].cells), *[None] * len(wanted)], Style.OPENING)
    titles = amounts([(child, chart[child].name) for child in wanted], group=_("明细科目") if wanted else "")
    head = (Column("date", _("日期"), Kind.DATE), Column("voucher", _("凭证号")), Column("text", _("摘要")))
    subtitle = f"{code} {chart.full_name(code)}  {options.span}"
    return Sheet(_("多栏账"), subtitle, (*head, *moved_columns(), *titles), rows, page=page.page, pages=page.pages)


def _source(code: str, options: Options) -> Source:
    return ledger_source(code, options.start, options.end)


def _on_normal_side(chart: Chart, code: str, debit: Decimal, credit: Decimal) -> Decimal:
    return debit - credit if chart[code].normal_side is Side.DEBIT else credit - debit


def _line(chart: Chart, wanted: list[str], line: LedgerRow) -> Row:
    columns = [
        _on_normal_side(chart, child, line.debit, line.credit) if line.account_code.startswith(child) else None
        for child in wanted
    ]
    number = Cell(line.name, Source("voucher", str(line.voucher_id)))
    money = [line.debit or None, line.credit or None, *balance_cells(line.balance)]
    return row([line.date, number, line.description, *money, *columns], is_red=line.debit < 0 or line.credit < 0)
