"""A voucher as it is shown and printed: lines with full account names and what they say beside the amount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.account import Chart
from bookkeeping.domain.typed_rows import ratio_of
from bookkeeping.models import JournalLine, Voucher
from bookkeeping.models.voucher import WITH_ANALYSIS
from foundation.models import ProvenanceLink
from kernel.money import total

PAPER = "document"
"""Type of source under which papers are indexed to their voucher."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line: account with full name, and counterparty, items, quantity and currency as short texts."""

    description: str
    code: str
    account: str
    beside: tuple[str, ...]
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class VoucherPage:
    """One voucher with its totals; `papers` counts what was counted at entry and what was added to it since."""

    voucher: Voucher
    lines: tuple[PageLine, ...]
    debit: Decimal
    credit: Decimal
    papers: int


def pages_of(chart: Chart, vouchers: Sequence[Voucher]) -> list[VoucherPage]:
    """Pages in the order given, with three queries however many there are."""
    ids = [voucher.pk for voucher in vouchers]
    lines = JournalLine.objects.filter(voucher_id__in=ids).select_related("account", *WITH_ANALYSIS)
    by_voucher: dict[int, list[JournalLine]] = {}
    for line in lines.order_by("voucher_id", "position"):
        by_voucher.setdefault(line.voucher_id, []).append(line)
    added = papers_added(ids)
    return [_page(chart, each, by_voucher.get(each.pk, []), added.get(each.pk, 0)) for each in vouchers]


def papers_added(ids: Iterable[int]) -> dict[int, int]:
    """How many papers were added to vouchers after they were written."""
    links = ProvenanceLink.objects.filter(target_type="voucher", target_id__in=list(ids), source_type=PAPER)
    counts: dict[int, int] = {}
    for pk in links.values_list("target_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def _page(chart: Chart, voucher: Voucher, lines: Sequence[JournalLine], added: int) -> VoucherPage:
    shown = tuple(
        PageLine(
            line.description,
            line.account.code,
            chart.full_name(line.account.code),
            tuple(_beside(line)),
            line.debit,
            line.credit,
        )
        for line in lines
    )
    debit, credit = total(line.debit for line in lines), total(line.credit for line in lines)
    return VoucherPage(voucher, shown, debit, credit, voucher.attachment_count + added)


def _beside(line: JournalLine) -> Iterable[str]:
    if line.counterparty:
        yield line.counterparty
    if line.analysis:
        yield from (item.name for item in line.analysis.items)
    amount = line.debit or line.credit
    if line.quantity:
        yield f"{line.quantity:f} {line.account.unit} × {ratio_of(amount, line.quantity):f}"
    if line.foreign_amount:
        yield f"{line.account.currency} {line.foreign_amount:,.2f} × {ratio_of(amount, line.foreign_amount):f}"


def neighbours(voucher: Voucher) -> tuple[int | None, int | None]:
    """Ids of the voucher before and after by type and number; none for one without a number."""
    if voucher.number is None:
        return None, None
    same = Voucher.objects.filter(company=voucher.company_id, period=voucher.period, voucher_type=voucher.voucher_type)
    found = dict(same.filter(number__in=(voucher.number - 1, voucher.number + 1)).values_list("number", "pk"))
    return found.get(voucher.number - 1), found.get(voucher.number + 1)
