"""Posted vouchers as plain values for archives: head, people, lines, and what they were made from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from django.db.models import QuerySet

from bookkeeping.models import JournalLine, Voucher, VoucherState
from bookkeeping.selectors.books import books_of
from foundation.models import ProvenanceLink
from foundation.provenance import Ref
from kernel.period import AccountingPeriod

CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A journal line; amounts in yuan, negative on a red-letter line."""

    account_code: str
    account_name: str
    first_level_name: str
    description: str
    counterparty: str
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class VoucherPaper:
    """A posted voucher. `reviewer` names a person or, where nobody looked, the automatic rule."""

    id: int
    period: str
    date: dt.date
    voucher_type: str
    number: int
    description: str
    origin: str
    attachment_count: int
    prepared_by: str
    reviewer: str
    posted_by: str
    posted_at: dt.datetime | None
    is_reversal: bool
    review_rule_id: int | None
    lines: tuple[PaperLine, ...]
    sources: tuple[Ref, ...]

    @property
    def name(self) -> str:
        """Type and number as people say it."""
        return f"{self.voucher_type}-{self.number}"

    @property
    def debit(self) -> Decimal:
        """Sum of the debits."""
        return sum((line.debit for line in self.lines), Decimal("0.00"))


def voucher_papers(company_id: int, start: AccountingPeriod, end: AccountingPeriod) -> Iterator[VoucherPaper]:
    """Posted vouchers of the span in order of period, type and number, a few hundred read at a time."""
    rows = _posted(company_id).filter(period__gte=str(start), period__lte=str(end))
    yield from _papers(company_id, rows)


def papers_with_ids(company_id: int, ids: list[int]) -> list[VoucherPaper]:
    """The posted vouchers among these, in order."""
    return list(_papers(company_id, _posted(company_id).filter(pk__in=ids)))


def _posted(company_id: int) -> QuerySet[Voucher]:
    return Voucher.objects.filter(company_id=company_id, state=VoucherState.POSTED)


def _papers(company_id: int, rows: QuerySet[Voucher]) -> Iterator[VoucherPaper]:
    names = _account_names(company_id)
    ordered = rows.select_related("prepared_by", "reviewed_by", "review_rule", "posted_by")
    waiting = ordered.order_by("period", "voucher_type", "number").iterator(chunk_size=CHUNK)
    while chunk := list(islice(waiting, CHUNK)):
        ids = [voucher.pk for voucher in chunk]
        lines, sources = _lines(ids, names), _sources(company_id, ids)
        for voucher in chunk:
            yield _paper(voucher, tuple(lines[voucher.pk]), tuple(sources[voucher.pk]))


def _paper(voucher: Voucher, lines: tuple[PaperLine, ...], sources: tuple[Ref, ...]) -> VoucherPaper:
    return VoucherPaper(
        id=voucher.pk,
        period=voucher.period,
        date=voucher.date,
        voucher_type=voucher.voucher_type,
        number=voucher.number or 0,
        description=voucher.description,
        origin=voucher.origin,
        attachment_count=voucher.attachment_count,
        prepared_by=str(voucher.prepared_by or ""),
        reviewer=str(voucher.reviewed_by or voucher.review_rule or ""),
        posted_by=str(voucher.posted_by or ""),
        posted_at=voucher.posted_at,
        is_reversal=voucher.reverses_id is not None,
        review_rule_id=voucher.review_rule_id,
        lines=lines,
        sources=sources,
    )


def _account_names(company_id: int) -> dict[str, tuple[str, str]]:
    """By code: full name and the name of its first level."""
    chart = books_of(company_id).chart
    return {account.code: (chart.full_name(account.code), chart.first_level(account.code).name) for account in chart}


def _lines(ids: list[int], names: dict[str, tuple[str, str]]) -> dict[int, list[PaperLine]]:
    found: dict[int, list[PaperLine]] = defaultdict(list)
    columns = ("voucher_id", "account__code", "description", "counterparty", "debit", "credit")
    rows = JournalLine.objects.filter(voucher_id__in=ids).order_by("voucher_id", "position")
    for voucher, code, text, party, debit, credit in rows.values_list(*columns):
        found[voucher].append(PaperLine(code, *names[code], text, party, debit, credit))
    return found


def _sources(company_id: int, ids: list[int]) -> dict[int, list[Ref]]:
    found: dict[int, list[Ref]] = defaultdict(list)
    links = ProvenanceLink.objects.filter(company_id=company_id, target_type="voucher", target_id__in=ids)
    for link in links.order_by("pk"):
        found[link.target_id].append(Ref(link.source_type, link.source_id, link.source_part))
    return found
