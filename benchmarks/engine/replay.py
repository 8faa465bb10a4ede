"""Fictional companies booked from the first document to the last: what the learner saw, said and was told.

Split of seeds, kept here and in `docs/engine.md`: what is fitted on one range is never measured on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.learner import Learner, Ranking
from bookkeeping.engine.learning.facts import facts_of
from bookkeeping.engine.propose import Engine
from bookkeeping.management.commands._engine_cases import case_from, main_account
from samples.histories.history import history

BLEND = range(1000, 1040)
TRUST = range(2000, 2100)
RECORD = range(3000, 3040)
MEASURED = range(9000, 9020)
TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """One document: the case, what is known without history, what was recorded and what was meant."""

    case: Case
    known: Choice
    recorded: AccountName
    meant: AccountName


def documents(seed: int) -> list[Told]:
    """The documents of a company in order."""
    engine, told = Engine(), []
    for row in history(seed):
        case = case_from(row)
        recorded = _main(case, row["entries"])
        meant = _main(case, row.get("intended_entries") or row["entries"])
        told.append(Told(case, engine.without_history(case, TODAY), recorded, meant))
    return told


def _main(case: Case, entries: list[Mapping[str, Any]]) -> AccountName:
    name = main_account(case, entries)
    if name is None:
        raise ValueError("a history without entries")
    return name


def rankings(seed: int) -> Iterator[tuple[Told, Learner, Ranking]]:
    """Every document after the first, ranked before it is learned."""
    learner = Learner()
    for told in documents(seed):
        facts = facts_of(told.case, told.known.name)
        if learner.seen:
            yield told, learner, learner.rank(facts)
        learner.learn(facts, told.recorded)
