"""Start-up checks: what would go wrong later is said now, with an id and a hint."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register


@register()
def credentials_keys(**_: Any) -> list[CheckMessage]:
    """Every credentials key must be a Fernet key."""
    try:
        for key in settings.CREDENTIALS_KEYS:
            Fernet(key.strip())
    except ValueError:
        hint = (
            "Make one with: python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
        )
        return [checks.Error("CREDENTIALS_KEYS holds something that is no key", hint=hint, id="foundation.E001")]
    return []


@register(deploy=True)
def several_machines(**_: Any) -> list[CheckMessage]:
    """The filesystem broker serves one machine."""
    if str(settings.CELERY_BROKER_URL).startswith("filesystem"):
        hint = "Set CELERY_BROKER_URL=redis://… when workers run on more than one machine."
        return [checks.Warning("The broker is a folder of this machine", hint=hint, id="foundation.W001")]
    return []
