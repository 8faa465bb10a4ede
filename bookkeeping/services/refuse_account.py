"""Refused accounts: remembered with a rejection, lifted by a person or by teaching otherwise."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from bookkeeping.models import Proposal, RefusedAccount
from bookkeeping.selectors.company_word import as_row, place_of_proposal
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User


def refuse_account(proposal: Proposal, *, actor: User, reason: str) -> RefusedAccount:
    """Remember that the proposed account was wrong for this counterparty and sort of item."""
    row, made = RefusedAccount.objects.get_or_create(
        company=proposal.company,
        account_code=proposal.account_code,
        lifted_at=None,
        **as_row(place_of_proposal(proposal)),
        defaults={"reason": reason[:100], "proposal": proposal, "refused_by": actor},
    )
    if made:
        content = {"refused": str(row), "reason": reason}
        record(company=proposal.company, actor=actor, action="refused_account.kept", subject=row, content=content)
    return row


@transaction.atomic
def lift_refusal(row: RefusedAccount, *, actor: User) -> None:
    """The account may be proposed again there. Raises `NotPermitted`."""
    require_role(actor, row.company, Role.ACCOUNTANT)
    row = RefusedAccount.objects.select_for_update().select_related("company").get(pk=row.pk)
    if row.lifted_at is not None:
        return
    row.lifted_by, row.lifted_at = actor, timezone.now()
    row.save(update_fields=["lifted_by", "lifted_at"])
    content = {"refused": str(row)}
    record(company=row.company, actor=actor, action="refused_account.lifted", subject=row, content=content)


def taught_otherwise(proposal: Proposal, *, actor: User) -> None:
    """A person booked to the account himself: what was refused there before is refused no more."""
    place = as_row(place_of_proposal(proposal))
    found = RefusedAccount.objects.filter(
        company_id=proposal.company_id, account_code=proposal.account_code, lifted_at=None, **place
    )
    for row in found.select_related("company"):
        lift_refusal(row, actor=actor)
