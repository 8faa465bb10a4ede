"""`inspect_period CASE.json`: the warnings of a period from facts, books or both; touches no database."""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.errors import Refusal
from risk.domain.cases import as_json, inspect_case

EXAMPLE = """
Example:
  echo '{"company": {"vat_status": "general", "industry": "wholesale_retail"}, "period": "2026-10",
         "facts": {"vat_burden_rate": "0.006", "total_assets": "1000000", "total_liabilities": "750000"}}' > case.json
  python manage.py inspect_period case.json
"""


class Command(BaseCommand):
    help = "Prints the risk warnings of a period, with evidence, threshold, source and action, as JSON." + EXAMPLE
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", type=Path, metavar="CASE.json", help="one case or a list of cases")

    def handle(self, *args: object, **options: Any) -> None:
        cases = _read(options["case"])
        answers = [_answer(case) for case in (cases if isinstance(cases, list) else [cases])]
        shown = answers if isinstance(cases, list) else answers[0]
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))


def _read(path: Path) -> Any:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal, parse_constant=_refuse)
    except (OSError, ValueError, RecursionError) as error:
        raise CommandError(f"cannot read {path}: {error}", returncode=2) from error
    if not isinstance(found, dict | list):
        raise CommandError(f"{path} holds neither an object nor a list", returncode=2)
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _answer(case: Any) -> dict[str, Any]:
    """One answer; a case that fails carries its error in its place."""
    identity = {"id": case["id"]} if isinstance(case, dict) and "id" in case else {}
    try:
        return {**identity, "warnings": [as_json(warning) for warning in inspect_case(case)]}
    except Refusal as refusal:
        return {
            **identity,
            "error": {"code": refusal.code, "message": refusal.message, "message_zh": refusal.message_zh},
        }
