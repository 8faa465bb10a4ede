"""Undo the decision of a proposal: it waits again, and what it taught is forgotten.

Rule kept: nothing posted is changed. A voucher not yet posted is discarded; a posted one is reversed by a red-letter
voucher, and its bank lines are open again.
"""

from __future__ import annotations

from django.db import transaction

from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.models import (
    AccountHistory,
    BankMatch,
    MatchState,
    Proposal,
    ProposalState,
    RefusedAccount,
    Voucher,
    VoucherState,
)
from bookkeeping.services.prepare_voucher import discard_voucher
from bookkeeping.services.propose_period import propose_entry
from bookkeeping.services.refit_engine import forget_entry
from bookkeeping.services.refuse_account import lift_refusal
from bookkeeping.services.reverse_voucher import reverse_voucher
from bookkeeping.services.undo_match import release
from bookkeeping.services.withdraw_review import withdraw_review
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User

_OPEN = (ProposalState.PROPOSED, ProposalState.UNDONE)


@transaction.atomic
def undo_decision(proposal: Proposal, *, actor: User) -> Proposal:
    """The proposal that waits now. Raises `VoucherRefused` without a decision, `PeriodClosed`, `NotPermitted`."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("company", "voucher").get(pk=proposal.pk)
    require_role(actor, proposal.company, Role.ACCOUNTANT)
    if proposal.state in _OPEN:
        raise VoucherRefused("nothing to undo", message_zh="没有可撤销的处理", rule="decided_once")
    voucher = proposal.voucher
    how = _take_back(voucher, actor) if voucher is not None else "reopened"
    for entry in AccountHistory.objects.filter(proposal=proposal).select_related("company"):
        forget_entry(entry)
    for refused in RefusedAccount.objects.filter(proposal=proposal, lifted_at=None):
        lift_refusal(refused, actor=actor)
    proposal.refresh_from_db()
    proposal.state = ProposalState.UNDONE
    proposal.save(update_fields=["state"])
    content = {"account": proposal.account_code, "how": how, "voucher": voucher.pk if voucher else None}
    record(company=proposal.company, actor=actor, action="proposal.undone", subject=proposal, content=content)
    return _waiting_again(proposal)


def _take_back(voucher: Voucher, actor: User) -> str:
    for match in BankMatch.objects.filter(state=MatchState.MATCHED, lines__ledger_line__voucher=voucher).distinct():
        release(match, actor=None)
    if voucher.state == VoucherState.POSTED:
        reverse_voucher(voucher, actor=actor, day=voucher.date, reason="撤销采纳")
        return "reversed"
    if voucher.state == VoucherState.REVIEWED:
        voucher = withdraw_review(voucher, actor=actor)
    discard_voucher(voucher, actor=actor)
    return "discarded"


def _waiting_again(proposal: Proposal) -> Proposal:
    if proposal.source_type == "invoice":
        return propose_entry(proposal.company_id, proposal.source_id, may_post=False)
    names = ("company", "period", "source_type", "source_id", "date", "title", "facts", "lines", "account_code",
             "proposed_code", "confidence", "layer", "reason_zh", "reason_en", "alternatives", "action")  # fmt: skip
    return Proposal.objects.create(**{name: getattr(proposal, name) for name in names})
