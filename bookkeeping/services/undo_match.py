"""Undo a match, or set a suggestion aside: its lines are open again, and the matcher does not offer them again.

Rule kept: nothing is deleted; who undid what and when stays with the match.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from bookkeeping.models import BankLine, BankLineState, BankMatch, MatchState
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import NotReady


@transaction.atomic
def undo_match(match: BankMatch, *, actor: User) -> BankMatch:
    """Take a match apart, or set a suggestion aside. Raises `NotReady` when that was done before, `NotPermitted`."""
    require_role(actor, match.company, Role.ACCOUNTANT)
    match = BankMatch.objects.select_for_update().select_related("company").get(pk=match.pk)
    if match.state not in {MatchState.MATCHED, MatchState.SUGGESTED}:
        raise NotReady("this match was undone before", message_zh="该对账匹配已撤销")
    action = "bank_match.undone" if match.state == MatchState.MATCHED else "bank_match.rejected"
    release(match, actor=actor)
    record(company=match.company, actor=actor, action=action, subject=match, content=content_of(match))
    return match


def release(match: BankMatch, *, actor: User | None) -> None:
    """Open the lines of a match again. Without an actor nothing is learned from it."""
    was_matched = match.state == MatchState.MATCHED
    match.state = MatchState.UNDONE if was_matched else MatchState.REJECTED
    match.undone_by, match.undone_at = actor, timezone.now()
    match.save(update_fields=["state", "undone_by", "undone_at"])
    match.lines.update(holds=False)
    if was_matched:
        BankLine.objects.filter(matches__match=match).update(state=BankLineState.OPEN)


def content_of(match: BankMatch) -> dict[str, object]:
    """What the audit trail keeps of a match."""
    rows = list(match.lines.values_list("ledger_line_id", "bank_line_id"))
    return {
        "ledger_lines": [ours for ours, _ in rows if ours],
        "bank_lines": [theirs for _, theirs in rows if theirs],
        "layer": match.layer,
        "difference": str(match.difference),
    }
