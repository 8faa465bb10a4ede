"""A case as the learner sees it: its words without what changes from month to month, and the marks made of them.

Rule kept: the same document gives the same marks on every machine and in every process (CRC-32, never `hash`).
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterable
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
        return bisect_right(STEPS, self.yuan)


def facts_of(case: Case, known: AccountName) -> Facts:
    """The facts of a case; `known` is what is booked where nothing was learned."""
    short, item, core = _item(case.item)
    amount = case.gross_amount if case.gross_amount is not None else case.net_amount
    party, told = "".join(case.counterparty.split()), _told(case.description)
    return Facts(case.direction, party, short, item, core, told, abs(float(amount or 0)), known)


@lru_cache(maxsize=1 << 14)
def _item(written: str) -> tuple[str, str, str]:
    """(short name, item without what changes, the same without model numbers)."""
    short, name = split_item(written)
    item = steady(name)
    return short, item, _MODEL_NUMBERS.sub("", item) or item


@lru_cache(maxsize=1 << 14)
def _told(description: str) -> tuple[str, ...]:
    return tuple(part for part in map(steady, _PARTS.split(description)) if part)


def _rows(marks: Iterable[str]) -> list[int]:
    return [zlib.crc32(mark.encode()) & (ROWS - 1) for mark in marks]


@lru_cache(maxsize=1 << 14)
def _text_rows(text: str, prefix: str, sizes: tuple[int, ...]) -> list[int]:
    return _rows([prefix + gram for gram in character_grams(text, sizes)])


def _whole_marks(facts: Facts) -> list[str]:
    """Who, what sort, what without history, the telling ones twice; what was told of it and the steps its amount
    reaches, each together with the sort of thing."""
    party, short, core, told = facts.party, facts.short, facts.core, facts.told
    telling = [f"@{party}", f"s{short}", f"c{facts.known}"]
    whole = "".join(told)
    marks = [*telling, *telling, f"#{facts.direction}", f"@s{party}|{short}", f"w{core}"]
    marks += [f"sd{short}|{whole}", f"pd{party}|{whole}", *(f"sp{short}|{part}" for part in told)]
    marks += [f"wp{core}|{part}" for part in told]
    marks += [f"a{short or core}|{step}" for step in STEPS[: facts.level]]
    return marks


@lru_cache(maxsize=1 << 12)
def _weights(grams: int, marks: int) -> NDArray[np.float32]:
    return np.array([max(grams, 1) ** -0.5] * grams + [MARK_WEIGHT] * marks, np.float32)


def marks_of(facts: Facts) -> Marks:
    """Rows and weights of the facts: character runs of the words and of the party's name, and whole marks."""
    rows = _text_rows(facts.item, "i", (1, 2, 3)).copy()
    for part in facts.told:
        rows += _text_rows(part, "d", (1, 2, 3))
    rows += _text_rows(facts.party.removesuffix("有限公司"), "p", (2,))
    grams = len(rows)
    rows += _rows(_whole_marks(facts))
    return np.array(rows, np.int32), _weights(grams, len(rows) - grams)
