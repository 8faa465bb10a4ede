"""Ageing of receivables and payables by counterparty, in bands the reader chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from bookkeeping.domain.account import Chart, Side
from bookkeeping.domain.ageing import aged, open_items
from bookkeeping.domain.sheet import Cell, Column, Kind, Sheet, Style, amounts, row
from bookkeeping.models import JournalLine, PeriodBalance, VoucherState
from bookkeeping.models.fields import FenField
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import ledger_source
from bookkeeping.selectors.books import Books
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod

DEFAULT_ACCOUNTS = {"receivable": "1122", "payable": "2202"}
Who = tuple[str, str]  # (leaf account where it says who, counterparty)
Increases = dict[Who, list[tuple[dt.date, Decimal]]]


def default_account(side: str) -> str:
    """应收账款 or 应付账款."""
    return DEFAULT_ACCOUNTS[side]


def build(books: Books, options: Options) -> Sheet:
    """One row per counterparty (or sub-account) that has a balance at the end of the span."""
    debit_is_more = books.chart[options.account].normal_side is Side.DEBIT
    months, balance = _by_month(books, options, debit_is_more=debit_is_more)
    exact = _by_day(books, options, months, balance, debit_is_more=debit_is_more)
    rows, sums = [], [ZERO] * (len(options.bands) + 3)
    for who in sorted(balance, key=lambda key: (key[1], key[0])):
        if not balance[who]:
            continue
        found = aged(exact.get(who, ()), balance[who], options.bands, options.end.end)
        figures = [found.balance, *found.bands, found.advance]
        sums = [a + b for a, b in zip(sums, figures, strict=True)]
        source = ledger_source(who[0], books.company.first_period, options.end, who[1])
        rows.append(
            row(
                [
                    Cell(_name(books.chart, who), source),
                    Cell(figures[0], source),
                    *figures[1:],
                    _oldest(exact.get(who, ()), balance[who]),
                ]
            )
        )
    rows.append(row([_("合计"), *sums, None], Style.TOTAL))
    subtitle = f"{options.account} {books.chart.full_name(options.account)}  {options.end.end}"
    return Sheet(_("账龄分析"), subtitle, _columns(options), rows, note=_("收付款先冲销最早的未清款项"))


def _name(chart: Chart, who: Who) -> str:
    return who[1] or chart.detail(who[0]) or "—"


def _oldest(increases: Iterable[tuple[dt.date, Decimal]], balance: Decimal) -> dt.date | None:
    items = open_items(increases, balance)
    return items[-1].day if items else None


def _columns(options: Options) -> tuple[Column, ...]:
    ends = options.bands
    starts = (0, *(end + 1 for end in ends))
    titles = [_("%(first)s–%(last)s 天") % {"first": a, "last": b} for a, b in zip(starts, ends, strict=False)]
    titles.append(_("%(first)s 天以上") % {"first": ends[-1] + 1})
    bands = amounts([(f"band_{place}", title) for place, title in enumerate(titles, 1)], _("账龄"))
    return (
        Column("counterparty", _("往来单位")),
        *amounts([("balance", _("余额"))]),
        *bands,
        *amounts([("advance", _("反向余额"))]),
        Column("oldest", _("最早未清日期"), Kind.DATE),
    )


def _who(code: str, party: str, root: str) -> Who:
    """The counterparty; a leaf below the account stands for one where none was named."""
    return (root, party) if party else (code, "")


def _by_month(books: Books, options: Options, *, debit_is_more: bool) -> tuple[Increases, dict[Who, Decimal]]:
    """Increases by month and the balance of everyone, from the period balances."""
    rows = PeriodBalance.objects.filter(
        company_id=books.company.pk, account_id__in=_ids(books, options.account), period__lte=str(options.end)
    )
    found: Increases = {}
    balance: dict[Who, Decimal] = {}
    for code, party, period, debit, credit in (
        rows.values_list("account__code", "counterparty", "period")
        .annotate(d=Sum("debit"), c=Sum("credit"))
        .order_by("period")
    ):
        who = _who(code, party, options.account)
        more, less = (debit, credit) if debit_is_more else (credit, debit)
        balance[who] = balance.get(who, ZERO) + more - less
        found.setdefault(who, []).append((AccountingPeriod.parse(period).end, more))
    return found, balance


def _ids(books: Books, root: str) -> list[int]:
    return [pk for code, pk in books.account_ids.items() if code.startswith(root)]


def _by_day(
    books: Books, options: Options, months: Increases, balance: dict[Who, Decimal], *, debit_is_more: bool
) -> Increases:
    """The same by day for the months something is still open in; balances from before the books keep their month."""
    first = books.company.first_period
    needed = {AccountingPeriod.of(item.day) for who, rows in months.items() for item in open_items(rows, balance[who])}
    column = "debit" if debit_is_more else "credit"
    lines = JournalLine.objects.filter(
        account_id__in=_ids(books, options.account),
        period__in=[str(period) for period in needed if period >= first],
        voucher__state=VoucherState.POSTED,
    ).exclude(**{column: 0})
    found: Increases = {}
    for code, party, day, more in (
        lines.values_list("account__code", "counterparty", "voucher__date")
        .annotate(more=Sum(column, output_field=FenField()))
        .order_by()
    ):
        found.setdefault(_who(code, party, options.account), []).append((day, more))
    for who, rows in months.items():
        found.setdefault(who, []).extend(each for each in rows if AccountingPeriod.of(each[0]) < first)
    return found


def check(books: Books, options: Options) -> Decimal:
    """Balance of the account that the ageing must add up to, on its normal side."""
    _, balance = _by_month(books, options, debit_is_more=books.chart[options.account].normal_side is Side.DEBIT)
    return total(balance.values())
