"""Compare the books with the files of a takeover and keep the result as evidence.

Rules kept: figures of the files are read anew from the kept documents and ours from the ledger, so that neither can be
taken for the other; a report once made never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from bookkeeping.models import Takeover, TakeoverSheet, TieOut
from bookkeeping.selectors.assets import ties
from bookkeeping.selectors.balances import balances, year_start
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.statements import balance_sheet_of
from bookkeeping.selectors.takeover import Material
from bookkeeping.services.import_openings import read_takeover, said_party
from bookkeeping.services.taken_accounts import Opened
from bookkeeping.takeover.balances import BalanceTable, Figures
from bookkeeping.takeover.mapping import Action
from bookkeeping.takeover.sheets import Kind
from bookkeeping.takeover.tie_out import TieRow, as_data, compare, first_level, from_data
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import NotReady
from kernel.money import ZERO, text
from kernel.period import AccountingPeriod

Sums = dict[str, dict[str, Decimal]]


@dataclass(frozen=True)
class _Span:
    """What of a sheet can be compared: figures of ours → columns of the table, over which months."""

    start: AccountingPeriod
    end: AccountingPeriod
    columns: Mapping[str, str]


def tie_out(takeover: Takeover, *, actor: User) -> TieOut:
    """The report, kept. Raises `NotReady` when there is no balance table to compare with."""
    company = takeover.company
    require_role(actor, company, Role.ACCOUNTANT)
    material = read_takeover(takeover)
    books = books_of(company.pk)
    sheets = material.of_kind(Kind.BALANCES)
    if not sheets:
        raise NotReady("no balance table was uploaded", message_zh="没有科目余额表可核对，请先上传")
    opened = Opened(takeover, actor)
    compared = [_sheet(books, opened, sheet, material) for sheet in sheets]
    compared += [_parties(books, opened, sheet, material) for sheet in material.of_kind(Kind.PARTIES)]
    end = max(AccountingPeriod.parse(one["end"]) for one in compared)
    content: dict[str, Any] = {
        "sheets": compared,
        "statement": _statement(books, end),
        "cards": _cards(books, end),
        "files": _files(takeover),
        "source": takeover.source_name,
    }
    with transaction.atomic():
        row = TieOut.objects.create(
            takeover=takeover, made_by=actor, content=content, differences=differences_in(content)
        )
        kept = {"differences": row.differences, "files": [one["sha256"] for one in content["files"]]}
        record(company=company, actor=actor, action="takeover.tied_out", subject=row, content=kept)
    return row


def differences_in(content: Mapping[str, Any]) -> int:
    """How many figures do not tie: accounts, accounts without counterpart, the statement, cards."""
    accounts = sum(
        len(one["open"]) + sum(file != ours for row in one["rows"] for file, ours in row["pairs"].values())
        for one in content["sheets"]
    )
    sides = content["statement"]
    cards = len([one for one in content["cards"] if one["cards"] != one["ledger"]])
    return int(accounts) + cards + int(sides["assets"] != sides["claims"])


def _sheet(books: Books, opened: Opened, sheet: TakeoverSheet, material: Material) -> dict[str, Any]:
    table = material.balances[sheet.pk]
    span = _span(books.company.first_period, sheet, table)
    file, old, still_open = _theirs(opened, table, span)
    names = {account.code: books.chart.full_name(account.code) for account in books.chart}
    rows = compare(list(span.columns), file, _ours(books, span), names, old)
    totals = first_level(rows, names, list(span.columns))
    return {
        "name": str(sheet),
        "start": str(span.start),
        "end": str(span.end),
        "figures": list(span.columns),
        "rows": [as_data(row) for row in rows],
        "totals": [as_data(row) for row in totals],
        "open": still_open,
    }


def _parties(books: Books, opened: Opened, sheet: TakeoverSheet, material: Material) -> dict[str, Any]:
    """Balances by counterparty of the accounts a table parts, at the end of its span."""
    table = material.balances[sheet.pk]
    span = _span(books.company.first_period, sheet, table)
    file: Sums = {}
    still_open = []
    for row in table.rows:
        kept = opened.rows.get(row.key)
        if kept is None or not kept.our_code:
            still_open.append(row.account.code or row.account.full_name)
        elif opened.chart[kept.our_code].tracks_counterparty:
            party = kept.new_name if kept.action == Action.PARTY else said_party(row.items)
            _add(file, f"{kept.our_code} {party}".strip(), row.figures, {"closing": span.columns["closing"]})
    codes = {key.split(" ")[0] for key in file}
    ours: Sums = {}
    for balance in balances(books.company.pk, span.end, span.end):
        if balance.code in codes:
            key = f"{balance.code} {balance.counterparty}".strip()
            ours[key] = {"closing": ours.get(key, {}).get("closing", ZERO) + balance.closing}
    names = {key: f"{books.chart.full_name(key.split(' ')[0])} {key.partition(' ')[2]}" for key in file | ours}
    rows = compare(["closing"], file, ours, names, {})
    totals = first_level(rows, {code: books.chart.full_name(code[:4]) for code in codes}, ["closing"])
    return {
        "name": str(sheet),
        "start": str(span.start),
        "end": str(span.end),
        "figures": ["closing"],
        "rows": [as_data(row) for row in rows],
        "totals": [as_data(row) for row in totals],
        "open": still_open,
    }


def _span(first: AccountingPeriod, sheet: TakeoverSheet, table: BalanceTable) -> _Span:
    """Without months in the file, openings speak of the month before the books begin."""
    before = first.shifted(-1)
    end = AccountingPeriod.parse(sheet.end) if sheet.end else before
    balance = "closing" if "closing" in table.has else "opening"
    columns = {"closing": balance}
    start = AccountingPeriod.parse(sheet.start) if sheet.start else year_start(end)
    if balance == "opening":
        end, start = before, year_start(before)
    columns |= _movements(first, start, end, table)
    return _Span(start, end, columns)


def _movements(
    first: AccountingPeriod, start: AccountingPeriod, end: AccountingPeriod, table: BalanceTable
) -> dict[str, str]:
    """Movements we can tell apart: of the year, or of whole months kept here."""
    if first.month == 1 and end < first:
        return {}  # the movements of a finished year are not brought along
    whole_year = start.month == 1
    if "year_debit" in table.has:
        moved = {"year_debit": "year_debit", "year_credit": "year_credit"}
    elif "period_debit" in table.has and whole_year:
        moved = {"year_debit": "period_debit", "year_credit": "period_credit"}
    else:
        return {}
    known_start = whole_year and {"closing", "opening"} <= table.has
    return (moved | {"opening": "opening"}) if known_start else moved


def _theirs(opened: Opened, table: BalanceTable, span: _Span) -> tuple[Sums, dict[str, list[str]], list[str]]:
    sums: Sums = {}
    old: dict[str, list[str]] = {}
    still_open = []
    for row in table.rows:
        if not row.figures:
            continue
        kept = opened.rows.get(row.key)
        if kept is None or not kept.our_code:
            still_open.append(row.account.code or row.account.full_name)
            continue
        _add(sums, kept.our_code, row.figures, span.columns)
        said = f"{row.account.code} {row.account.full_name}".strip()
        if said not in old.setdefault(kept.our_code, []):
            old[kept.our_code].append(said)
    return sums, old, still_open


def _add(sums: Sums, code: str, figures: Figures, columns: Mapping[str, str]) -> None:
    found = sums.setdefault(code, {})
    for name, column in columns.items():
        found[name] = found.get(name, ZERO) + getattr(figures, column)


def _ours(books: Books, span: _Span) -> Sums:
    """The ledger over the year to the end of the span, by leaf account."""
    sums: Sums = {}
    for row in balances(books.company.pk, year_start(span.end), span.end):
        found = sums.setdefault(row.code, {})
        said = {"opening": row.opening, "year_debit": row.debit, "year_credit": row.credit, "closing": row.closing}
        for name in span.columns:
            found[name] = found.get(name, ZERO) + said[name]
    return sums


def _statement(books: Books, end: AccountingPeriod) -> dict[str, str]:
    """Total assets beside liabilities and equity, of our balance sheet."""
    lines = balance_sheet_of(books, end)
    found = {}
    for name, title in (("assets", "资产总计"), ("claims", "负债和所有者权益（或股东权益）总计")):
        line = next(line for line in lines if line.title == title)
        found[name] = text(next(iter(line.amounts.values())))
    return {"end": str(end), **found}


def _cards(books: Books, end: AccountingPeriod) -> list[dict[str, str]]:
    rows = ties(books.company.pk, end)
    return [
        {
            "code": tie.code,
            "name": books.chart.full_name(tie.code),
            "cards": text(tie.cards),
            "ledger": text(tie.ledger),
        }
        for tie in rows
    ]


def _files(takeover: Takeover) -> list[dict[str, str]]:
    found = {}
    for sheet in takeover.sheets.select_related("document", "imported_by"):
        found[sheet.document.sha256] = {"name": sheet.document.name, "sha256": sheet.document.sha256}
    return list(found.values())


def rows_of(one: Mapping[str, Any]) -> list[TieRow]:
    """Rows of a kept sheet, totals in front of their details."""
    details = [from_data(row) for row in one["rows"]]
    found: list[TieRow] = []
    for total in (from_data(row) for row in one["totals"]):
        below = [row for row in details if row.code[:4] == total.code]
        alone = len(below) == 1 and below[0].code == total.code
        found += below if alone else [total, *below]
    return found
