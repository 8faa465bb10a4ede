"""`propose_entries CASES.json`: the engine's entry for each case, with confidence, action and reason.

Example: python manage.py propose_entries cases.json --company-history history.json
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bookkeeping.engine.decision import TrackRecord
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.propose import Engine
from bookkeeping.management.commands._contract import cases_in, dump, guarded, read_json
from bookkeeping.management.commands._engine_cases import answer_of, case_from, main_account
from foundation.learning import steady


def learned(history: list[Any]) -> Engine:
    """An engine that has answered and then learned each case of the history, in order of `sequence`."""
    engine = Engine(Learner(), TrackRecord())
    today = timezone.localdate()
    for raw in sorted(history, key=lambda row: int(row.get("sequence") or 0)):
        case = case_from(raw)
        right = main_account(case, list(raw.get("entries") or []))
        if right is None:
            continue
        answer = engine.propose(case, today)
        if engine.record is not None:
            is_right = answer.choice.name == right
            engine.record.note(answer.choice, was_right=is_right, about=(case.counterparty, steady(case.text)))
        engine.learn(case, right, today)
    return engine


class Command(BaseCommand):
    help = (
        "Proposes a balanced entry for each case of a JSON list, with confidence, action (post, suggest or ask), "
        "reason and alternatives. Example: manage.py propose_entries cases.json --company-history history.json"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="JSON file with a list of cases; - for standard input")
        parser.add_argument("--company-history", help="accepted entries of the company, learned before the cases")

    def handle(self, *args: Any, path: str, company_history: str | None = None, **options: Any) -> None:
        data = read_json(path)
        history = cases_in(read_json(company_history), company_history) if company_history else []
        engine = learned(history)
        if not history:
            engine.record = None
        today = timezone.localdate()

        def answer(raw: Mapping[str, Any]) -> dict[str, Any]:
            case = case_from(raw)
            return answer_of(raw, case, engine.propose(case, today))

        if isinstance(data, dict) and "cases" not in data:
            self.stdout.write(dump(guarded(answer, data)))
        else:
            self.stdout.write(dump([guarded(answer, raw) for raw in cases_in(data, path)]))
