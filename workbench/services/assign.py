"""Giving companies to a person, or to nobody.

Rule kept: supervisors give companies to any member; an accountant may take one for herself or give her own back.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from foundation.access import require_role, role_in
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import NotPermitted
from workbench.models import Assignment


@transaction.atomic
def assign(companies: Iterable[Company], person: User | None, *, actor: User) -> int:
    """How many companies changed hands. Raises `NotPermitted`, and then none did."""
    return sum(_assign(company, person, actor) for company in companies)


def _assign(company: Company, person: User | None, actor: User) -> bool:
    held = Assignment.objects.select_related("person").filter(company=company).first()
    before = held.person if held else None
    if before == person:
        return False
    own_affair = {before, person} <= {actor, None}
    require_role(actor, company, Role.ACCOUNTANT if own_affair else Role.SUPERVISOR)
    if person is None:
        Assignment.objects.filter(company=company).delete()
    else:
        _require_member(person, company)
        Assignment.objects.update_or_create(company=company, defaults={"person": person, "assigned_by": actor})
    content = {"from": str(before or ""), "to": str(person or "")}
    record(company=company, actor=actor, action="company.assigned", subject=str(person or ""), content=content)
    return True


def _require_member(person: User, company: Company) -> None:
    if role_in(person, company) is None:
        raise NotPermitted(f"{person} is no member of {company}", message_zh=f"{person} 不是“{company}”的成员")
