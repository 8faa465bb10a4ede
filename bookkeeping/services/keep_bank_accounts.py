"""Enter an account at a bank or wallet, or change it.

Rule kept: the ledger account is a leaf of the company's chart; an account whose lines are kept is put out of use, never
deleted, and keeps its currency.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from bookkeeping.models import BankAccount, BankAccountKind, BankLine
from bookkeeping.selectors.books import books_of
from bookkeeping.services.open_books import ensure_books
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class BankAccountFacts:
    """What a person says of an account."""

    name: str
    account_code: str
    kind: str = BankAccountKind.BANK
    bank: str = ""
    number: str = ""
    currency: str = "CNY"
    is_active: bool = True


@transaction.atomic
def save_bank_account(
    company: Company, facts: BankAccountFacts, *, actor: User | None, row: BankAccount | None = None
) -> BankAccount:
    """The account, new or changed. Raises `InvalidValue` for an unknown ledger account or a number that is taken."""
    if actor is not None:
        require_role(actor, company, Role.ACCOUNTANT)
    ensure_books(company.pk, company.first_period.start)
    _check(company, facts, row)
    action = "bank_account.changed" if row else "bank_account.added"
    row = row or BankAccount(company=company)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.number = "".join(row.number.split())
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise InvalidValue(f"{facts.number} is taken", message_zh=f"账号 {facts.number} 已存在") from error
    record(company=company, actor=actor, action=action, subject=row, content=asdict(facts))
    return row


def _check(company: Company, facts: BankAccountFacts, row: BankAccount | None) -> None:
    if not facts.name.strip():
        raise InvalidValue("the account needs a name", message_zh="请填写账户名称")
    if facts.kind not in BankAccountKind.values:
        raise InvalidValue(f"no kind {facts.kind!r}", message_zh="账户类型不正确")
    if len(facts.currency) != 3 or not facts.currency.isalpha() or not facts.currency.isupper():
        raise InvalidValue(f"{facts.currency} is no currency", message_zh="币种应为三个大写字母")
    chart = books_of(company.pk).chart
    if facts.account_code not in chart or not chart.is_leaf(facts.account_code):
        raise InvalidValue(f"{facts.account_code} is no leaf", message_zh=f"科目 {facts.account_code} 不是末级科目")
    if row and row.currency != facts.currency and BankLine.objects.filter(account=row).exists():
        raise InvalidValue("an account with lines keeps its currency", message_zh="已有流水的账户不能改币种")
