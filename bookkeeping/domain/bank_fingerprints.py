"""Which lines of a statement an account has already, so that overlapping files never bring a line twice.

Rules kept: two lines alike within one file are two movements; the same movement exported in two layouts is one. What
a layout words in its own way (descriptions, serial numbers) therefore tells lines apart only within that layout.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bookkeeping.domain.bank_statement import StatementLine

LENGTH = 40


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line the account keeps, and the layout it came in."""

    fingerprint: str
    layout: str
    day: date
    amount: Decimal
    balance: Decimal | None = None


def fingerprints(lines: Sequence[StatementLine]) -> list[str]:
    """One for each line, from the oldest to the newest: equal ones of a file are numbered."""
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        words = _words(line)
        found.append(hashlib.sha256(f"{words}|{seen[words]}".encode()).hexdigest()[:LENGTH])
        seen[words] += 1
    return found


def _words(line: StatementLine) -> str:
    """The balance after a movement tells it best; the bank's number next; else all that is said of it."""
    what = f"{line.day}|{line.amount:.2f}"
    if line.balance is not None:
        return f"{what}|balance|{line.balance:.2f}"
    if line.serial_number:
        return f"{what}|serial|{line.serial_number}"
    said = (line.time, line.counterparty, line.counterparty_account, line.description, line.reference)
    return "|".join([what, "said", *(str(part or "") for part in said)])


def new_lines(
    lines: Sequence[StatementLine], layout: str, known: Sequence[KnownLine]
) -> list[tuple[StatementLine, str]]:
    """The lines the account lacks, each with its fingerprint."""
    kept = {row.fingerprint for row in known}
    marks = fingerprints(lines)
    arrived = set(marks)
    others: defaultdict[tuple[date, Decimal], list[KnownLine]] = defaultdict(list)
    for row in known:
        if row.layout != layout and row.fingerprint not in arrived:
            others[row.day, row.amount].append(row)
    return [
        (line, mark)
        for line, mark in zip(lines, marks, strict=True)
        if mark not in kept and not _taken(line, others[line.day, line.amount])
    ]


def _taken(line: StatementLine, others: list[KnownLine]) -> bool:
    """Whether another layout brought this movement: same day and amount, and no balances that speak against it."""
    for place, row in enumerate(others):
        if line.balance is None or row.balance is None or line.balance == row.balance:
            del others[place]
            return True
    return False
