"""`evaluate_engine HISTORY.json`: answer each case before learning it, and measure.

Example: python manage.py evaluate_engine history.json
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bookkeeping.engine.case import AccountName, Choice
from bookkeeping.engine.decision import TrackRecord
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.propose import Engine
from bookkeeping.management.commands._contract import cases_in, dump, read_json
from bookkeeping.management.commands._engine_cases import case_from, main_account
from foundation.learning import steady

STRETCHES = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer beside what was accepted, and beside what was meant where the label is a known slip."""

    id: Any
    choice: Choice
    action: str
    accepted: AccountName
    intended: AccountName

    @property
    def account_right(self) -> bool:
        """Whether the first-level account is right."""
        return self.choice.name.account == self.accepted.account

    @property
    def right(self) -> bool:
        """Whether account and detail are right (a detail nobody recorded counts as right)."""
        return self.account_right and self.accepted.detail in {"", self.choice.name.detail}

    @property
    def right_as_intended(self) -> bool:
        """The same against what was meant."""
        name = self.choice.name
        return name.account == self.intended.account and self.intended.detail in {"", name.detail}


def judge_all(history: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """Each case answered before it is learned, in order of `sequence`."""
    engine, judged = Engine(Learner(), TrackRecord()), list[Judged]()
    today = timezone.localdate()
    for raw in sorted(history, key=lambda row: int(row.get("sequence") or 0)):
        case = case_from(raw)
        accepted = main_account(case, list(raw.get("entries") or []))
        if accepted is None:
            continue
        intended = main_account(case, list(raw.get("intended_entries") or [])) or accepted
        answer = engine.propose(case, today)
        one = Judged(raw.get("id"), answer.choice, answer.action, accepted, intended)
        judged.append(one)
        if engine.record is not None:
            engine.record.note(answer.choice, was_right=one.right, about=(case.counterparty, steady(case.text)))
        engine.learn(case, accepted, today)
    return judged


def _share(rows: Sequence[bool]) -> float | None:
    return round(sum(rows) / len(rows), 4) if rows else None


def coverage_at(judged: Sequence[Judged], precision: float) -> float:
    """The largest share of cases, surest first, whose answers are right at least this often."""
    best = right = 0
    for count, row in enumerate(sorted(judged, key=lambda row: -row.choice.confidence), 1):
        right += row.right
        if right / count >= precision:
            best = count
    return round(best / len(judged), 4) if judged else 0.0


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error over ten bands of confidence."""
    error = 0.0
    for band in range(10):
        rows = [row for row in judged if band <= min(row.choice.confidence, 0.9999) * 10 < band + 1]
        if rows:
            meant = sum(row.choice.confidence for row in rows) / len(rows)
            error += abs(meant - sum(row.right for row in rows) / len(rows)) * len(rows)
    return round(error / len(judged), 4) if judged else 0.0


def _stretch(rows: Sequence[Judged], start: int) -> dict[str, Any]:
    posted = [row for row in rows if row.action == "post"]
    return {
        "from": start + 1,
        "to": start + len(rows),
        "accuracy_account_and_detail": _share([row.right for row in rows]),
        "post_coverage": _share([row.action == "post" for row in rows]),
        "post_precision": _share([row.right for row in posted]),
    }


def measures(judged: Sequence[Judged]) -> dict[str, Any]:
    """All figures of the contract."""
    posted = [row for row in judged if row.action == "post"]
    size = max(1, -(-len(judged) // STRETCHES))
    return {
        "cases": len(judged),
        "accuracy_account": _share([row.account_right for row in judged]),
        "accuracy_account_and_detail": _share([row.right for row in judged]),
        "post": {
            "coverage": _share([row.action == "post" for row in judged]),
            "precision": _share([row.right for row in posted]),
            "precision_intended": _share([row.right_as_intended for row in posted]),
        },
        "coverage_at_99": coverage_at(judged, 0.99),
        "expected_calibration_error": calibration_error(judged),
        "by_position": [_stretch(judged[start : start + size], start) for start in range(0, len(judged), size)],
        "predictions": [
            {
                "id": row.id,
                "account": row.choice.name.account,
                "detail": row.choice.name.detail,
                "confidence": row.choice.confidence,
                "action": row.action,
            }
            for row in judged
        ],
    }


class Command(BaseCommand):
    help = (
        "Answers each case of a company's history before learning it and prints accuracy, posting coverage and "
        "precision, calibration and each prediction. Example: manage.py evaluate_engine history.json"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="JSON file with accepted cases; - for standard input")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        self.stdout.write(dump(measures(judge_all(cases_in(read_json(path), path)))))
