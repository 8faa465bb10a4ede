"""`check_invoices CASES.json`: verdict, category, input VAT and findings of invoices written as JSON.

Example: python manage.py check_invoices cases.json
Prints one JSON document; exit status 2 when the file is no JSON. Touches no database.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from invoices.domain.case_files import answer_of, cases_in, context_of, fapiao_of
from invoices.domain.compliance import check_compliance
from kernel.errors import ZhangfangError


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cases", help="JSON file with one case or a list of cases; - reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        document = _load(options["cases"])
        try:
            rows = cases_in(document)
        except ZhangfangError as error:
            raise CommandError(error.message, returncode=2) from error
        answers = [_answer(row) for row in rows]
        # The contract answers a list with a list, and section 2 knows lists only.
        self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=2))


def _load(name: str) -> Any:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        return json.loads(text, parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise CommandError(f"{name} cannot be read as JSON: {error}", returncode=2) from error


def _answer(row: Any) -> dict[str, object]:
    """The answer to one case; what is wrong with the case itself stands in its place."""
    try:
        context = context_of(row, timezone.localdate())
        return answer_of(row.get("id"), check_compliance(fapiao_of(row), context))
    except ZhangfangError as error:
        return {"id": row.get("id"), "error": {"code": error.code, "message": error.message}}
    except (AttributeError, TypeError, ValueError) as error:
        return {
            "id": row.get("id"),
            "error": {"code": "invalid_case", "message": f"a value has the wrong shape: {error}"},
        }
