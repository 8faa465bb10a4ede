"""A case as the learner sees it: its words without what changes from month to month, and the marks made of them.

Rule kept: the same document gives the same marks on every machine and in every process (CRC-32, never `hash`).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bookkeeping.engine.case import AccountName, Case
from bookkeeping.engine.tables import split_item
from foundation.learning import character_grams, steady

ROWS = 1 << 15
STEPS = (500, 1000, 2000, 3000, 5000, 8000, 10_000, 20_000, 50_000)
"""Yuan at which practice changes its habits: petty purchases, low-value items, fixed assets."""
MARK_WEIGHT = 0.35
_MODEL_NUMBERS = re.compile(r"[A-Za-z0-9]+")
_PARTS = re.compile(r"[，,；;、\s]+")

Marks = tuple[NDArray[np.int32], NDArray[np.float32]]
"""(rows of the weight table, their weights): shape (n,) each."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells one kind of document from another. `yuan` is the gross amount, `known` the answer without history."""

    direction: str
    party: str
    short: str
    item: str
    core: str
    told: tuple[str, ...]
    yuan: float
    known: AccountName

    @property
    def level(self) -> int:
        """How many of the `STEPS` the amount reaches."""
        return sum(self.yuan >= step for step in STEPS)


def facts_of(case: Case, known: AccountName) -> Facts:
    """The facts of a case; `known` is what is booked where nothing was learned."""
    short, name = split_item(case.item)
    item = _steady(name)
    told = tuple(part for part in map(_steady, _PARTS.split(case.description)) if part)
    amount = case.gross_amount if case.gross_amount is not None else case.net_amount
    return Facts(
        case.direction,
        "".join(case.counterparty.split()),
        short,
        item,
        _MODEL_NUMBERS.sub("", item) or item,
        told,
        abs(float(amount or 0)),
        known,
    )


_steady = lru_cache(maxsize=1 << 14)(steady)


def _row(mark: str) -> int:
    return zlib.crc32(mark.encode()) & (ROWS - 1)


@lru_cache(maxsize=1 << 14)
def _text_rows(text: str, prefix: str, sizes: tuple[int, ...]) -> NDArray[np.int32]:
    return np.fromiter((_row(prefix + gram) for gram in character_grams(text, sizes)), np.int32)


@lru_cache(maxsize=1 << 14)
def _mark_rows(direction: str, party: str, short: str, core: str, known: str) -> NDArray[np.int32]:
    """Who, what sort, what without history: the telling ones twice."""
    marks = (f"@{party}", f"s{short}", f"c{known}")
    return np.fromiter(map(_row, (*marks, *marks, f"#{direction}", f"@s{party}|{short}", f"w{core}")), np.int32)


@lru_cache(maxsize=1 << 14)
def _said_rows(party: str, short: str, core: str, told: tuple[str, ...], level: int) -> NDArray[np.int32]:
    """What was told of it, and the steps its amount reaches, each together with the sort of thing."""
    whole = "".join(told)
    marks = [f"sd{short}|{whole}", f"pd{party}|{whole}", *(f"sp{short}|{part}" for part in told)]
    marks += [f"wp{core}|{part}" for part in told]
    marks += [f"a{short or core}|{step}" for step in STEPS[:level]]
    return np.fromiter(map(_row, marks), np.int32)


@lru_cache(maxsize=1 << 12)
def _weights(grams: int, marks: int) -> NDArray[np.float32]:
    return np.array([max(grams, 1) ** -0.5] * grams + [MARK_WEIGHT] * marks, np.float32)


def marks_of(facts: Facts) -> Marks:
    """Rows and weights of the facts: character runs of the words and of the party's name, and whole marks."""
    name = facts.party.removesuffix("有限公司")
    grams = [
        _text_rows(facts.item, "i", (1, 2, 3)),
        *(_text_rows(part, "d", (1, 2, 3)) for part in facts.told),
        _text_rows(name, "p", (2,)),
    ]
    marks = [
        _mark_rows(facts.direction, facts.party, facts.short, facts.core, str(facts.known)),
        _said_rows(facts.party, facts.short, facts.core, facts.told, facts.level),
    ]
    rows = np.concatenate([*grams, *marks])
    count = sum(map(len, marks))
    return rows, _weights(len(rows) - count, count)
