"""Keeping the portal account of a company. The password goes in and is never shown again."""

from __future__ import annotations

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.credentials import store_secret
from foundation.models import Company, Role, Secret, User
from rpa.services.carry_out import CREDENTIALS, SESSION


def keep_account(company: Company, *, user_name: str, password: str, actor: User) -> None:
    """Replace the account; the session of the old one is forgotten. Raises `NotPermitted`."""
    require_role(actor, company, Role.OWNER)
    with transaction.atomic():
        store_secret(company, CREDENTIALS, {"user_name": user_name, "password": password})
        Secret.objects.filter(company=company, purpose=SESSION).delete()
        record(company=company, actor=actor, action="bot.account_kept", content={"user_name": user_name})
