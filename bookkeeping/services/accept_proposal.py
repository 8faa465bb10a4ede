"""Decide a proposal: accept it as it is, accept it with another account, or reject it.

Rules kept: what is accepted is posted under a key that names the source, so an invoice is booked once; every decision
becomes history the engine learns from and a judged answer in its track record.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from bookkeeping.domain.account import Side
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, VoucherRefused, entry
from bookkeeping.models import AccountHistory, Proposal, ProposalState, Voucher
from bookkeeping.selectors.books import books_of
from bookkeeping.services import propose_bank_fees as fees
from bookkeeping.services import propose_bank_lines as bank_lines
from bookkeeping.services.post_drafts import post_draft
from bookkeeping.services.stock_lines import with_stock_lines
from foundation.audit import record
from foundation.models import Company, User
from foundation.provenance import Ref
from invoices.exports import mark_booked
from kernel.period import AccountingPeriod

# Proposals that come from the bank: what must hold before their voucher is posted, and what is matched with it.
_OF_THE_BANK = {
    bank_lines.SOURCE: (bank_lines.must_be_open, bank_lines.tie_to_voucher),
    fees.SOURCE: (fees.fee_must_be_open, fees.join_match),
}


def draft_of(proposal: Proposal) -> VoucherDraft:
    """The voucher a proposal stands for. Dated in its period: late receipts on the period's first day."""
    period = AccountingPeriod.parse(proposal.period)
    day = min(max(proposal.date, period.start), period.end)
    lines: tuple[DraftLine, ...] = tuple(
        entry(
            line["code"],
            Side(line["side"]),
            Decimal(line["amount"]),
            text=line["description"],
            counterparty=line.get("counterparty", ""),
        )
        for line in proposal.lines
    )
    return VoucherDraft(
        date=day,
        description=proposal.title,
        lines=lines,
        key=_key(proposal),
        sources=(Ref(proposal.source_type, proposal.source_id), Ref("proposal", proposal.pk)),
        origin=f"engine:{proposal.layer}",
    )


def _key(proposal: Proposal) -> str:
    """One voucher per source; a source booked again after a reversal takes the next key."""
    stem = f"{proposal.source_type}:{proposal.source_id}"
    reversed_before = Voucher.objects.filter(
        company_id=proposal.company_id, key__startswith=f"{stem}:", reversed_by__isnull=False
    ).count()
    return f"{stem}:{reversed_before + 1}"


def _locked(proposal: Proposal) -> Proposal:
    proposal = Proposal.objects.select_for_update().select_related("company").get(pk=proposal.pk)
    if proposal.state != ProposalState.PROPOSED:
        raise VoucherRefused("this proposal was decided before", message_zh="该入账建议已处理", rule="decided_once")
    return proposal


@transaction.atomic
def accept_proposal(proposal: Proposal, *, actor: User | None, account_code: str = "") -> Voucher:
    """Post the proposal, with `account_code` in its main slot when given.

    Raises `VoucherRefused` when decided before or not fit for posting, `PeriodClosed`, `NotPermitted`.
    """
    proposal = _locked(proposal)
    corrected = bool(account_code) and account_code != proposal.account_code
    if corrected:
        _put_account(proposal, account_code)
    draft = draft_of(proposal)
    if proposal.source_type in _OF_THE_BANK:
        _OF_THE_BANK[proposal.source_type][0](proposal)
    if proposal.source_type == "invoice":
        draft = with_stock_lines(proposal.company, draft, proposal.source_id, actor=actor)
    voucher_id = post_draft(proposal.company_id, draft, actor)
    if proposal.source_type == "invoice":
        mark_booked(proposal.company_id, proposal.source_id, voucher_id)
    if proposal.source_type in _OF_THE_BANK:
        _OF_THE_BANK[proposal.source_type][1](proposal, voucher_id)
    state = ProposalState.CORRECTED if corrected else ProposalState.ACCEPTED
    _decide(proposal, state, actor, voucher_id)
    if actor is not None:
        _teach(proposal, actor)
    return Voucher.objects.get(pk=voucher_id)


def _put_account(proposal: Proposal, code: str) -> None:
    """Another account in the main slot; a split over several accounts becomes one line again."""
    books = books_of(proposal.company_id)
    name = books.chart.full_name(books.chart[code].code)
    main, rest = proposal.lines[0], proposal.lines[1:]
    same = [line for line in rest if line["side"] == main["side"] and not line["name"].startswith("应交税费")]
    amount = Decimal(main["amount"]) + sum((Decimal(line["amount"]) for line in same), Decimal(0))
    first = {**main, "code": code, "name": name, "amount": f"{amount:.2f}"}
    proposal.lines = [first, *[line for line in rest if line not in same]]
    proposal.account_code = code


def _decide(proposal: Proposal, state: ProposalState, actor: User | None, voucher_id: int | None) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, timezone.now()
    proposal.voucher_id = voucher_id
    proposal.save()
    record(
        company=proposal.company,
        actor=actor,
        action=f"proposal.{state.value}",
        subject=proposal,
        content={"account": proposal.account_code, "proposed": proposal.proposed_code, "voucher": voucher_id},
    )


def _teach(proposal: Proposal, actor: User) -> None:
    AccountHistory.objects.create(
        company_id=proposal.company_id,
        direction=proposal.facts.get("direction", ""),
        counterparty=proposal.facts.get("counterparty", "")[:120],
        item=proposal.facts.get("item", "")[:200],
        description=proposal.facts.get("description", "")[:200],
        gross_amount=proposal.facts.get("gross_amount") or None,  # type: ignore[misc]  # unknown is not 0
        day=proposal.date,
        account_code=proposal.account_code,
        proposed_code=proposal.proposed_code,
        layer=f"{proposal.layer}:{proposal.confidence}",
        was_right=proposal.account_code == proposal.proposed_code,
        taught_by=actor,
    )


@transaction.atomic
def reject_proposal(proposal: Proposal, *, actor: User, reason: str = "") -> None:
    """Set the proposal aside; its source stays unbooked and may be proposed again."""
    proposal = _locked(proposal)
    proposal.facts = {**proposal.facts, "rejected_because": reason}
    _decide(proposal, ProposalState.REJECTED, actor, None)


def accept_all(proposals: Iterable[Proposal], *, actor: User | None) -> dict[str, int]:
    """Accept each on its own; what is refused stays open. How many were posted and how many refused."""
    counts = {"accepted": 0, "refused": 0}
    for proposal in proposals:
        try:
            accept_proposal(proposal, actor=actor)
            counts["accepted"] += 1
        except VoucherRefused:
            counts["refused"] += 1
    return counts


def accept_proposals(company_id: int, period: AccountingPeriod, actor: User | None) -> dict[str, int]:
    """Accept every open proposal of the period the engine suggests; those it asks about stay open."""
    company = Company.objects.get(pk=company_id)
    waiting = Proposal.objects.filter(company=company, period=str(period), state=ProposalState.PROPOSED)
    counts = accept_all(waiting.exclude(action="ask").order_by("date", "pk"), actor=actor)
    return {**counts, "asked": waiting.filter(action="ask").count()}
