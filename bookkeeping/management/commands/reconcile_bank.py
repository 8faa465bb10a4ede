"""`reconcile_bank CASE.json`: which ledger lines and bank lines belong together, and the adjusted balances.

Example: python manage.py reconcile_bank case.json
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from bookkeeping.domain.matching import Line, Match, match_lines, reason, reconciliation
from bookkeeping.management.commands._contract import cases_in, dump, guarded, read_json
from kernel.errors import InvalidValue
from kernel.money import from_fen, money, text, to_fen


def _fen(value: object) -> int:
    return to_fen(money(str(value) if isinstance(value, int | float) else value))


def _day(value: object) -> int:
    """The ordinal of a date, 0 without one."""
    try:
        return date.fromisoformat(str(value)[:10]).toordinal() if value else 0
    except ValueError as error:
        raise InvalidValue(f"not a date: {value!r}", message_zh=f"日期无法识别：{value}") from error


def _lines(raw: object, as_of: int) -> list[Line]:
    """The lines of one side; a line without a date counts as of the day of the case."""
    rows = raw or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise InvalidValue("a side is a list of lines with ids", message_zh="账面与流水须为带 id 的清单")
    lines = [
        Line(
            row["id"],
            _day(row.get("date")) or as_of,
            _fen(row.get("amount")),
            str(row.get("counterparty") or ""),
            str(row.get("description") or ""),
            str(row.get("reference") or ""),
        )
        for row in rows
    ]
    if len({line.id for line in lines}) < len(lines):
        raise InvalidValue("an id stands twice", message_zh="同一 id 出现两次")
    return lines


def answer(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case. Raises `InvalidValue` and `NotMoney`."""
    dated = any(row.get("date") for side in ("ledger", "statement") for row in raw.get(side) or [])
    as_of = _day(raw.get("as_of")) if dated else 0
    ledger, bank = _lines(raw.get("ledger"), as_of), _lines(raw.get("statement"), as_of)
    outcome = match_lines(ledger, bank)
    balances = (_fen(raw.get("ledger_balance")), _fen(raw.get("statement_balance")))
    result = reconciliation(ledger, bank, outcome.matches, balances)
    kinds = ("bank_received_not_ledger", "bank_paid_not_ledger", "ledger_received_not_bank", "ledger_paid_not_bank")
    return {
        "matches": [_shown(match) for match in (*outcome.matches, *outcome.suggestions)],
        "outstanding": {kind: _ids(getattr(result, kind)) for kind in kinds},
        "differences": text(from_fen(result.differences)),
        "adjusted_ledger_balance": text(from_fen(result.adjusted_ledger)),
        "adjusted_statement_balance": text(from_fen(result.adjusted_statement)),
        "balanced": result.is_balanced,
    }


def _ids(lines: Sequence[Line]) -> list[Any]:
    return [line.id for line in lines]


def _shown(match: Match) -> dict[str, Any]:
    zh, en = reason(match.layer)
    return {
        "ledger": list(match.ledger),
        "statement": list(match.bank),
        "confidence": match.confidence,
        "action": match.action,
        "reason": zh,
        "reason_en": en,
        "layer": match.layer,
        "difference": text(from_fen(match.difference)),
    }


class Command(BaseCommand):
    help = (
        "Matches ledger lines with bank lines and brings both balances to the same figure. "
        "Example: manage.py reconcile_bank case.json"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="JSON file with a case or a list of cases; - for standard input")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        data = read_json(path)
        if isinstance(data, dict) and "cases" not in data:
            self.stdout.write(dump(guarded(answer, data)))
        else:
            self.stdout.write(dump([guarded(answer, raw) for raw in cases_in(data, path)]))
