"""What a person says of a statement that waits: whose account it is, what its columns mean; or that it goes again.

Rule kept: what columns mean is remembered for the company, and the next file with that header is read alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from bookkeeping.bank.header import fingerprint
from bookkeeping.bank.read import UnknownLayout, read_statements
from bookkeeping.bank.rows import TURNED
from bookkeeping.domain.bank_statement import Statement
from bookkeeping.models import BankAccount, BankLineState, BankStatement, StatementMapping, StatementState
from bookkeeping.selectors.bank import explained
from bookkeeping.services.import_statement import fill, keep, read
from foundation.access import require_role
from foundation.audit import record
from foundation.documents.exports import open_document
from foundation.models import Role, User
from kernel.errors import InvalidValue, NotReady

MEANINGS = (
    "date", "time", "in", "out", "amount", "direction", "balance", "name", "account", "bank", "description",
    "reference", "serial", "currency",
)  # fmt: skip
"""What a column may be said to mean."""


@transaction.atomic
def choose_account(row: BankStatement, account: BankAccount, *, actor: User) -> BankStatement:
    """The statement is of this account. Raises `NotReady` once it is filled, `InvalidValue` for another currency."""
    require_role(actor, row.company, Role.ACCOUNTANT)
    if row.state != StatementState.NEEDS_ACCOUNT or account.company_id != row.company_id:
        raise NotReady("the statement has an account", message_zh="这份对账单已有账户")
    statement = statement_of(row)
    if statement.account and not account.number and "*" not in statement.account:
        account.number = statement.account
        account.save(update_fields=["number"])
    fill(row, statement, account, actor=actor)
    return row


def statement_of(row: BankStatement) -> Statement:
    """The value the row was made of, read anew. Raises `InvalidValue` when the file is gone or no longer readable."""
    if row.document is None:
        raise InvalidValue("the statement has no file", message_zh="这份对账单没有原件")
    return read(row.company_id, open_document(row.document))[row.part]


def unknown_columns(row: BankStatement) -> tuple[list[str], list[list[str]]]:
    """Titles and first rows of a file nobody knows the columns of; nothing where it is known by now."""
    if row.document is None:
        return [], []
    try:
        read_statements(open_document(row.document), explained=explained(row.company_id))
    except UnknownLayout as unknown:
        titles, rows = unknown.facts["titles"], unknown.facts["rows"]
        return (titles, rows) if isinstance(titles, list) and isinstance(rows, list) else ([], [])
    return [], []


@transaction.atomic
def explain_columns(row: BankStatement, columns: Mapping[str, int], sign: str, *, actor: User) -> BankStatement:
    """Remember what the columns are and read the file by it. Raises `InvalidValue` where that reads nothing."""
    require_role(actor, row.company, Role.ACCOUNTANT)
    if row.document is None or row.state != StatementState.NEEDS_COLUMNS:
        raise NotReady("the columns are known", message_zh="这份对账单的列已确定")
    titles, _rows = unknown_columns(row)
    _check(columns, len(titles), sign)
    StatementMapping.objects.update_or_create(
        company=row.company,
        header=fingerprint(titles),
        defaults={"columns": dict(columns), "sign": sign, "decided_by": actor},
    )
    content = {"titles": titles, "columns": dict(columns), "sign": sign}
    record(company=row.company, actor=actor, action="bank_statement.columns_explained", subject=row, content=content)
    found = read(row.company_id, open_document(row.document))
    if not found or not found[0].lines:
        raise InvalidValue("no line can be read by these columns", message_zh="按这些列读不出任何流水，请检查")
    return keep(row.document, found, actor=actor)[0]


def _check(columns: Mapping[str, int], width: int, sign: str) -> None:
    if not set(columns) <= set(MEANINGS) or not all(0 <= place < width for place in columns.values()):
        raise InvalidValue("unknown columns", message_zh="列的含义不正确")
    if not {"date", "time"} & columns.keys():
        raise InvalidValue("no column is the date", message_zh="请指定日期所在的列")
    if not ({"in", "out"} <= columns.keys() or "amount" in columns):
        raise InvalidValue("no column is the amount", message_zh="请指定收入和支出两列，或金额一列")
    if sign not in {"", TURNED}:
        raise InvalidValue(f"no sign {sign!r}", message_zh="收支方向不正确")


@transaction.atomic
def discard_statement(row: BankStatement, *, actor: User) -> None:
    """Take a statement and its lines out again; its file stays. Raises `NotReady` when a line is reconciled."""
    require_role(actor, row.company, Role.ACCOUNTANT)
    if row.lines.exclude(state=BankLineState.OPEN).exists():
        raise NotReady("lines of it are reconciled", message_zh="其中有已对账的流水，请先取消对账")
    content = {"account": str(row.account or ""), "layout": row.layout, "lines": row.added}
    record(company=row.company, actor=actor, action="bank_statement.discarded", subject=row, content=content)
    row.lines.all().delete()
    row.delete()
