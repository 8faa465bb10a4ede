"""Start a takeover, take its files in, and say what becomes of each account of the other package.

Rule kept: files are kept as received; every decision of a person is remembered for the next time.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from bookkeeping.domain.account import Chart
from bookkeeping.models import ChartMapping, Takeover, TakeoverAccount, TakeoverSheet
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.takeover import Material, material_of, remembered, wide_chart
from bookkeeping.services.open_books import ensure_books
from bookkeeping.takeover.mapping import Action, Decision, propose
from bookkeeping.takeover.sheets import Head, Kind, recognise
from bookkeeping.takeover.words import words
from foundation.access import require_role
from foundation.audit import record
from foundation.documents.exports import mark, receive_bytes
from foundation.models import Company, DocumentState, Role, User
from foundation.workbooks import MAX_BYTES, read_sheets
from kernel.errors import InvalidValue, NotReady

MET = (
    "code", "name", "parent", "is_leaf", "currency", "unit", "analysis",
    "action", "target", "new_name", "confidence", "reason",
)  # fmt: skip
"""What a file says anew of an account, and what is proposed for it."""


@transaction.atomic
def start_takeover(company: Company, source: str, *, actor: User) -> Takeover:
    """A new takeover from a package. Raises `InvalidValue` for an unknown one, `NotPermitted`."""
    require_role(actor, company, Role.ACCOUNTANT)
    if source not in words().packages:
        raise InvalidValue(f"unknown package {source!r}", message_zh="请选择原软件")
    ensure_books(company.pk, company.first_period.start)
    row = Takeover.objects.create(company=company, source=source, started_by=actor)
    record(company=company, actor=actor, action="takeover.started", subject=row, content={"source": source})
    return row


def add_file(takeover: Takeover, name: str, content: bytes, *, actor: User) -> list[TakeoverSheet]:
    """The sheets of a file that are of some kind. Raises `InvalidValue` when none is, and then keeps nothing."""
    company = takeover.company
    require_role(actor, company, Role.ACCOUNTANT)
    if len(content) > MAX_BYTES:
        raise InvalidValue("the file is larger than 20 MB", message_zh="文件超过 20 MB")
    heads: list[tuple[int, str, Head]] = []
    refusal = InvalidValue("the file is empty", message_zh="文件是空的")
    for place, sheet in enumerate(read_sheets(content)):
        try:
            heads.append((place, sheet.name, recognise(sheet.rows)))
        except InvalidValue as error:
            refusal = error
    if not heads:
        raise refusal
    with transaction.atomic():
        document = receive_bytes(company, name, content, actor)
        mark(document, DocumentState.READ)  # no reader of invoices takes tables; this room has read it
        rows = [
            TakeoverSheet.objects.get_or_create(
                takeover=takeover,
                document=document,
                position=place,
                defaults=_terms(company, head) | {"name": said[:60]},
            )[0]
            for place, said, head in heads
        ]
        propose_accounts(takeover)
        content_of = {"name": document.name, "sha256": document.sha256, "kinds": [row.kind for row in rows]}
        record(company=company, actor=actor, action="takeover.file_added", subject=takeover, content=content_of)
    return rows


def _terms(company: Company, head: Head) -> dict[str, object]:
    """Kind, months and proposed use of a sheet."""
    terms: dict[str, object] = {
        "kind": head.kind.value,
        "start": str(head.start or ""),
        "end": str(head.end or ""),
        "unknown": list(head.unknown)[:20],
    }
    if head.kind in {Kind.BALANCES, Kind.PARTIES}:
        terms["use"] = _use(company, head)
    return terms


def _use(company: Company, head: Head) -> str:
    """Closing of the month before the books begin, opening of the month they begin; anything later is a check."""
    first = company.first_period
    closes, opens = head.has("closing", "closing_debit"), head.has("opening", "opening_debit", "year_opening")
    if not closes:
        return "opening"
    if head.end is not None and head.end >= first:
        return "opening" if opens and head.start is not None and head.start <= first and first.month == 1 else "check"
    return "closing"


@transaction.atomic
def set_use(sheet: TakeoverSheet, use: str, *, actor: User) -> None:
    """Say what a balance table is for. Raises `InvalidValue` for another kind of sheet."""
    require_role(actor, sheet.takeover.company, Role.ACCOUNTANT)
    if use not in {"closing", "opening", "check"} or not sheet.use:
        raise InvalidValue(f"no use {use!r}", message_zh="用途不正确")
    sheet.use = use
    sheet.save(update_fields=["use"])


@transaction.atomic
def remove_sheet(sheet: TakeoverSheet, *, actor: User) -> None:
    """Leave a sheet out. Raises `NotReady` once it was imported: what stands in the books keeps its source."""
    company = sheet.takeover.company
    require_role(actor, company, Role.ACCOUNTANT)
    if sheet.imported_at is not None:
        raise NotReady("the sheet was imported", message_zh="已导入的文件不能移除")
    takeover = sheet.takeover
    content = {"name": str(sheet)}
    sheet.delete()
    propose_accounts(takeover)
    record(company=company, actor=actor, action="takeover.file_removed", subject=takeover, content=content)


def propose_accounts(takeover: Takeover, material: Material | None = None) -> None:
    """Rows for every account met in the files; what a person decided stays, accounts no longer met go."""
    found = material or material_of(takeover)
    chart = wide_chart(books_of(takeover.company_id))
    decisions = propose(chart, found.accounts, remembered(takeover))
    kept = {row.key: row for row in takeover.accounts.all()}
    rows = []
    for account in found.accounts:
        key = account.code or account.name
        row = kept.pop(key, None) or TakeoverAccount(takeover=takeover, key=key)
        row.code, row.name, row.parent, row.is_leaf = (
            account.code,
            account.full_name[:200],
            account.parent,
            account.is_leaf,
        )
        row.currency, row.unit, row.analysis = account.currency[:20], account.unit[:20], account.analysis[:60]
        if row.decided_by_id is None and not row.our_code:
            _take(row, decisions[key])
        rows.append(row)
    TakeoverAccount.objects.filter(pk__in=[row.pk for row in kept.values() if not row.our_code]).delete()
    TakeoverAccount.objects.bulk_create([row for row in rows if row.pk is None])
    TakeoverAccount.objects.bulk_update([row for row in rows if row.pk is not None], MET, batch_size=200)


def _take(row: TakeoverAccount, decision: Decision) -> None:
    row.action, row.target = decision.action.value, decision.target
    row.new_name = "" if decision.action is Action.ACCOUNT else decision.name[:120]
    row.confidence, row.reason = decision.confidence, decision.reason


@transaction.atomic
def decide_accounts(takeover: Takeover, decisions: Mapping[int, Decision], *, actor: User) -> int:
    """What a person says of accounts, by row; how many were changed or confirmed. Raises `InvalidValue`."""
    company = takeover.company
    require_role(actor, company, Role.ACCOUNTANT)
    chart = wide_chart(books_of(company.pk))
    rows = {row.pk: row for row in takeover.accounts.filter(pk__in=decisions)}
    for pk, row in rows.items():
        decision = _checked(chart, row, decisions[pk])
        _take(row, Decision(decision.action, decision.target, decision.name, 1.0, "decided"))
        row.decided_by, row.our_code = actor, ""
        row.save()
        _remember(takeover, row, chart, actor)
    propose_accounts(takeover)
    record(company=company, actor=actor, action="takeover.accounts_mapped", subject=takeover, content={"n": len(rows)})
    return len(rows)


def _checked(chart: Chart, row: TakeoverAccount, decision: Decision) -> Decision:
    needs_target = decision.action in {Action.ACCOUNT, Action.PARTY} or (
        decision.action is Action.NEW and not row.parent
    )
    if decision.target and decision.target not in chart:
        raise InvalidValue(
            f"{row}: no account {decision.target}", message_zh=f"{row}：没有编码为 {decision.target} 的科目"
        )
    if needs_target and not decision.target:
        raise InvalidValue(f"{row}: choose our account", message_zh=f"{row}：请选择本账科目")
    if decision.action in {Action.NEW, Action.PARTY} and not decision.name.strip():
        raise InvalidValue(f"{row}: the name is missing", message_zh=f"{row}：请填写明细或往来单位名称")
    if decision.action is Action.PARTY and not chart[decision.target].tracks_counterparty:
        raise InvalidValue(
            f"{row}: {decision.target} is not kept by counterparty",
            message_zh=f"{row}：{decision.target} 不按往来单位核算",
        )
    return decision


def _remember(takeover: Takeover, row: TakeoverAccount, chart: Chart, actor: User) -> None:
    """Accounts of the standard for the whole agency, everything else for this company alone."""
    company = takeover.company
    ours = chart[row.target] if row.target else None
    shared = row.action == Action.ACCOUNT and ours is not None and _is_standard(takeover, ours.code)
    ChartMapping.objects.update_or_create(
        agency_id=company.agency_id,
        company=None if shared else company,
        source=takeover.source,
        standard=company.accounting_standard,
        code=row.code,
        name=row.name,
        defaults={"action": row.action, "target": row.target, "new_name": row.new_name, "decided_by": actor},
    )


def _is_standard(takeover: Takeover, code: str) -> bool:
    return not takeover.company.accounts.filter(code=code, is_custom=True).exists()
