"""A set of books in the shape of the command contract (opening balances and transactions) as balances and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kernel.money import ZERO, money
from risk.domain.book_facts import Balance
from risk.domain.journal import Entry


def balances_of(books: Mapping[str, Any]) -> list[Balance]:
    """One balance per account and detail. Raises `NotMoney` for an unreadable amount."""
    opening: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    debit: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    credit: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for row in books.get("opening_balances") or ():
        opening[_key(row)] += _money(row.get("debit")) - _money(row.get("credit"))
    for entry in entries_of(books):
        debit[entry.account, entry.detail] += entry.debit
        credit[entry.account, entry.detail] += entry.credit
    keys = dict.fromkeys([*opening, *debit, *credit])
    return [
        Balance(account, detail, opening[key], debit[key], credit[key]) for key in keys for account, detail in [key]
    ]


def entries_of(books: Mapping[str, Any]) -> list[Entry]:
    """Every line of the transactions. Raises `NotMoney` for an unreadable amount."""
    return list(_entries(books))


def _entries(books: Mapping[str, Any]) -> Iterable[Entry]:
    for place, transaction in enumerate(books.get("transactions") or (), start=1):
        voucher = str(transaction.get("id") or place)
        text = str(transaction.get("description") or "")
        day, lines = _day(transaction.get("date")), transaction.get("entries") or ()
        closing = any(_key(line)[0] == "本年利润" for line in lines)
        for line in lines:
            account, detail = _key(line)
            amount = _money(line.get("amount"))
            sides = (amount, ZERO) if line.get("direction") == "debit" else (ZERO, amount)
            party = str(line.get("counterparty") or transaction.get("counterparty") or "")
            yield Entry(voucher, voucher, day, account, detail, *sides, text, party, amount < 0, closing)


def openings_of(balances: Iterable[Balance]) -> dict[str, Decimal]:
    """Net debit opening by first-level account."""
    found: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in balances:
        found[row.account] += row.opening
    return dict(found)


def _day(value: Any) -> date | None:
    """A whole day, None where the date is missing or only a month."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row.get("account") or "").strip(), str(row.get("detail") or "").strip()


def _money(value: Any) -> Decimal:
    return money(str(value) if isinstance(value, float) else value)
