"""The stage of wages: nothing without employees, a person while the month is not confirmed, then its accrual."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.exports import confirm_payroll, open_books, save_employee, start_payroll
from kernel.period import AccountingPeriod
from workbench.services.run_period.booking import payroll
from workbench.services.run_period.request import PersonNeeded, Request
from workbench.services.run_period.stages import STAGES

pytestmark = pytest.mark.django_db
SEPTEMBER = AccountingPeriod(2026, 9)


def test_wages_wait_for_a_person_and_only_for_companies_that_pay_any(small_scale, accountant) -> None:
    open_books(small_scale, actor=None)
    request = Request(small_scale, SEPTEMBER, accountant, accept_suggestions=True)
    assert payroll(request) == {"vouchers": 0}
    card = {"number": "001", "name": "林一", "hired_on": date(2026, 9, 1), "base_salary": Decimal("6000.00")}
    save_employee(small_scale, card, {}, actor=accountant)
    with pytest.raises(PersonNeeded) as stopped:
        payroll(request)
    [waiting] = stopped.value.waiting
    assert (waiting.stage, waiting.count) == ("payroll", 1)
    assert waiting.url == f"/c/{small_scale.pk}/books/payroll/?period=2026-09"
    confirm_payroll(start_payroll(small_scale, SEPTEMBER, actor=accountant), actor=accountant)
    assert payroll(request) == {"vouchers": 0}  # confirming has accrued it


def test_wages_stand_between_depreciation_and_the_draft_returns() -> None:
    names = [name for name, _stage in STAGES]
    assert names.index("depreciation") + 1 == names.index("payroll") == names.index("draft_returns") - 1
