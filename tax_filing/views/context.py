"""What `company_view` puts on the request, typed."""

from __future__ import annotations

from django.http import HttpRequest

from foundation.models import Company, Role, User
from kernel.period import AccountingPeriod


class CompanyRequest(HttpRequest):
    """A request inside a company."""

    company: Company
    role: Role
    period: AccountingPeriod
    user: User
