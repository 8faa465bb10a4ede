"""Add a sub-account of the company's own below an existing account.

Rule kept: first-level accounts are the standard's; what was posted to the parent before stays where it was posted.
"""

from __future__ import annotations

from django.db import transaction

from bookkeeping.domain.account import ChartAccount
from bookkeeping.models import Account
from bookkeeping.selectors.books import books_of
from bookkeeping.services.open_books import insert_accounts
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue


@transaction.atomic
def add_account(company: Company, *, parent_code: str, name: str, actor: User | None) -> Account:
    """The new leaf account. Raises `InvalidValue` for an empty or taken name, `NotPermitted` without the role."""
    if actor is not None:
        require_role(actor, company, Role.ACCOUNTANT)
    books = books_of(company.pk)
    parent = books.chart[parent_code]
    name = name.strip()
    if not name or any(books.chart[code].name == name for code in books.chart.children(parent_code)):
        raise InvalidValue(f"{name!r} is empty or taken", message_zh=f"明细科目名称“{name}”为空或已存在")
    account = ChartAccount(
        books.chart.next_child_code(parent_code),
        name,
        parent_code,
        parent.normal_side,
        parent.category,
        tracks_counterparty=parent.tracks_counterparty,
    )
    insert_accounts(company, books.chart.extended([account]), [account], custom=True)
    row = Account.objects.get(company=company, code=account.code)
    record(company=company, actor=actor, action="account.added", subject=row, content={"code": row.code, "name": name})
    return row
