"""The API's view of a period: `?period=2026-10`, default the period the company works on."""

from __future__ import annotations

from typing import cast

from rest_framework.request import Request

from foundation.api_views import CompanyAPIView
from foundation.models import User
from kernel.period import AccountingPeriod


class BooksAPIView(CompanyAPIView):
    """Base of the books API."""

    def actor(self, request: Request) -> User:
        """The person acting."""
        return cast("User", request.user)

    def span(self, request: Request) -> tuple[AccountingPeriod, AccountingPeriod]:
        """From `?from=` (default: the period itself) to the period. Raises `InvalidValue`."""
        asked = request.query_params.get("from", "")
        start = AccountingPeriod.parse(asked) if asked else self.period
        return min(start, self.period), self.period
