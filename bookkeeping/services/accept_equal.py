"""Accept a proposal together with all that wait and are equal: same counterparty, item and account."""

from __future__ import annotations

from bookkeeping.models import Proposal
from bookkeeping.selectors.review_queue import equal_to
from bookkeeping.services.accept_proposal import accept_all
from foundation.models import User


def accept_equal(proposal: Proposal, *, actor: User, account_code: str = "") -> dict[str, int]:
    """Each on its own, with `account_code` where given; how many were posted and how many refused."""
    return accept_all(equal_to(proposal), actor=actor, account_code=account_code)
