"""Accept a proposal: as it is, with another account in its main slot, or with its lines rewritten.

Rules kept: what is accepted is posted under a key that names the source, so an invoice is booked once; every decision
becomes history the engine learns from and a judged answer in its track record. Where the company wants two persons,
accepting writes a draft that another one reviews and posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from bookkeeping.domain.account import Side
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, VoucherRefused, entry
from bookkeeping.models import AccountHistory, Proposal, ProposalState, Voucher, VoucherState
from bookkeeping.selectors.books import books_of
from bookkeeping.services import propose_bank_fees as fees
from bookkeeping.services import propose_bank_lines as bank_lines
from bookkeeping.services.post_drafts import post_draft
from bookkeeping.services.prepare_voucher import prepare_voucher
from bookkeeping.services.refuse_account import taught_otherwise
from bookkeeping.services.stock_lines import with_stock_lines
from bookkeeping.services.suggest_rule import suggest_rule
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from foundation.provenance import Ref
from invoices.exports import mark_booked
from kernel.errors import Refusal
from kernel.money import text
from kernel.period import AccountingPeriod

# Proposals that come from the bank: what must hold before their voucher is posted, and what is matched with it.
_OF_THE_BANK = {
    bank_lines.SOURCE: (bank_lines.must_be_open, bank_lines.tie_to_voucher),
    fees.SOURCE: (fees.fee_must_be_open, fees.join_match),
}


@dataclass(frozen=True, slots=True)
class EditedLine:
    """One line as a person rewrote it; the amount is negative on red-letter lines."""

    side: Side
    account_code: str
    amount: Decimal
    description: str = ""
    counterparty: str = ""


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


def locked(proposal: Proposal) -> Proposal:
    """The open proposal, locked until the commit. Raises `VoucherRefused` when it was decided before."""
    proposal = Proposal.objects.select_for_update().select_related("company").get(pk=proposal.pk)
    if proposal.state != ProposalState.PROPOSED:
        raise VoucherRefused("this proposal was decided before", message_zh="该入账建议已处理", rule="decided_once")
    return proposal


@transaction.atomic
def accept_proposal(
    proposal: Proposal, *, actor: User | None, account_code: str = "", lines: Sequence[EditedLine] = ()
) -> Voucher:
    """Book the proposal, with `account_code` in its main slot or with `lines` (the main one first) when given.

    Raises `VoucherRefused` when decided before or not fit for posting, `PeriodClosed`, `NotPermitted`.
    """
    proposal = locked(proposal)
    before = proposal.lines
    if lines:
        _put_lines(proposal, lines)
    elif account_code and account_code != proposal.account_code:
        _put_account(proposal, account_code)
    draft = draft_of(proposal)
    if proposal.source_type in _OF_THE_BANK:
        _OF_THE_BANK[proposal.source_type][0](proposal)
    if proposal.source_type == "invoice":
        draft = with_stock_lines(proposal.company, draft, proposal.source_id, actor=actor)
    voucher_id = _book(proposal.company, draft, actor)
    if proposal.source_type == "invoice":
        mark_booked(proposal.company_id, proposal.source_id, voucher_id)
    voucher = Voucher.objects.get(pk=voucher_id)
    if proposal.source_type in _OF_THE_BANK and voucher.state == VoucherState.POSTED:
        _OF_THE_BANK[proposal.source_type][1](proposal, voucher_id)
    state = ProposalState.ACCEPTED if proposal.lines == before else ProposalState.CORRECTED
    decide(proposal, state, actor, voucher_id)
    if actor is not None:
        _teach(proposal, actor)
    return voucher


def _book(company: Company, draft: VoucherDraft, actor: User | None) -> int:
    if actor is not None and company.policy.get("separate_reviewer"):
        require_role(actor, company, Role.ACCOUNTANT)
        return prepare_voucher(company, draft, actor=actor).pk
    return post_draft(company.pk, draft, actor)


def _put_lines(proposal: Proposal, lines: Sequence[EditedLine]) -> None:
    """The whole entry as a person rewrote it."""
    chart = books_of(proposal.company_id).chart
    proposal.lines = [
        {
            "side": line.side.value,
            "code": line.account_code,
            "name": chart.full_name(chart[line.account_code].code),
            "amount": text(line.amount),
            "description": line.description or proposal.title,
            "counterparty": line.counterparty,
        }
        for line in lines
    ]
    proposal.account_code = lines[0].account_code


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


def decide(proposal: Proposal, state: ProposalState, actor: User | None, voucher_id: int | None) -> None:
    """Write down what became of it."""
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
        proposal=proposal,
        taught_by=actor,
    )
    taught_otherwise(proposal, actor=actor)
    if proposal.account_code != proposal.proposed_code:
        suggest_rule(proposal)


def accept_all(proposals: Iterable[Proposal], *, actor: User | None, account_code: str = "") -> dict[str, int]:
    """Accept each on its own; what is refused stays open. How many were posted and how many refused."""
    counts = {"accepted": 0, "refused": 0}
    for proposal in proposals:
        try:
            accept_proposal(proposal, actor=actor, account_code=account_code)
            counts["accepted"] += 1
        except Refusal:
            counts["refused"] += 1
    return counts


def accept_proposals(company_id: int, period: AccountingPeriod, actor: User | None) -> dict[str, int]:
    """Accept every open proposal of the period the engine suggests; those it asks about stay open."""
    company = Company.objects.get(pk=company_id)
    waiting = Proposal.objects.filter(company=company, period=str(period), state=ProposalState.PROPOSED)
    counts = accept_all(waiting.exclude(action="ask").order_by("date", "pk"), actor=actor)
    return {**counts, "asked": waiting.filter(action="ask").count()}
