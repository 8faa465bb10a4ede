"""The demo agency's people: one for each role, with passwords made on this installation and kept in one file.

Rule kept: a password is made when its person is; a second run changes nobody's password.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from foundation.models import Agency, Membership, Role, User

AGENCY: Final = "青禾代理记账（虚构）"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Log-in name, name on vouchers and role."""

    username: str
    display_name: str
    role: Role


PEOPLE: Final = (
    DemoPerson("owner", "江若清", Role.OWNER),
    DemoPerson("supervisor", "沈明远", Role.SUPERVISOR),
    DemoPerson("accountant", "何嘉禾", Role.ACCOUNTANT),
    DemoPerson("viewer", "吕望舒", Role.VIEWER),
)


def agency() -> Agency:
    """The demo agency, made on first use."""
    return Agency.objects.get_or_create(name=AGENCY)[0]


def ensure_people(of: Agency, logins: Path) -> dict[str, User]:
    """The people by log-in name; `logins` gets a line for each one made now. Others keep what they have."""
    found, lines = {}, []
    for person in PEOPLE:
        user = User.objects.filter(username=person.username).first()
        if user is None:
            password = _password()
            user = User.objects.create_user(
                username=person.username, password=password, display_name=person.display_name
            )
            lines.append(f"  {person.username:<12}{password}   {person.role.label}")
        Membership.objects.get_or_create(user=user, agency=of, company=None, defaults={"role": person.role})
        found[person.username] = user
    if lines:
        logins.parent.mkdir(parents=True, exist_ok=True)
        logins.touch(mode=0o600)
        with logins.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    return found


def _password() -> str:
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(3))
