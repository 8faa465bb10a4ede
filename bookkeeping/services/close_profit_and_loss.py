"""Carry profit and loss forward (结转损益) and, in December, the year's profit into retained earnings.

Rule kept: only what is left over is carried, so running it again after a late entry posts the rest and nothing twice.
"""

from __future__ import annotations

from django.db import transaction

from bookkeeping.domain.closing import carry_forward_profit, carry_forward_year
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.models import Voucher
from bookkeeping.selectors.analysis import analyses_by_id
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books
from bookkeeping.services.open_books import ensure_books, lock_periods
from bookkeeping.services.post_voucher import post_voucher
from bookkeeping.services.prepare_voucher import insert_voucher
from bookkeeping.services.review_voucher import review_voucher
from foundation.models import User
from kernel.period import AccountingPeriod


@transaction.atomic
def close_profit_and_loss(company_id: int, period: AccountingPeriod, *, actor: User | None) -> list[int]:
    """Ids of the vouchers posted; empty when nothing was left to carry. Raises `PeriodClosed`."""
    books = ensure_books(company_id, period.end)
    lock_periods(books.company, [period])
    ids = _post(books, period, "结转本期损益", _month_lines(books, period), actor)
    if period.month == 12:
        ids += _post(books, period, "结转本年利润", _year_lines(books, period), actor)
    return ids


def _month_lines(books: Books, period: AccountingPeriod) -> tuple[DraftLine, ...]:
    rows = balances(books.company.pk, period, period, by_analysis=True)
    analyses = analyses_by_id(books.company.pk, {row.analysis_id for row in rows})
    return carry_forward_profit(books.chart, rows, books.special("current_year_profit"), analyses)


def _year_lines(books: Books, period: AccountingPeriod) -> tuple[DraftLine, ...]:
    rows = balances(books.company.pk, period, period)
    codes = books.special("current_year_profit"), books.special("retained_earnings")
    return carry_forward_year(books.chart, rows, *codes)


def _post(
    books: Books, period: AccountingPeriod, title: str, lines: tuple[DraftLine, ...], actor: User | None
) -> list[int]:
    if not lines:
        return []
    earlier = Voucher.objects.filter(company=books.company, period=str(period), carries_forward=True).count()
    draft = VoucherDraft(
        date=period.end, description=title, lines=lines, key=f"close_pnl:{period}:{earlier + 1}", origin="close_pnl"
    )
    voucher = insert_voucher(books, draft, actor=actor, carries_forward=True)
    # The entry follows from the books alone, so the rule reviews it even when a person set it off.
    return [post_voucher(review_voucher(voucher, actor=None), actor=actor).pk]
