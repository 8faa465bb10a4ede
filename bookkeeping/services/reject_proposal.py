"""Reject a proposal: its source stays unbooked, and the engine remembers the account that was wrong."""

from __future__ import annotations

from django.db import transaction

from bookkeeping.models import Proposal, ProposalState
from bookkeeping.selectors.company_word import place_of_proposal
from bookkeeping.services.accept_proposal import decide, locked
from bookkeeping.services.decide_rule import follow
from bookkeeping.services.refuse_account import refuse_account
from foundation.models import User


@transaction.atomic
def reject_proposal(proposal: Proposal, *, actor: User, reason: str = "", remember: bool = True) -> None:
    """Set the proposal aside; with `remember` the account is not proposed again for this counterparty and sort.

    Raises `VoucherRefused` when decided before.
    """
    proposal = locked(proposal)
    proposal.facts = {**proposal.facts, "rejected_because": reason}
    decide(proposal, ProposalState.REJECTED, actor, None)
    if remember:
        refuse_account(proposal, actor=actor, reason=reason)
        follow(proposal.company, place_of_proposal(proposal))
