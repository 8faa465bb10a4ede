"""What one company's bookkeeping teaches: an exact memory and counts of character n-grams. One pass, no refit.

Rule kept: learning one entry touches only its own few dozen n-grams, so a correction counts at once.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from bookkeeping.engine.case import AccountName, Case, Choice
from foundation.learning import character_grams, steady

RECENT = 8


def party_of(case: Case) -> str:
    """The counterparty's name without blanks; digits in a name tell companies apart."""
    return "".join(case.counterparty.split())


def features(case: Case) -> list[str]:
    """Character 1- to 3-grams of the words, the counterparty, direction and kind."""
    grams = character_grams(steady(case.text))
    party = party_of(case)
    marks = [f"@{party}"] * 2 if party else []
    return [*grams, *marks, f"#{case.direction}", f"#{case.kind}"]


@dataclass
class Learner:
    """Memory of (counterparty, item), of counterparty, of item, the latest few each; and n-gram counts per account."""

    exact: dict[tuple[str, str, str], deque[AccountName]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=RECENT))
    )
    grams: dict[str, Counter[AccountName]] = field(default_factory=lambda: defaultdict(Counter))
    totals: Counter[AccountName] = field(default_factory=Counter)
    seen: int = 0

    def learn(self, case: Case, name: AccountName) -> None:
        """Take one accepted choice in."""
        for key in self._keys(case):
            self.exact[key].append(name)
        for gram in features(case):
            self.grams[gram][name] += 1
        self.totals[name] += 1
        self.seen += 1

    def _keys(self, case: Case) -> list[tuple[str, str, str]]:
        party, words = party_of(case), steady(case.text)
        keys = [(case.direction, party, words)] if party and words else []
        if words:
            keys.append((case.direction, "", words))
        if party:
            keys.append((case.direction, party, ""))
        return keys

    def remembered(self, case: Case) -> Choice | None:
        """The account this very counterparty and item always had, the most telling memory first."""
        party, words = party_of(case), steady(case.text)
        for layer, zh, en, key in (
            (
                "memory",
                "同一往来单位的同一项目",
                "the same item of the same counterparty",
                (case.direction, party, words),
            ),
            ("memory_item", "同一项目", "the same item", (case.direction, "", words)),
            ("memory_party", "同一往来单位", "the same counterparty", (case.direction, party, "")),
        ):
            recent = self.exact.get(key) if any(key[1:]) else None
            if not recent:
                continue
            counts, total = Counter(recent), len(recent)
            name, count = counts.most_common(1)[0]
            if count / total < 0.6 or (layer == "memory_party" and (count < 3 or len(counts) > 1)):
                continue
            confidence = (count + 1) / (total + (1.1 if layer == "memory" else 1.3))
            return Choice(
                name,
                round(min(confidence, 0.99), 2),
                layer if count >= 2 else f"{layer}_once",
                f"{zh}此前 {total} 次中有 {count} 次记入“{name}”",
                f"{en} was booked to {name} {count} of {total} times",
                tuple((other, round(n / total, 2)) for other, n in counts.most_common(4)[1:]),
            )
        return None

    def guessed(self, case: Case, *, least: int = 20) -> Choice | None:
        """The likeliest account by n-grams (naive Bayes with shared background); None with too little history."""
        if self.seen < least:
            return None
        scores: dict[AccountName, float] = defaultdict(float)
        for gram in set(features(case)):
            counts = self.grams.get(gram)
            if not counts:
                continue
            whole = sum(counts.values())
            weight = math.log(1 + self.seen / len(counts)) if len(gram) > 1 else 0.3
            for name, count in counts.items():
                scores[name] += weight * count / whole * len(gram) ** 0.5
        if not scores:
            return None
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        mass = sum(score for _, score in ranked[:6])
        share = ranked[0][1] / mass
        name = ranked[0][0]
        return Choice(
            name,
            round(min(0.35 + 0.6 * share, 0.95), 2),
            "ngrams",
            f"与此前记入“{name}”的业务用词最接近",
            f"its words are closest to what was booked to {name}",
            tuple((other, round(score / mass, 2)) for other, score in ranked[1:4]),
        )


def taught(history: Iterable[tuple[Case, AccountName]]) -> Learner:
    """A learner that has seen this history, in order."""
    learner = Learner()
    for case, name in history:
        learner.learn(case, name)
    return learner
