"""The returns a company owes."""

from __future__ import annotations

from foundation.models import Company
from kernel.period import AccountingPeriod
from tax_filing.domain.due import DueReturn, Duties, due_returns


def due_for(company: Company, period: AccountingPeriod) -> list[DueReturn]:
    """Returns whose tax period ends with the accounting period. Raises `NotReady` without a taxpayer status."""
    status = company.status_on(period.end)
    return due_returns(Duties(status.vat_status, status.vat_filing, company.legal_form), period)
