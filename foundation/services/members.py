"""Adding, changing and removing members of a company, each written to the audit trail."""

from __future__ import annotations

import secrets

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Membership, Role, User
from kernel.errors import NotReady


@transaction.atomic
def set_member(company: Company, *, actor: User, username: str, role: Role, display_name: str = "") -> str | None:
    """Give the person this role for the company. Returns the first password when the log-in is new.

    Only people of the same agency, or new ones, can be added: a name taken elsewhere is refused without a hint.
    """
    require_role(actor, company, Role.OWNER)
    user = User.objects.filter(username=username).first()
    password = None
    if user is None:
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(username=username, password=password, display_name=display_name)
    elif not user.memberships.filter(agency_id=company.agency_id).exists():
        raise NotReady("this name cannot be used", message_zh="该登录名不可用，请换一个")
    Membership.objects.update_or_create(user=user, agency=company.agency, company=company, defaults={"role": role})
    record(company=company, actor=actor, action="member.set", subject=user, content={"role": role.name})
    return password


@transaction.atomic
def remove_member(company: Company, *, membership_id: int, actor: User) -> None:
    """Take the person's role for this company away. Owners do not remove themselves."""
    require_role(actor, company, Role.OWNER)
    membership = Membership.objects.filter(pk=membership_id, company=company).select_related("user").first()
    if membership is None or membership.user_id == actor.pk:
        raise NotReady("this member cannot be removed here", message_zh="不能在此移除该成员")
    record(company=company, actor=actor, action="member.removed", subject=membership.user)
    membership.delete()
