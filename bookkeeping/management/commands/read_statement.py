"""`read_statement PATH [--layout auto]`: print the lines of a bank, wallet, MT940, camt or OFX file as JSON.

Example: python manage.py read_statement october.xlsx
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookkeeping.bank.read import layout_names, read_statements
from bookkeeping.domain.bank_statement import Statement, StatementLine
from bookkeeping.management.commands._contract import UNREADABLE, dump
from kernel.errors import InvalidValue
from kernel.finding import Finding
from kernel.money import text


class Command(BaseCommand):
    help = (
        "Reads a statement of a bank or wallet and prints its lines (amount: + money in, − money out) with layout, "
        "account and balances; a list of statements where the file holds several accounts. "
        "Example: manage.py read_statement october.xlsx"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="the file: CSV, .xls, .xlsx, MT940, camt.053, OFX, XBRL or a ZIP of them")
        parser.add_argument("--layout", default="auto", help=f"auto, or one of {', '.join(layout_names())}")

    def handle(self, *args: Any, path: str, layout: str, **options: Any) -> None:
        try:
            found = read_statements(Path(path).read_bytes(), layout)
        except OSError as error:
            raise CommandError(f"cannot read {path}: {error.strerror}", returncode=UNREADABLE) from error
        except InvalidValue as error:
            raise CommandError(f"{path}: {error.message}", returncode=UNREADABLE) from error
        told = [_told(statement) for statement in found]
        self.stdout.write(dump(told[0] if len(told) == 1 else told))


def _told(statement: Statement) -> dict[str, Any]:
    first, last = statement.first_day, statement.last_day
    opening, closing = statement.opening_balance, statement.closing_balance
    return {
        "layout": statement.layout,
        "account": statement.account,
        "account_name": statement.account_name,
        "bank": statement.bank,
        "currency": statement.currency,
        "start": first.isoformat() if first else None,
        "end": last.isoformat() if last else None,
        "opening_balance": None if opening is None else text(opening),
        "closing_balance": None if closing is None else text(closing),
        "proved": statement.is_proved,
        "lines": [_line(number, line) for number, line in enumerate(statement.lines, 1)],
        "findings": [_finding(finding) for finding in statement.findings],
    }


def _line(number: int, line: StatementLine) -> dict[str, Any]:
    return {
        "id": str(number),
        "date": line.day.isoformat(),
        "time": line.time.isoformat() if line.time else None,
        "amount": text(line.amount),
        "description": line.description,
        "counterparty": line.counterparty,
        "counterparty_account": line.counterparty_account,
        "reference": line.reference,
        "serial_number": line.serial_number,
        "balance": None if line.balance is None else text(line.balance),
        "paid_by": line.paid_by,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message_zh": finding.message_zh,
        "message_en": finding.message_en,
        "evidence": dict(finding.evidence),
    }
