"""The people a company can be given to."""

from __future__ import annotations

from foundation.models import Role, User


def colleagues_of(user: User) -> list[User]:
    """Everybody who keeps books in an agency of the person, herself included, by name."""
    agencies = user.memberships.values("agency_id")
    found = User.objects.filter(
        is_active=True, memberships__agency_id__in=agencies, memberships__role__gte=Role.ACCOUNTANT
    ).distinct()
    return sorted(found, key=str)
