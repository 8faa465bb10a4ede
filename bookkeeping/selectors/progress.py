"""How far the books of many companies are in a period, in a handful of queries whatever their number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from bookkeeping.models import BankLine, BankLineState, BooksPeriod, Proposal, ProposalState, Voucher, VoucherState
from kernel.period import AccountingPeriod


@dataclass(slots=True)
class BooksProgress:
    """Counts of one company and period; `bank_open` are bank lines of the period that are not reconciled."""

    proposals: int = 0
    draft: int = 0
    reviewed: int = 0
    posted: int = 0
    bank_lines: int = 0
    bank_open: int = 0
    is_closed: bool = False


def progress_by_company(company_ids: Collection[int], period: AccountingPeriod) -> dict[int, BooksProgress]:
    """One entry per company, also where there is nothing yet."""
    found = {company_id: BooksProgress() for company_id in company_ids}
    for company_id, draft, reviewed, posted in _vouchers(company_ids, period):
        own = found[company_id]
        own.draft, own.reviewed, own.posted = draft, reviewed, posted
    for company_id, number in _open_proposals(company_ids, period):
        found[company_id].proposals = number
    for company_id, number, waiting in _bank_lines(company_ids, period):
        found[company_id].bank_lines, found[company_id].bank_open = number, waiting
    closed = BooksPeriod.objects.filter(company_id__in=company_ids, period=str(period), is_closed=True)
    for company_id in closed.values_list("company_id", flat=True):
        found[company_id].is_closed = True
    return found


def _vouchers(company_ids: Collection[int], period: AccountingPeriod) -> Collection[tuple[int, int, int, int]]:
    rows = Voucher.objects.filter(company_id__in=company_ids, period=str(period)).order_by().values("company_id")
    counted = rows.annotate(
        drafts=Count("pk", filter=Q(state=VoucherState.DRAFT)),
        reviews=Count("pk", filter=Q(state=VoucherState.REVIEWED)),
        posts=Count("pk", filter=Q(state=VoucherState.POSTED)),
    )
    return counted.values_list("company_id", "drafts", "reviews", "posts")


def _open_proposals(company_ids: Collection[int], period: AccountingPeriod) -> Collection[tuple[int, int]]:
    rows = Proposal.objects.filter(company_id__in=company_ids, period=str(period), state=ProposalState.PROPOSED)
    return rows.order_by().values("company_id").annotate(number=Count("pk")).values_list("company_id", "number")


def _bank_lines(company_ids: Collection[int], period: AccountingPeriod) -> Collection[tuple[int, int, int]]:
    rows = BankLine.objects.filter(company_id__in=company_ids, date__range=(period.start, period.end)).order_by()
    counted = rows.values("company_id").annotate(
        number=Count("pk"), waiting=Count("pk", filter=Q(state=BankLineState.OPEN))
    )
    return counted.values_list("company_id", "number", "waiting")
