"""Prepare a voucher (制单): write a draft with its lines, or rewrite or discard one that is not yet posted.

Rule kept: until posted a voucher is edited freely; each change is written to the audit trail.
"""

from __future__ import annotations

from django.db import transaction

from bookkeeping.domain.analysis import fitting
from bookkeeping.domain.closing import is_carry_forward
from bookkeeping.domain.posting import BY_HAND, check_accounts
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, VoucherRefused, check_lines
from bookkeeping.domain.voucher_types import check_type, type_of
from bookkeeping.models import JournalLine, Proposal, ProposalState, Voucher, VoucherState
from bookkeeping.selectors.books import Books
from bookkeeping.services.keep_analysis import sets_for
from bookkeeping.services.link_sources import link_sources
from bookkeeping.services.open_books import ensure_books, lock_periods
from foundation.audit import record
from foundation.models import Company, User
from foundation.provenance import Ref, sources_of
from invoices.exports import unmark_booked
from kernel.period import AccountingPeriod


def check_draft(books: Books, draft: VoucherDraft) -> None:
    """Raises `VoucherRefused`, `InvalidValue` or `PeriodClosed` with a sentence a person understands.

    The period stays locked until the commit, so that nobody closes it meanwhile.
    """
    check_lines(draft.lines)
    check_accounts(books.chart, draft.lines, by_hand=draft.origin in BY_HAND)
    lock_periods(books.company, [AccountingPeriod.of(draft.date)])


def write_lines(books: Books, voucher: Voucher, draft: VoucherDraft) -> None:
    """The journal lines of a draft voucher."""
    kept = [fitting(line.analysis, books.chart[line.account_code].dimensions) for line in draft.lines]
    sets = sets_for(books.company.pk, kept)
    JournalLine.objects.bulk_create(
        JournalLine(
            voucher=voucher,
            position=position,
            account_id=books.account_ids[line.account_code],
            period=voucher.period,
            description=(line.description or draft.description)[:200],
            debit=line.debit,
            credit=line.credit,
            is_red_letter=line.is_red_letter,
            counterparty=line.counterparty if books.chart[line.account_code].tracks_counterparty else "",
            analysis_id=sets.get(analysis),
            quantity=line.quantity if books.chart[line.account_code].unit else 0,
            foreign_amount=line.foreign_amount if books.chart[line.account_code].currency else 0,
        )
        for position, (line, analysis) in enumerate(zip(draft.lines, kept, strict=True), 1)
    )


def voucher_type(books: Books, draft: VoucherDraft) -> str:
    """The type written on the draft, or the one its lines ask for. Raises `InvalidValue` for one not in use."""
    if draft.voucher_type:
        return check_type(books.voucher_scheme, draft.voucher_type)
    return type_of(books.voucher_scheme, draft.lines, books.cash_codes)


@transaction.atomic
def insert_voucher(
    books: Books,
    draft: VoucherDraft,
    *,
    actor: User | None,
    carries_forward: bool = False,
    reverses: Voucher | None = None,
) -> Voucher:
    """The row, its lines and its links to what it was made from; state draft."""
    check_draft(books, draft)
    voucher = Voucher.objects.create(
        company=books.company,
        period=str(AccountingPeriod.of(draft.date)),
        date=draft.date,
        voucher_type=voucher_type(books, draft),
        description=draft.description[:200],
        key=draft.key or None,
        origin=draft.origin,
        attachment_count=len(draft.sources) + draft.attachments,
        carries_forward=carries_forward
        or is_carry_forward(books.chart, draft.lines, books.special("current_year_profit")),
        reverses=reverses,
        prepared_by=actor,
    )
    write_lines(books, voucher, draft)
    link_sources(books.company.pk, [(voucher.pk, draft)])
    return voucher


@transaction.atomic
def prepare_voucher(company: Company, draft: VoucherDraft, *, actor: User) -> Voucher:
    """A new draft voucher by hand. Raises `VoucherRefused`, `InvalidValue`, `PeriodClosed`."""
    voucher = insert_voucher(ensure_books(company.pk, draft.date), draft, actor=actor)
    record(company=company, actor=actor, action="voucher.prepared", subject=voucher, content=snapshot(voucher))
    return voucher


@transaction.atomic
def rewrite_voucher(voucher: Voucher, draft: VoucherDraft, *, actor: User) -> Voucher:
    """New content for a voucher in state draft. Raises `VoucherRefused` in any other state."""
    voucher = Voucher.objects.select_for_update().get(pk=voucher.pk)
    _must_be_draft(voucher)
    before = snapshot(voucher)
    books = ensure_books(voucher.company_id, draft.date)
    check_draft(books, draft)
    voucher.lines.all().delete()
    voucher.date, voucher.period = draft.date, str(AccountingPeriod.of(draft.date))
    voucher.description, voucher.voucher_type = draft.description[:200], voucher_type(books, draft)
    voucher.attachment_count = len(draft.sources) + draft.attachments
    voucher.save(update_fields=["date", "period", "description", "voucher_type", "attachment_count"])
    write_lines(books, voucher, draft)
    record(
        company=books.company,
        actor=actor,
        action="voucher.rewritten",
        subject=voucher,
        content={"before": before, "after": snapshot(voucher)},
    )
    return voucher


@transaction.atomic
def discard_voucher(voucher: Voucher, *, actor: User) -> None:
    """Remove a voucher that was never posted; its content stays in the audit trail, its invoices are free again."""
    voucher = Voucher.objects.select_for_update().select_related("company").get(pk=voucher.pk)
    _must_be_draft(voucher)
    record(company=voucher.company, actor=actor, action="voucher.discarded", subject=voucher, content=snapshot(voucher))
    Proposal.objects.filter(voucher=voucher).update(voucher=None, state=ProposalState.UNDONE)
    for ref in sources_of(voucher.company_id, Ref("voucher", voucher.pk)):
        if ref.type == "invoice":
            unmark_booked(voucher.company_id, ref.id)
    voucher.delete()


def _must_be_draft(voucher: Voucher) -> None:
    if voucher.state != VoucherState.DRAFT:
        raise VoucherRefused(
            "only a draft may be changed; withdraw the review, or reverse a posted voucher",
            message_zh="只有待审核的凭证可以修改：已审核的请先反审核，已记账的请红字冲销",
            rule="draft_only",
        )


def snapshot(voucher: Voucher) -> dict[str, object]:
    """Content of a voucher for the audit trail."""
    return {
        "date": voucher.date.isoformat(),
        "description": voucher.description,
        "lines": [
            {"account": line.account_code, "debit": str(line.debit), "credit": str(line.credit)} | _extras(line)
            for line in voucher.draft_lines()
        ],
    }


def _extras(line: DraftLine) -> dict[str, str]:
    said = {
        "counterparty": line.counterparty,
        "analysis": " ".join(f"{item.dimension}:{item.code}" for item in line.analysis),
        "quantity": str(line.quantity or ""),
        "foreign_amount": str(line.foreign_amount or ""),
    }
    return {name: value for name, value in said.items() if value}
