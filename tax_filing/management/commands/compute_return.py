"""`compute_return FORM FACTS.json`: one return, or a list of them, from facts; touches no database."""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bookkeeping.exports import run_case
from kernel.errors import Refusal
from kernel.period import AccountingPeriod, TaxPeriod
from law.calendar import filing_deadline
from tax_filing.domain.compute_return import FORMS, compute

STATEMENTS = "financial_statements"
ALL_FORMS = (*FORMS, STATEMENTS)
EXAMPLE = """
Example:
  echo '{"taxpayer": {"filing": "quarter"}, "period": "2026Q2",
         "sales": [{"net_amount": "350000", "rate": "0.01", "invoice": "ordinary", "nature": "services"}]}' > facts.json
  python manage.py compute_return vat_small_scale facts.json
"""


class Command(BaseCommand):
    help = "Computes a tax return from a file of facts and prints it as JSON with its trace." + EXAMPLE
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("form", choices=ALL_FORMS, metavar="FORM", help=", ".join(ALL_FORMS))
        parser.add_argument("facts", type=Path, metavar="FACTS.json", help="one case or a list of cases")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            cases = _read(options["facts"])
        except (OSError, ValueError) as error:
            self.stderr.write(f"cannot read {options['facts']}: {error}")
            sys.exit(2)
        answers = [_answer(options["form"], case) for case in (cases if isinstance(cases, list) else [cases])]
        shown = answers if isinstance(cases, list) else answers[0]
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))


def _statements(facts: dict[str, Any]) -> dict[str, Any]:
    """The three statements with the frame every return has. Raises `InvalidValue`."""
    period = AccountingPeriod.parse(str(facts.get("period") or ""))
    deadline = filing_deadline(TaxPeriod(period.start, period.end))
    answer = run_case(facts)
    return {
        "form": STATEMENTS,
        "edition": str(facts.get("standard") or ""),
        "tax_period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "deadline": deadline.day.isoformat(),
        "lines": {name: answer[name] for name in ("balance_sheet", "income_statement", "cash_flow")},
        "tax_payable": "0.00",
        "surtaxes": {},
        "cross_checks": [],
        "trace": {},
        **answer,
    }


def _read(path: Path) -> Any:
    """The facts, numbers kept exact. Raises `OSError`, `ValueError`."""
    found = json.loads(path.read_bytes(), parse_float=Decimal, parse_constant=_refuse_constant)
    if not isinstance(found, dict | list):
        raise ValueError("expected an object or a list of objects")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _answer(form: str, facts: Any) -> dict[str, Any]:
    """One return; a case that fails answers with its error in its place."""
    if not isinstance(facts, dict):
        return {"error": {"code": "invalid_value", "message": "a case must be an object"}}
    try:
        return _statements(facts) if form == STATEMENTS else compute(form, facts)
    except Refusal as refusal:
        return {"error": {"code": refusal.code, "message": refusal.message, "message_zh": refusal.message_zh}}
    except (ArithmeticError, TypeError, ValueError) as error:
        return {"error": {"code": "invalid_value", "message": f"{type(error).__name__}: {error}"}}
