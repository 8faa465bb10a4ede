"""Take a bank statement in: the file is kept, its account recognised, its lines kept once, what is wrong with it said.

Rules kept: the same file twice, or files that overlap, bring a movement once; a statement whose account or columns
nobody knows waits for a person and brings nothing until then; what a card behind a wallet paid is no line of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from bookkeeping.bank.read import UnknownLayout, read_statements
from bookkeeping.domain.bank_fingerprints import new_lines
from bookkeeping.domain.bank_statement import Statement, StatementLine
from bookkeeping.models import BankAccount, BankLine, BankStatement, StatementState
from bookkeeping.selectors.bank import account_of, explained, known_lines
from foundation.access import require_role
from foundation.audit import record
from foundation.documents.exports import mark, receive_bytes
from foundation.jobs import enqueue
from foundation.models import Company, Document, DocumentState, Role, User
from kernel.errors import InvalidValue
from kernel.finding import Finding, Severity

READ_JOB: Final = "bookkeeping.read_statement"
ROWS_AT_ONCE: Final = 2_000


def start_reading(document: Document) -> None:
    """Put the reading of a statement on the job table; asking twice is asking once."""
    enqueue(READ_JOB, {"document_id": document.pk}, company=document.company, key=f"statement:{document.pk}")


def import_statement(company: Company, name: str, content: bytes, *, actor: User) -> list[BankStatement]:
    """The statements of a file. Raises `InvalidValue` for what is none (then nothing is kept), `NotPermitted`."""
    require_role(actor, company, Role.ACCOUNTANT)
    found = read(company.pk, content)
    with transaction.atomic():
        document = receive_bytes(company, name, content, actor, read=False)
        return keep(document, found, actor=actor)


def read(company_id: int, content: bytes) -> list[Statement]:
    """The statements of a file, or none where a person must say what its columns are. Raises `InvalidValue`."""
    try:
        return read_statements(content, explained=explained(company_id))
    except UnknownLayout:
        return []


def keep(document: Document, found: Sequence[Statement], *, actor: User | None) -> list[BankStatement]:
    """Rows for what was read of a document; one that is kept already stays as it is."""
    kept = {row.part: row for row in BankStatement.objects.filter(document=document)}
    rows = []
    for part, statement in enumerate(found):
        row = kept.get(part)
        if row is None or row.state == StatementState.NEEDS_COLUMNS:
            row = _keep_one(document, part, statement, row, actor)
        elif row.account is not None:
            _add_lines(row, statement, row.account)  # another file with the same lines may have been taken out since
        rows.append(row)
    if not found and not kept:
        rows = [_wait_for_columns(document, actor)]
    mark(document, DocumentState.READ)
    return rows or list(kept.values())


def _wait_for_columns(document: Document, actor: User | None) -> BankStatement:
    company = document.company
    row = BankStatement.objects.create(
        company=company, document=document, state=StatementState.NEEDS_COLUMNS, imported_by=actor
    )
    record(company=company, actor=actor, action="bank_statement.received", subject=row, content={"state": row.state})
    return row


def _keep_one(
    document: Document, part: int, statement: Statement, row: BankStatement | None, actor: User | None
) -> BankStatement:
    company = document.company
    row = row or BankStatement(company=company, document=document, part=part)
    row.layout, row.imported_by = statement.layout, actor
    row.start, row.end = statement.first_day, statement.last_day
    balances = {"opening_balance": statement.opening_balance, "closing_balance": statement.closing_balance}
    for name, balance in balances.items():
        setattr(row, name, balance)  # unknown is not 0
    row.is_proved = statement.is_proved
    row.findings = [_told(finding) for finding in statement.findings]
    row.state = StatementState.NEEDS_ACCOUNT
    row.save()
    account = account_of(company.pk, statement)
    if account is not None:
        fill(row, statement, account, actor=actor)
    else:
        content = {"state": row.state, "layout": row.layout}
        record(company=company, actor=actor, action="bank_statement.received", subject=row, content=content)
    return row


def fill(row: BankStatement, statement: Statement, account: BankAccount, *, actor: User | None) -> None:
    """Keep the lines of a statement the account lacks. Raises `InvalidValue` where the currencies differ."""
    if account.currency != statement.currency:
        raise InvalidValue(
            f"the account is in {account.currency}, the statement in {statement.currency}",
            message_zh=f"账户币种是 {account.currency}，对账单币种是 {statement.currency}",
        )
    row.account, row.state = account, StatementState.IMPORTED
    row.save()
    row.known = _add_lines(row, statement, account)
    row.findings = [*row.findings, *map(_told, _paid_elsewhere(statement))]
    row.save()
    content = {"account": account.name, "layout": row.layout, "added": row.added, "known": row.known}
    record(company=row.company, actor=actor, action="bank_statement.imported", subject=row, content=content)


def _add_lines(row: BankStatement, statement: Statement, account: BankAccount) -> int:
    """Write the lines the account lacks; how many it had."""
    BankAccount.objects.select_for_update().get(pk=account.pk)  # one import of an account at a time
    moved = [line for line in statement.lines if not line.paid_by and line.amount]
    fresh = new_lines(moved, statement.layout, known_lines(account, statement)) if moved else []
    places = _positions(moved)
    lines = [_row(row, account, line, fingerprint, places[id(line)]) for line, fingerprint in fresh]
    BankLine.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE)
    row.added += len(fresh)
    row.save(update_fields=["added"])
    return len(moved) - len(fresh)


def _positions(lines: Sequence[StatementLine]) -> dict[int, int]:
    """The place of each line within its day, which stays the same in whatever file the day comes."""
    met: Counter[Any] = Counter()
    places = {}
    for line in lines:
        places[id(line)] = met[line.day]
        met[line.day] += 1
    return places


def _row(statement: BankStatement, account: BankAccount, line: StatementLine, fingerprint: str, place: int) -> BankLine:
    return BankLine(
        company_id=statement.company_id,
        account=account,
        statement=statement,
        position=place,
        date=line.day,
        time=line.time,
        amount=line.amount,
        balance=line.balance,  # type: ignore[misc]  # unknown is not 0
        counterparty_name=line.counterparty,
        counterparty_account=line.counterparty_account,
        counterparty_bank=line.counterparty_bank,
        description=line.description,
        reference=line.reference,
        serial_number=line.serial_number,
        fingerprint=fingerprint,
    )


def _paid_elsewhere(statement: Statement) -> list[Finding]:
    elsewhere = [line for line in statement.lines if line.paid_by]
    if not elsewhere:
        return []
    count, amount = len(elsewhere), sum((line.amount for line in elsewhere), Decimal(0))
    ways = "、".join(sorted({line.paid_by for line in elsewhere}))[:80]
    return [
        Finding(
            rule="statement_paid_elsewhere",
            severity=Severity.INFO,
            message_zh=f"{count} 笔（合计 {amount:,.2f}）由其他账户支付（{ways}），以那些账户的对账单为准",
            message_en=f"{count} lines ({amount:,.2f} together) were paid by other accounts; their statements count",
            evidence={"count": str(count), "amount": f"{amount:.2f}"},
        )
    ]


def _told(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "severity": finding.severity.value}
