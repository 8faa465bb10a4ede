"""Which accounting period a page shows."""

from __future__ import annotations

from django.http import Http404

from foundation.models import Company
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod


def shown_period(company: Company, asked: str | None) -> AccountingPeriod:
    """The period asked for, else the one the company is working on. Raises Http404 for nonsense."""
    if not asked:
        return AccountingPeriod.parse(company.period_in_work or company.books_begin)
    try:
        return AccountingPeriod.parse(asked)
    except InvalidValue as error:
        raise Http404 from error
