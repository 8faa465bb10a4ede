"""The statement of changes in owners' equity of a year to date, and whether it ties with the balance sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Sum

from bookkeeping.domain.account import Category
from bookkeeping.domain.equity_changes import EquityLayout, equity_statement, voucher_changes
from bookkeeping.domain.voucher import DraftLine
from bookkeeping.models import JournalLine, PeriodBalance, VoucherState
from bookkeeping.selectors.balances import balances, year_start
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.statements import balance_sheet_of
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class EquityChanges:
    """Figures by row and column, and what the closing differs from the balance sheet by (0 where it ties)."""

    figures: Mapping[int, Mapping[str, Decimal]]
    difference: Decimal


def equity_changes_of(books: Books, form: EquityLayout, period: AccountingPeriod) -> EquityChanges:
    """From January to the end of the period; posted vouchers only."""
    accounts = accounts_of(books, form)
    sheet = {line.line: line.amounts for line in balance_sheet_of(books, period)}
    opening = {(form.opening, each.key): sheet[each.balance_sheet]["opening"] for each in form.columns}
    earned = {form.net_profit: _earned(books, period)}
    moved = (voucher_changes(form, accounts, lines) for lines in _vouchers(books, accounts, period))
    figures = equity_statement(form, [opening, earned, *moved])
    closing = figures[form.closing]
    pairs = [(closing[each.key], sheet[each.balance_sheet]["closing"]) for each in form.columns]
    pairs.append((closing["total"], sheet[form.total_line]["closing"]))
    return EquityChanges(figures, total(abs(ours - theirs) for ours, theirs in pairs))


def accounts_of(books: Books, form: EquityLayout) -> dict[str, tuple[str, ...]]:
    """The accounts of each column: those of its line of the balance sheet."""
    lines = {line.line: line for line in books.layout.balance_sheet}
    return {
        each.key: tuple(code for _name, codes in lines[each.balance_sheet].expressions for code in codes)
        for each in form.columns
    }


def _earned(books: Books, period: AccountingPeriod) -> Decimal:
    """Net profit of the year to date, carried forward or not."""
    rows = balances(books.company.pk, year_start(period), period)
    return -total(row.earned for row in rows if books.chart[row.code].category is Category.PROFIT_LOSS)


def _vouchers(
    books: Books, accounts: Mapping[str, tuple[str, ...]], period: AccountingPeriod
) -> Iterator[list[DraftLine]]:
    """Lines of every voucher that moved equity; carrying profit forward moves none. What the year moved before the
    books began has no vouchers: each of its sums stands for one."""
    equity = tuple(code for codes in accounts.values() for code in codes)
    ids = [pk for code, pk in books.account_ids.items() if code.startswith(equity)]
    span = {"period__gte": str(year_start(period)), "period__lte": str(period)}
    moved = JournalLine.objects.filter(
        account_id__in=ids, **span, voucher__state=VoucherState.POSTED, voucher__carries_forward=False
    )
    rows = JournalLine.objects.filter(voucher_id__in=moved.values("voucher_id")).order_by("voucher_id", "position")
    columns = ("voucher_id", "account__code", "debit", "credit", "is_red_letter")
    for _voucher, group in groupby(rows.values_list(*columns), key=lambda row: row[0]):
        yield [DraftLine(code, debit, credit, "", red) for _pk, code, debit, credit, red in group]
    before = PeriodBalance.objects.filter(account_id__in=ids, **span).filter(period__lt=books.company.books_begin)
    for code, debit, credit in before.values_list("account__code").annotate(d=Sum("debit"), c=Sum("credit")):
        yield from ([DraftLine(code, *pair)] for pair in ((debit, ZERO), (ZERO, credit)) if any(pair))
