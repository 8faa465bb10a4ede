"""Log-in by allauth. Nobody signs up: an owner adds people."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by owners, so the sign-up page stays shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
