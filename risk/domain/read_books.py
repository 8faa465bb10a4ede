"""A set of books in the shape of the command contract (opening balances and transactions) as balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kernel.money import ZERO, money
from risk.domain.book_facts import Balance


def balances_of(books: Mapping[str, Any]) -> list[Balance]:
    """One balance per account and detail. Raises `NotMoney` for an unreadable amount."""
    opening: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    debit: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    credit: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for row in books.get("opening_balances") or ():
        opening[_key(row)] += _money(row.get("debit")) - _money(row.get("credit"))
    for transaction in books.get("transactions") or ():
        for entry in transaction.get("entries") or ():
            side = debit if entry.get("direction") == "debit" else credit
            side[_key(entry)] += _money(entry.get("amount"))
    keys = dict.fromkeys([*opening, *debit, *credit])
    return [
        Balance(account, detail, opening[key], debit[key], credit[key]) for key in keys for account, detail in [key]
    ]


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row.get("account") or "").strip(), str(row.get("detail") or "").strip()


def _money(value: Any) -> Decimal:
    return money(str(value) if isinstance(value, float) else value)
