"""Journal (序时账): every posted line in order of voucher, and the account summary of vouchers (凭证汇总表)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bookkeeping.domain.balances import roll_up
from bookkeeping.domain.sheet import Cell, Column, Kind, Row, Sheet, Source, Style, amounts, row
from bookkeeping.models import BooksPeriod, JournalLine, Voucher, VoucherState
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import account_columns, ledger_source
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books
from kernel.money import ZERO, total


def _voucher_count(books: Books, options: Options) -> int:
    span = {"period__gte": str(options.start), "period__lte": str(options.end)}
    return sum(month.posted_count for month in BooksPeriod.objects.filter(company=books.company, **span))


def build(books: Books, options: Options) -> Sheet:
    """One page of the journal; a page is a number of vouchers, so that none is torn apart."""
    pages = max(-(-_voucher_count(books, options) // options.page_size), 1)
    page = min(options.page, pages)
    first = (page - 1) * options.page_size
    span = {"period__gte": str(options.start), "period__lte": str(options.end)}
    vouchers = Voucher.objects.filter(company=books.company, state=VoucherState.POSTED, **span)
    wanted = vouchers.order_by("period", "voucher_type", "number").values_list("pk", flat=True)[
        first : first + options.page_size
    ]
    rows = _lines(books, options, list(wanted))
    if page == pages:
        moved = balances(books.company.pk, options.start, options.end)
        sums = total(each.debit for each in moved), total(each.credit for each in moved)
        rows.append(row([None, "", _("合计"), "", "", "", *sums], Style.TOTAL))
    columns = (
        Column("date", _("日期"), Kind.DATE),
        Column("voucher", _("凭证号")),
        Column("text", _("摘要")),
        *account_columns(),
        Column("counterparty", _("往来单位")),
        *amounts([("debit", _("借方")), ("credit", _("贷方"))]),
    )
    return Sheet(_("序时账"), options.span, columns, rows, page=page, pages=pages)


def _lines(books: Books, options: Options, vouchers: list[int]) -> list[Row]:
    lines = JournalLine.objects.filter(voucher_id__in=vouchers).order_by(
        "period", "voucher__voucher_type", "voucher__number", "position"
    )
    names = ("voucher_id", "voucher__date", "voucher__voucher_type", "voucher__number", "description")
    rows = []
    for voucher, day, word, number, text, code, party, debit, credit in lines.values_list(
        *names, "account__code", "counterparty", "debit", "credit"
    ):
        opened = Cell(f"{word}-{number}", Source("voucher", str(voucher)))
        account = Cell(books.chart.full_name(code), ledger_source(code, options.start, options.end))
        values = [day, opened, text, code, account, party, debit or None, credit or None]
        rows.append(row(values, is_red=debit < 0 or credit < 0))
    return rows


def build_summary(books: Books, options: Options) -> Sheet:
    """Debits and credits of every account in the span with the number of vouchers behind them."""
    rolled = roll_up(books.chart, balances(books.company.pk, options.start, options.end))
    rows = []
    sums = [ZERO, ZERO]
    for code, moved in rolled.items():
        level = len(books.chart.path(code))
        if level > options.level or not (moved.debit or moved.credit):
            continue
        source = ledger_source(code, options.start, options.end)
        figures = [Cell(moved.debit, source), Cell(moved.credit, source)]
        rows.append(row([code, Cell(books.chart[code].name, source), *figures], level=level))
        if level == 1:
            sums = [sums[0] + moved.debit, sums[1] + moved.credit]
    rows.append(row(["", _("合计"), *sums], Style.TOTAL))
    columns = (*account_columns(), *amounts([("debit", _("借方")), ("credit", _("贷方"))]))
    note = _("记账凭证 %(count)s 张") % {"count": _voucher_count(books, options)}
    return Sheet(_("凭证汇总表"), options.span, columns, rows, note=note)
