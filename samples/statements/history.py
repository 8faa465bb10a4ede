"""What a fictional account moved in a month: the truth every layout is written from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from samples import numbers, parties

_FIRST: Final = date(2026, 9, 1)
_TEXTS: Final = ("货款", "服务费", "代发工资", "手续费", "结息", "房租", "税款", "报销款", "还款")
_TRADES: Final = ("商贸", "电子", "物流", "餐饮", "咨询")


@dataclass(frozen=True, slots=True)
class Movement:
    """One line: `amount` in + and out −, `balance` after it."""

    at: datetime
    amount: Decimal
    balance: Decimal
    text: str
    name: str
    account: str
    serial: str
    reference: str

    def to_json(self) -> dict[str, Any]:
        """The entry of the truth, in the shape of `read_statement`."""
        return {
            "date": self.at.date().isoformat(),
            "amount": f"{self.amount:.2f}",
            "description": self.text,
            "counterparty": self.name,
            "reference": self.reference,
            "balance": f"{self.balance:.2f}",
        }


@dataclass(frozen=True, slots=True)
class History:
    """A month of an account, oldest line first."""

    owner: str
    number: str
    opening: Decimal
    movements: tuple[Movement, ...]

    @property
    def closing(self) -> Decimal:
        """The balance at the end."""
        return self.movements[-1].balance if self.movements else self.opening


def history(seed: int, count: int = 25) -> History:
    """A month by the seed: some lines of one day alike, some without a counterparty."""
    rng = Random(f"statement:{seed}")
    owner = parties.company(rng, rng.choice(_TRADES), province="32")
    opening = balance = Decimal(rng.randint(100_000, 90_000_000)).scaleb(-2)
    moments = sorted(_moment(rng) for _ in range(count))
    movements: list[Movement] = []
    for at in moments:
        # now and then the same once more, as two equal fees of one moment are
        line = movements[-1] if movements and rng.random() < 0.15 else _fresh(rng, at)
        amount = line.amount if balance + line.amount >= 0 else -line.amount
        balance += amount
        movements.append(replace(line, amount=amount, balance=balance))
    return History(owner.name, owner.account, opening, tuple(movements))


def _moment(rng: Random) -> datetime:
    day = _FIRST + timedelta(days=rng.randint(0, 29))
    return datetime.combine(day, time(rng.randint(8, 18), rng.randint(0, 59), rng.randint(0, 59)))


def _fresh(rng: Random, at: datetime) -> Movement:
    amount = Decimal(rng.choice([500, 1000, 10000, rng.randint(1, 5_000_000)])).scaleb(-2)
    nameless = rng.random() < 0.15
    name = "" if nameless else parties.company(rng, rng.choice(_TRADES), province="32").name
    return Movement(
        at,
        amount if rng.random() < 0.45 else -amount,
        Decimal(0),
        rng.choice(_TEXTS),
        name,
        "" if nameless else numbers.digits(rng, 19),
        numbers.digits(rng, 18),
        numbers.digits(rng, 12),
    )
