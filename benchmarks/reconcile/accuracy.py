"""How much of a history is matched alone, how much of that is wrong, and whether suggestions hold the right answer.

Rule kept: a match counts as right only when it is exactly a true group; a matched line without a partner is wrong too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bookkeeping.domain.matching import Line, Match, match_lines
from bookkeeping.domain.matching.calibration import judged
from samples.bank_histories import History, HistoryLine

Group = tuple[frozenset[object], frozenset[object]]


@dataclass
class Score:
    """Lines of both sides, counted over histories. `partnered` have a partner in truth."""

    partnered: int = 0
    right: int = 0
    wrong: int = 0
    rest: int = 0
    suggested: int = 0
    layers: dict[str, Counter[bool]] = field(default_factory=dict)

    @property
    def matched_share(self) -> float:
        """Share of the lines with a partner that were matched alone."""
        return (self.right + self.wrong) / self.partnered

    @property
    def wrong_share(self) -> float:
        """Share of the matched lines whose match is not a true group."""
        return self.wrong / max(1, self.right + self.wrong)

    @property
    def suggested_share(self) -> float:
        """Share of the lines with a partner not matched alone whose true group is among the suggestions."""
        return self.suggested / max(1, self.rest)


def as_lines(lines: Iterable[HistoryLine]) -> list[Line]:
    """Lines of a history as the matcher takes them."""
    return [
        Line(line.id, line.day.toordinal(), line.amount, line.counterparty, line.description, line.reference)
        for line in lines
    ]


def scored(histories: Iterable[History]) -> Score:
    """The matcher's answers to these histories beside the truth."""
    score = Score()
    for history in histories:
        outcome = match_lines(as_lines(history.ledger), as_lines(history.bank))
        truth = set[Group](history.truth)
        count(score, truth, [_group(one) for one in outcome.matches], [_group(one) for one in outcome.suggestions])
        for one in (*outcome.matches, *outcome.suggestions):
            score.layers.setdefault(one.layer, Counter())[_group(one) in truth] += 1
    return score


def count(score: Score, truth: set[Group], matches: Sequence[Group], suggestions: Sequence[Group]) -> None:
    """Add one history's answers."""
    shared = [group for group in truth if group[0] and group[1]]
    done = {line for group in matches for line in group[0] | group[1]}
    right = sum(len(group[0]) + len(group[1]) for group in matches if group in truth)
    score.partnered += sum(len(ours) + len(theirs) for ours, theirs in shared)
    score.right += right
    score.wrong += sum(len(ours) + len(theirs) for ours, theirs in matches) - right
    held = set(suggestions)
    for group in shared:
        left = len((group[0] | group[1]) - done)
        score.rest += left
        score.suggested += left if group in held else 0


def calibration_error(score: Score) -> float:
    """Mean distance between the confidence of a kind and its share of right answers here, weighted by answers."""
    gaps = [(abs(judged(layer)[0] - seen[True] / seen.total()), seen.total()) for layer, seen in score.layers.items()]
    return sum(gap * answers for gap, answers in gaps) / sum(answers for _, answers in gaps)


def _group(match: Match) -> Group:
    return frozenset(match.ledger), frozenset(match.bank)


def by_amount_and_date(history: History) -> Iterator[Group]:
    """The baseline: the same amount, the nearest date within the window, whoever it was."""
    rows: dict[int, list[HistoryLine]] = {}
    for line in history.ledger:
        rows.setdefault(line.amount, []).append(line)
    for line in history.bank:
        near = [one for one in rows.get(line.amount, ()) if -31 <= (line.day - one.day).days <= 62]
        if near:
            nearest = min(near, key=lambda one: abs((line.day - one.day).days))
            rows[line.amount].remove(nearest)
            yield frozenset({nearest.id}), frozenset({line.id})
