"""What one company's bookkeeping teaches, and the account it suggests for the next document, with reason and trust.

Rule kept: an entry counts at once; nothing is ever fitted again to take one in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.learning.blend import UNKNOWN, Likely, ranked, weights
from bookkeeping.engine.learning.facts import Facts, Marks, facts_of, marks_of
from bookkeeping.engine.learning.linear import OnlineLinear
from bookkeeping.engine.learning.memory import Key, Memories, Remembered, keys_of
from bookkeeping.engine.learning.reasons import layer_of, reason_of
from bookkeeping.engine.learning.trust import Standing, features, forest

CANDIDATES = 5
"""Accounts taken from the linear model; memories and knowledge add theirs."""
_LATELY = 0.03


@dataclass(frozen=True, slots=True)
class Ranking:
    """Accounts (as places) with shares, the likeliest first, and what they rest on.

    `known`: the place of the answer without history.
    """

    accounts: list[tuple[int, float]]
    keys: tuple[Key, ...]
    memories: list[Remembered]
    likely: Likely
    marks: Marks
    known: int

    def share(self, place: int) -> float:
        """The linear model's share of an account; 0 for one nothing was booked to."""
        return math.exp(self.likely[0][place]) if place != UNKNOWN else 0.0


@dataclass
class Learner:
    """Memories and a linear model of one company. `lately_right`: running share of right first answers."""

    memories: Memories = field(default_factory=Memories)
    linear: OnlineLinear = field(default_factory=OnlineLinear)
    lately_right: float = 0.5
    seen: int = 0

    def rank(self, facts: Facts) -> Ranking:
        """The accounts the facts speak for; only what is known without history where nothing was learned."""
        keys, marks = keys_of(facts), marks_of(facts)
        memories = self.memories.recall(keys)
        known = self.linear.places.get(facts.known, UNKNOWN)
        likely = self._likely(marks)
        return Ranking(ranked(likely, memories, known, weights()), keys, memories, likely, marks, known)

    def _likely(self, marks: Marks) -> Likely:
        """What the linear model says."""
        logs = self.linear.logs(marks)
        best = np.argpartition(logs, -CANDIDATES)[-CANDIDATES:] if len(logs) > CANDIDATES else np.arange(len(logs))
        return logs.tolist(), best.tolist()

    def trust(self, ranking: Ranking) -> list[float]:
        """What stands behind the first of a ranking, as the forest reads it."""
        place, share = ranking.accounts[0]
        lead = share - (ranking.accounts[1][1] if len(ranking.accounts) > 1 else 0.0)
        standing = Standing(
            share=share,
            lead=lead,
            linear=ranking.share(place),
            linear_best=math.exp(max(ranking.likely[0])),
            as_known=place == ranking.known,
            lately_right=self.lately_right,
            seen=self.seen,
            novelty=self.linear.novelty(ranking.marks),
        )
        return features(place, standing, ranking.memories)

    def name_of(self, place: int, known: AccountName) -> AccountName:
        """The account at a place; the one known without history has none until it is booked."""
        return known if place == UNKNOWN else self.linear.names[place]

    def choose(self, facts: Facts, known: Choice) -> Choice:
        """The account for the facts; `known` is the answer without history and stands where nothing was learned."""
        if not self.seen:
            return known
        ranking = self.rank(facts)
        place = ranking.accounts[0][0]
        name = self.name_of(place, known.name)
        zh, en = reason_of(place, name, ranking.keys, self.memories, known)
        return Choice(
            name,
            round(forest().share(self.trust(ranking)), 4),
            layer_of(place, ranking.keys, ranking.memories, as_known=place == ranking.known),
            zh,
            en,
            tuple((self.name_of(at, known.name), round(share, 2)) for at, share in ranking.accounts[1:4]),
            known.blocks_input_vat,
            known.is_goods,
            known.is_gift,
        )

    def learn(self, facts: Facts, name: AccountName) -> None:
        """Take one accepted choice in."""
        place = self.linear.place_of(name)
        if self.seen:
            was_right = self.rank(facts).accounts[0][0] == place
            self.lately_right += _LATELY * (was_right - self.lately_right)
        self.memories.learn(keys_of(facts), place)
        self.linear.learn(marks_of(facts), place)
        self.seen += 1


def taught(history: Iterable[tuple[Case, AccountName, AccountName]]) -> Learner:
    """A learner that has seen this history of (case, answer without history, accepted account), in order."""
    learner = Learner()
    for case, known, name in history:
        learner.learn(facts_of(case, known), name)
    return learner
