"""What the makers of scenarios share: a taxpayer, what is expected of it, limits and plain YAML."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.tax_filing.naive import NAIVE

FOLDER = Path(__file__).parent / "scenarios"
FEN = Decimal("0.01")
Scenario = dict[str, Any]


class Plain(yaml.SafeDumper):
    """Writes a thing that occurs twice out twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def taxpayer(number: str, story: str, *returns: tuple[str, dict[str, Any]]) -> Scenario:
    """One taxpayer with the returns it files."""
    filed = [{"form": form, "facts": facts, "expect": expected(form, facts)} for form, facts in returns]
    for one in filed:
        # A small-scale balance below zero is not taken online.
        if Decimal(one["expect"]["tax_payable"]) < 0:
            one["refused"] = ["S_REFUND"]
    return {"id": number, "story": story, "returns": filed}


def expected(form: str, facts: dict[str, Any]) -> dict[str, str]:
    """What is not 0, and always the tax."""
    found = NAIVE[form](facts)
    return {name: value for name, value in found.items() if Decimal(value) or name == "tax_payable"}


def around(limit: int) -> list[tuple[str, str]]:
    """Just below, at and just above a limit."""
    return [("差一分", str(limit - FEN)), ("正好", f"{limit}.00"), ("多一分", str(limit + FEN))]
