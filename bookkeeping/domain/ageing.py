"""Ageing of receivables and payables (账龄分析): what is still open, by how long it has been.

Rule kept: payments settle the oldest open item first, counterparty by counterparty, whatever the order of booking; so
what is open is always the newest increases that add up to the balance, and the bands add up to the balance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kernel.errors import InvalidValue
from kernel.money import ZERO, total

MOST_BANDS = 11


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What of the increases of a day is still open, in yuan, positive."""

    day: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Aged:
    """A counterparty's balance: the part in each band, and a balance on the other side (paid in advance)."""

    bands: tuple[Decimal, ...]
    advance: Decimal

    @property
    def balance(self) -> Decimal:
        """The whole, negative where paid in advance."""
        return total(self.bands) - self.advance


def bands_of(text: str) -> tuple[int, ...]:
    """Upper ends of the bands in days from `30,60,90`. Raises `InvalidValue` unless they are positive and rise."""
    try:
        days = tuple(int(part) for part in text.replace("，", ",").split(",") if part.strip())
    except ValueError:
        days = ()
    if not days or list(days) != sorted(set(days)) or days[0] < 1 or len(days) > MOST_BANDS or days[-1] > 36500:
        raise InvalidValue(
            f"{text!r} are no rising days like 30,60,90", message_zh=f"“{text}”不是由小到大的天数，如 30,60,90"
        )
    return days


def open_items(increases: Iterable[tuple[dt.date, Decimal]], balance: Decimal) -> list[OpenItem]:
    """The newest increases that add up to `balance` (positive), newest first; empty for nothing or an advance."""
    items: list[OpenItem] = []
    left = balance
    for day, amount in sorted(increases, key=lambda pair: pair[0], reverse=True):
        if left <= 0:
            break
        if amount > 0:
            items.append(OpenItem(day, min(amount, left)))
            left -= items[-1].amount
    return items


def aged(increases: Sequence[tuple[dt.date, Decimal]], balance: Decimal, ends: Sequence[int], today: dt.date) -> Aged:
    """The balance at `today` by bands: up to each end in days, and the rest beyond the last.

    What no increase explains (balances older than the books) counts as beyond the last end.
    """
    sums = [ZERO] * (len(ends) + 1)
    items = open_items(increases, balance)
    for item in items:
        age = (today - item.day).days
        sums[next((place for place, end in enumerate(ends) if age <= end), len(ends))] += item.amount
    if balance > 0:
        sums[-1] += balance - total(item.amount for item in items)
    return Aged(tuple(sums), max(-balance, ZERO))
