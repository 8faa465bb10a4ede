"""Checks of the income tax prepayment, and the plain acceptance of forms the bureau has no arithmetic for."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bureau_sandbox.checks.sheet import ZERO, Cells, Problem, sheet

_PREPAYMENT: Final = {
    "18": (("15", "16"), ("17",)),
    "25": (("18", "19"), ("20", "21", "22", "23", "24")),
}


def check_cit_prepayment(cells: Cells) -> list[Problem]:
    """Printed formulas of lines 18, 25 and 32 where their lines were sent; line 32 may be floored at 0."""
    main = sheet(cells, "main")
    problems = []
    for line, (added, taken) in _PREPAYMENT.items():
        if not all(main.has(part) for part in (line, *added)):
            continue
        result = sum((main.value(part) for part in added), ZERO) - sum((main.value(part) for part in taken), ZERO)
        if main.value(line) != result:
            problems.append(Problem(f"line_{line}", f"第{line}栏 应为 {result}，申报为 {main.value(line)}"))
    due = main.value("27") - sum((main.value(part) for part in ("28", "29", "30", "31")), ZERO)
    if main.has("32") and main.value("32") not in (due, max(due, ZERO)):
        problems.append(Problem("line_32", f"第32栏 应为 {due}，申报为 {main.value('32')}"))
    return problems


def cit_payable(cells: Cells) -> Decimal:
    """Line 32, not below 0."""
    return max(sheet(cells, "main").value("32"), ZERO)
