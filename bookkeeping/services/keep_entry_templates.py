"""Keep a company's word on templates of entries: a change, a switch, an own template. Each save is a new version.

Rule kept: nothing is saved that would not balance or names an account the company does not keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max

from bookkeeping.engine.company_templates import skeleton
from bookkeeping.models import EntryTemplate
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.company_word import OWN, account_name, change_of, own_of
from bookkeeping.selectors.entry_templates import engine_codes, may_be_off
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue

MOST_LINES = 20
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A company's word on a template, accounts by code. `code` empty: a new own template.

    `lines`: for the engine's templates place → account code; for own ones a list of
    {side, role, percent, account_code ("" for the open slot)}.
    """

    code: str = ""
    is_on: bool = True
    name: str = ""
    lines: Any = field(default_factory=dict)
    settle: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, Any] = field(default_factory=dict)
    note: str = ""


def next_version(company: Company, draft: TemplateDraft, *, actor: User) -> EntryTemplate:
    """The version the draft would become, checked and not saved. Raises `NotPermitted`, `InvalidValue`."""
    require_role(actor, company, Role.ACCOUNTANT)
    books = books_of(company.pk)
    code = draft.code or _new_code(company)
    if not code.startswith(OWN) and code not in engine_codes():
        raise InvalidValue(f"no template {code}", message_zh=f"没有模板 {code}")
    if not draft.is_on and not may_be_off(code):
        raise InvalidValue("this template cannot be switched off", message_zh="发票骨架和兜底模板不能停用")
    content = _own(books, draft) if code.startswith(OWN) else _changed(books, code, draft)
    last = EntryTemplate.objects.filter(company=company, code=code).aggregate(last=Max("version"))["last"] or 0
    row = EntryTemplate(
        company=company,
        code=code,
        version=last + 1,
        is_on=draft.is_on,
        name=draft.name.strip()[:60],
        content=content,
        note=draft.note.strip()[:200],
        saved_by=actor,
    )
    if code.startswith(OWN):
        own_of(row).check()
    return row


@transaction.atomic
def save_entry_template(company: Company, draft: TemplateDraft, *, actor: User) -> EntryTemplate:
    """The version saved. Raises `NotPermitted`, `InvalidValue`."""
    Company.objects.select_for_update().get(pk=company.pk)
    row = next_version(company, draft, actor=actor)
    row.save()
    content = {"template": str(row), "code": row.code, "on": row.is_on, "content": row.content, "note": row.note}
    record(company=company, actor=actor, action="entry_template.saved", subject=row, content=content)
    return row


def _new_code(company: Company) -> str:
    codes = EntryTemplate.objects.filter(company=company, code__startswith=OWN).values_list("code", flat=True)
    return f"{OWN}{max((int(code.removeprefix(OWN)) for code in codes), default=0) + 1}"


def _names(books: Books, code: str) -> list[str]:
    if code not in books.chart or not books.chart.is_leaf(code):
        raise InvalidValue(f"no leaf account {code}", message_zh=f"没有末级科目 {code}")
    name = account_name(books, code)
    return [name.account, name.detail]


def _changed(books: Books, code: str, draft: TemplateDraft) -> dict[str, Any]:
    rows = skeleton(code)
    places = {str(at) for at, row in enumerate(rows) if "account" in row}
    if unknown := set(draft.lines) - places:
        raise InvalidValue(
            f"lines {sorted(unknown)} have no account of their own", message_zh="这一行没有固定科目，不能更改"
        )
    content = {
        "lines": {at: _names(books, account) for at, account in draft.lines.items() if account},
        "settle": {kind[:40]: _names(books, account) for kind, account in draft.settle.items() if account},
    }
    change_of(content)
    return {key: value for key, value in content.items() if value}


def _own(books: Books, draft: TemplateDraft) -> dict[str, Any]:
    if len(draft.lines) > MOST_LINES:
        raise InvalidValue(f"at most {MOST_LINES} lines", message_zh=f"最多 {MOST_LINES} 行分录")
    return {"conditions": _conditions(draft.conditions), "lines": list(_own_lines(books, draft.lines))}


def _conditions(said: dict[str, Any]) -> dict[str, Any]:
    words = [str(word).strip()[:40] for word in said.get("words", ()) if str(word).strip()]
    return {
        "words": words[:MOST_WORDS],
        "direction": str(said.get("direction", ""))[:10],
        "kinds": [str(kind)[:40] for kind in said.get("kinds", ()) if kind][:MOST_WORDS],
        "counterparty": str(said.get("counterparty", "")).strip()[:120],
        "least": str(said.get("least") or ""),
        "most": str(said.get("most") or ""),
    }


def _own_lines(books: Books, lines: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    for line in lines:
        account, detail = _names(books, line["account_code"]) if line.get("account_code") else ("", "")
        yield {
            "side": "debit" if line.get("side") == "debit" else "credit",
            "role": str(line.get("role") or "gross"),
            "percent": str(line.get("percent") or "100"),
            "account": account,
            "detail": detail,
        }
