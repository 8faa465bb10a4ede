"""The worked examples as questions, in two halves: one people develop on, one that is only counted.

Rule kept: `half` is decided by the id alone; rows of the half held out are never printed.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bookkeeping.charts import parse_detail
from bookkeeping.engine.case import AccountName, Answer, Case
from bookkeeping.management.commands._engine_cases import case_from, chart_of, main_account

DEVELOPMENT, HELD_OUT = "development", "held_out"
_TRADES: Final = {
    "commercial": "wholesale_retail",
    "service": "business_services",
    "construction": "construction",
    "manufacturing": "manufacturing",
}
_INCOME: Final = ("主营业务收入", "其他业务收入")
Line = tuple[str, str, str, float]
"""Side, account, column of VAT (else empty), yuan."""


def half(case_id: object) -> str:
    """Which half a case belongs to."""
    return HELD_OUT if zlib.crc32(str(case_id).encode()) % 2 else DEVELOPMENT


@dataclass(frozen=True, slots=True)
class ItemQuestion:
    """An item on an invoice, the accounts practitioners accept (the usual one first) and its input VAT, if told."""

    case: Case
    accepted: tuple[AccountName, ...]
    input_vat: str


@dataclass(frozen=True, slots=True)
class EntryQuestion:
    """Business told in words, its main account and all its lines."""

    case: Case
    main: AccountName
    lines: Counter[Line]


def items(folder: Path, wanted: str, *, with_trade: bool = True) -> Iterator[ItemQuestion]:
    """Item questions of a half; `with_trade` tells the engine what the company does, where the source says so."""
    for row in _cases(folder / "invoice_lines_to_accounts.json", wanted):
        account = str(row["account"])
        raw = {
            "item": row["item"],
            "direction": "sale" if account.startswith(_INCOME) else "purchase",
            "taxpayer": "一般纳税人",
            "standard": "企业会计准则" if "合同履约成本" in account else "小企业会计准则",
            "net_amount": "1000",
            "tax_rate": row["tax_rate"],
            "industry": _TRADES.get(row.get("industry") or "", "") if with_trade else "",
        }
        case = case_from(raw)
        names = [account, *(other["account"] for other in row["alternatives"])]
        yield ItemQuestion(case, tuple(_named(case, name) for name in names), row["input_vat"] or "")


def entries(folder: Path, wanted: str) -> Iterator[EntryQuestion]:
    """Descriptions of a half: the strict core (right entries, small business, rules in force)."""
    for row in _cases(folder / "transactions_to_entries.json", wanted):
        if row["quality"] != "ok" or not row.get("sme_relevant") or row.get("legacy_rules"):
            continue
        case = case_from({key: row[key] for key in ("description", "taxpayer", "standard")})
        main = main_account(case, row["entries"])
        if main is not None:
            yield EntryQuestion(case, main, _wanted(case, row["entries"]))


def answered(answer: Answer) -> Counter[Line]:
    """The lines of an answer in the shape of `EntryQuestion.lines`."""
    return Counter(
        (line.side.value, line.name.account, _column(line.name.account, line.name.detail), round(float(line.amount), 2))
        for line in answer.lines
    )


def summed(lines: Counter[Line]) -> Counter[tuple[str, str, str]]:
    """Lines of one side and account added up (fen): how often an amount is split is a matter of taste."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for (side, account, column, amount), times in lines.items():
        sums[side, account, column] += round(amount * 100) * times
    return sums


def _cases(path: Path, wanted: str) -> Iterator[dict[str, Any]]:
    rows = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return (row for row in rows if half(row["id"]) == wanted)


def _named(case: Case, name: str) -> AccountName:
    account, _, detail = name.partition("-")
    return AccountName(*parse_detail(chart_of(case), account, detail))


def _wanted(case: Case, rows: list[dict[str, Any]]) -> Counter[Line]:
    lines: Counter[Line] = Counter()
    for row in rows:
        account, detail = parse_detail(chart_of(case), row["account"], row.get("detail") or "")
        lines[row["direction"], account, _column(account, detail), round(float(row["amount"]), 2)] += 1
    return lines


def _column(account: str, detail: str) -> str:
    return detail if account == "应交税费" and "应交增值税" in detail else ""
