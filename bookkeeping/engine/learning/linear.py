"""A linear model over marks, feature-major, that learns one entry at a time and rehearses a few old ones.

Rule kept: learning an entry touches only the rows of its own marks, so it costs the same after 500 as after 500,000.
AdaGrad on the multinomial logistic loss: Duchi, Hazan and Singer, JMLR 12 (2011), §1.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bookkeeping.engine.case import AccountName
from bookkeeping.engine.learning.facts import ROWS, Marks

RATE = 0.4
REHEARSED = 4
KEPT = 20_000
"""Entries kept to rehearse; older ones give way at random."""
_FIRST_COLUMNS = 32
_FAINT = 0.004


def _table(columns: int) -> NDArray[np.float32]:
    return np.zeros((ROWS, columns), np.float32)


@dataclass
class OnlineLinear:
    """Weights (marks x accounts, float32) and the sum of squared gradients of each."""

    names: list[AccountName] = field(default_factory=list)
    weights: NDArray[np.float32] = field(default_factory=lambda: _table(_FIRST_COLUMNS))
    squares: NDArray[np.float32] = field(default_factory=lambda: _table(_FIRST_COLUMNS))
    touched: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(ROWS, np.bool_))
    kept: list[tuple[Marks, int]] = field(default_factory=list)
    seen: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 (no secret: which entries are rehearsed)

    def __post_init__(self) -> None:
        self.places = {name: place for place, name in enumerate(self.names)}

    def logs(self, marks: Marks) -> NDArray[np.float32]:
        """The log-likelihood of each of `names`, shape (accounts,); empty before the first entry."""
        rows, weights = marks
        scores: NDArray[np.float32] = weights.dot(self.weights.take(rows, axis=0, mode="clip"))[: len(self.names)]
        if len(scores):
            scores -= scores.max()
            scores -= np.log(np.exp(scores).sum())
        return scores

    def novelty(self, marks: Marks) -> float:
        """The share of marks never seen before, 0 to 1."""
        rows = marks[0]
        return 1.0 - float(np.count_nonzero(self.touched[rows])) / max(1, len(rows))

    def learn(self, marks: Marks, place: int) -> None:
        """Take one entry in, with a few old ones so that they are not forgotten."""
        self._step(marks, place)
        for _ in range(min(REHEARSED, len(self.kept))):
            self._step(*self.kept[self.chance.randrange(len(self.kept))])
        self._step(marks, place)
        self.touched[marks[0]] = True
        self._keep(marks, place)

    def place_of(self, name: AccountName) -> int:
        """The account's place in `names`, made where it is new."""
        if name not in self.places:
            self.places[name] = len(self.names)
            self.names.append(name)
            if len(self.names) > self.weights.shape[1]:
                self.weights = np.hstack([self.weights, np.zeros_like(self.weights)])
                self.squares = np.hstack([self.squares, np.zeros_like(self.squares)])
        return self.places[name]

    def _step(self, marks: Marks, place: int) -> None:
        """One gradient step; accounts far from likely are left alone."""
        rows, weights = marks
        table = self.weights.take(rows, axis=0, mode="clip")
        error = weights.dot(table)
        count = len(self.names)
        shares = np.exp(error[:count] - error[:count].max())
        error[:count] = shares / shares.sum()
        error[place] -= 1.0
        error[np.abs(error) <= _FAINT] = 0.0
        error[count:] = 0.0
        slope = weights[:, None] * error
        squares = self.squares.take(rows, axis=0, mode="clip")
        squares += slope * slope
        self.squares[rows] = squares
        slope *= RATE
        slope /= np.sqrt(squares + 0.01)
        table -= slope
        self.weights[rows] = table

    def _keep(self, marks: Marks, place: int) -> None:
        self.seen += 1
        if len(self.kept) < KEPT:
            self.kept.append((marks, place))
        else:
            self.kept[self.chance.randrange(KEPT)] = (marks, place)
