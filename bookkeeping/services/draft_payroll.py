"""The main job's way to payroll: see to it that a draft is there, and say how many people wait for a confirmation."""

from __future__ import annotations

from bookkeeping.selectors.payroll import is_awaited
from bookkeeping.services.compute_payroll import start_payroll
from foundation.models import Company, User
from kernel.period import AccountingPeriod


def draft_payroll(company_id: int, period: AccountingPeriod, actor: User | None) -> int:
    """People whose pay of the month is not confirmed; 0 when it is, or when nobody is paid. Raises `PeriodClosed`."""
    if not is_awaited(company_id, period):
        return 0
    payroll = start_payroll(Company.objects.get(pk=company_id), period, actor=actor)
    return payroll.lines.count() or 1  # a draft nobody is on waits as well
