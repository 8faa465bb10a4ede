"""A measured figure, and timing of rivals in turns so that a noisy machine hurts all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a report. `baseline` names what `ratio` compares with (value of ours ÷ value of the baseline).

    `low` and `high` are the least and the greatest ratio of a single round.
    """

    name: str
    value: float
    unit: str
    baseline: str = ""
    ratio: float | None = None
    low: float | None = None
    high: float | None = None

    def row(self) -> str:
        """The row as people read it."""
        ratio = "" if self.ratio is None else f"{self.ratio:.3f}"
        rounds = "" if self.low is None or self.high is None else f"  {self.low:.3f} to {self.high:.3f}"
        return f"{self.name:<44}{self.value:>14.4f} {self.unit:<12}{self.baseline:<28}{ratio:>8}{rounds}"


def in_turns(
    rivals: Mapping[str, Callable[[], object]], rounds: int = 5, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of each rival per round, all rivals once in each round.

    `clock` may be `time.process_time` where only this process computes: it does not count the work of other programs.
    """
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        for name, run in rivals.items():
            begun = clock()
            run()
            seconds[name].append(clock() - begun)
    return seconds


def against(seconds: Mapping[str, list[float]], ours: str, theirs: str) -> float:
    """Median over the rounds of ours ÷ theirs."""
    return statistics.median(mine / other for mine, other in zip(seconds[ours], seconds[theirs], strict=True))


def spread(seconds: Mapping[str, list[float]], over: str, under: str) -> tuple[float, float, float]:
    """Least, median and greatest of `over` ÷ `under` over the rounds."""
    ratios = [one / other for one, other in zip(seconds[over], seconds[under], strict=True)]
    return min(ratios), statistics.median(ratios), max(ratios)
