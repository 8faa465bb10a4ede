"""What stands above the lines: whose account it is, the span, the balances, how many lines there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bookkeeping.bank.cells import amount, moment, text
from bookkeeping.bank.words import plain, words
from foundation.workbooks import Cell

_PAIR: Final = re.compile(
    r"([^\s:：\[\]]{1,24}(?:[ \u3000]+[^\s:：\[\]]{1,8})?)\s*[:：]\s*"
    r"(\[[^\]]*\]|[^:：]*?)(?=\s{2,}|\s+[^\s:：]{1,12}[:：]|$)"
)
_DATE: Final = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|(?<!\d)20\d{6}(?!\d)")
_COUNT: Final = re.compile(r"共[:：]?\s*(\d+)\s*笔")
_MONTH: Final = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月")


@dataclass(frozen=True, slots=True)
class Preamble:
    """What the heading says; "" and None where it says nothing. `month` is that of a bill whose days have no year."""

    account: str = ""
    account_name: str = ""
    bank: str = ""
    currency: str = ""
    start: date | None = None
    end: date | None = None
    opening_balance: Decimal | None = None
    closing_balance: Decimal | None = None
    count: int | None = None
    month: tuple[int, int] | None = None


def read_preamble(rows: Sequence[Sequence[Cell]]) -> Preamble:
    """The heading of a statement."""
    said: dict[str, str] = {}
    labels = {plain(title): name for name, titles in words().headings.items() for title in titles}
    for label, value in _pairs(rows):
        name = labels.get(plain(label)) or labels.get(plain(label.split()[-1]))
        if name and value.strip("[] ") and name not in said:
            said[name] = value.strip("[] ")
    whole = " ".join(text(cell) for row in rows for cell in row if cell is not None)
    start, end = _span(said)
    month, count = _MONTH.search(whole), _COUNT.search(whole)
    return Preamble(
        account=re.sub(r"\s+", "", said.get("account", "")).partition("(")[0].partition("（")[0],
        account_name=said.get("account_name", ""),
        bank=said.get("bank", ""),
        currency=currency_of(said.get("currency", "")),
        start=start,
        end=end,
        opening_balance=amount(said.get("opening_balance")),
        closing_balance=amount(said.get("closing_balance")),
        count=int(count[1]) if count else None,
        month=(int(month[1]), int(month[2])) if month else None,
    )


def currency_of(said: str) -> str:
    """The code of a currency however it is written; "" where it is none we know."""
    known = words().currencies
    plain_said = said.strip().upper()
    return known.get(plain_said, plain_said if re.fullmatch(r"[A-Z]{3}", plain_said) else "")


def _pairs(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, str]]:
    """Label and value: in one cell (账号：123), in two (账号： | 123)."""
    for row in rows:
        said = [text(cell) if not isinstance(cell, str) else cell.strip() for cell in row]
        filled = [cell for cell in said if cell]
        for place, cell in enumerate(filled):
            found = [(label, value) for label, value in _PAIR.findall(cell) if value.strip()]
            yield from found
            if not found and place + 1 < len(filled):
                yield cell, filled[place + 1]


def _span(said: dict[str, str]) -> tuple[date | None, date | None]:
    found = [day for name in ("start", "end") for mark in _DATE.findall(said.get(name, "")) if (day := moment(mark)[0])]
    if not found:
        return None, None
    return (min(found), max(found)) if len(found) > 1 else ((found[0], None) if "start" in said else (None, found[0]))
