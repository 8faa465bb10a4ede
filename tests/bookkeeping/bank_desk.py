"""A bank account with capital paid in, and short ways to add lines to its ledger and to its statement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.models import BankAccount, BankLine, BankStatement, JournalLine
from bookkeeping.services.post_drafts import post_draft
from foundation.models import Company

D = Decimal
Lines = Callable[..., BankLine]


@pytest.fixture
def bank(small_scale: Company, accountant) -> BankAccount:
    post_draft(small_scale.pk, _draft(1, "10086.50", "3001", "投入资本"), accountant)
    return BankAccount.objects.create(
        company=small_scale, name="基本户", number="6999000011112222", account_code="1002"
    )


def _draft(day: int, amount: str, code: str, words: str, party: str = "") -> VoucherDraft:
    value = D(amount)
    money = DraftLine("1002", max(value, D(0)), max(-value, D(0)), words)
    other = DraftLine(code, max(-value, D(0)), max(value, D(0)), words, counterparty=party)
    return VoucherDraft(date(2026, 9, day), words, (money, other), f"test:{day}:{amount}:{words}")


@pytest.fixture
def book(bank: BankAccount, accountant) -> Callable[..., JournalLine]:
    def add(day: int, amount: str, party: str = "", words: str = "货款") -> JournalLine:
        code = "1122" if D(amount) > 0 else "2202"
        voucher = post_draft(bank.company_id, _draft(day, amount, code, words, party), accountant)
        return JournalLine.objects.get(voucher_id=voucher, account__code="1002")

    return add


@pytest.fixture
def line(bank: BankAccount) -> Lines:
    statement = BankStatement.objects.create(company=bank.company, account=bank, layout="test")

    def add(day: int, amount: str, party: str = "", words: str = "转账", **more) -> BankLine:
        count = BankLine.objects.count()
        values = {"account": bank, "statement": statement, "position": count, "fingerprint": str(count), **more}
        return BankLine.objects.create(
            company=bank.company,
            date=date(2026, 9, day),
            amount=D(amount),
            counterparty_name=party,
            description=words,
            **values,
        )

    return add


@pytest.fixture
def capital(line: Lines) -> BankLine:
    """The bank's side of the capital, with its balance."""
    return line(1, "10086.50", words="投入资本", balance=D("10086.50"))
