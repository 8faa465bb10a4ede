"""The stage of the bank: nothing without a statement; proposals wait for a person or are accepted in a name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.exports import open_books
from bookkeeping.models import BankAccount, BankLine, BankStatement
from kernel.period import AccountingPeriod
from workbench.services.run_period.booking import bank_reconciliation
from workbench.services.run_period.request import PersonNeeded, Request
from workbench.services.run_period.stages import STAGES

pytestmark = pytest.mark.django_db
SEPTEMBER = AccountingPeriod(2026, 9)


def _fee(company) -> BankLine:
    account = BankAccount.objects.create(company=company, name="基本户", account_code="1002")
    statement = BankStatement.objects.create(company=company, account=account, layout="test", start=date(2026, 9, 1))
    return BankLine.objects.create(
        company=company,
        account=account,
        statement=statement,
        date=date(2026, 9, 30),
        amount=Decimal("-15.00"),
        description="账户管理费",
        fingerprint="1",
    )


def test_bank_lines_without_a_partner_wait_for_a_person_or_are_booked_in_a_name(small_scale, accountant) -> None:
    open_books(small_scale, actor=None)
    quiet = bank_reconciliation(Request(small_scale, SEPTEMBER))
    assert (quiet["matched"], quiet["proposed"]) == (0, 0)
    line = _fee(small_scale)
    with pytest.raises(PersonNeeded) as stopped:
        bank_reconciliation(Request(small_scale, SEPTEMBER, accountant))
    [waiting] = stopped.value.waiting
    assert (waiting.stage, waiting.count) == ("bank_reconciliation", 1)
    counts = bank_reconciliation(Request(small_scale, SEPTEMBER, accountant, accept_suggestions=True))
    assert counts["accepted"] == 1
    line.refresh_from_db()
    assert line.state == "matched"


def test_the_bank_stands_between_entries_and_depreciation() -> None:
    names = [name for name, _stage in STAGES]
    assert names.index("entries") + 1 == names.index("bank_reconciliation") == names.index("depreciation") - 1
