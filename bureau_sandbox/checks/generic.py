"""Checks of the shorter returns: income tax prepayment, business income, stamp duty."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bureau_sandbox.checks.sheet import ZERO, Cells, Problem, sheet

_TOLERANCE: Final = Decimal("0.05")
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


def check_business_income(cells: Cells) -> list[Problem]:
    """Lines 3, 22 and 25 of form A."""
    main = sheet(cells, "main")
    expected = {
        "3": main.value("1") - main.value("2"),
        "22": main.value("19") * main.value("20") - main.value("21"),
        "25": main.value("22") - main.value("23") - main.value("24"),
    }
    return [
        Problem(f"line_{line}", f"第{line}栏 应为 {result:.2f}，申报为 {main.value(line)}")
        for line, result in expected.items()
        if abs(main.value(line) - result) > _TOLERANCE and not (line == "25" and main.value(line) == ZERO > result)
    ]


def business_income_payable(cells: Cells) -> Decimal:
    """Line 25, not below 0."""
    return max(sheet(cells, "main").value("25"), ZERO)


def check_stamp_duty(cells: Cells) -> list[Problem]:
    """Each item pays its duty less its relief; the last line is the sum of the items."""
    main = sheet(cells, "main")
    items = [line for line in main.lines if line != "total"]
    problems = [
        Problem("stamp_duty_item", f"第{line}栏 应补（退）税额 不等于 应纳税额 − 减免税额")
        for line in items
        if main.value(line, "payable") != main.value(line, "due") - main.value(line, "relief")
    ]
    problems += [
        Problem("stamp_duty_total", f"合计 {column} 不等于各税目之和")
        for column in ("due", "relief", "payable")
        if main.value("total", column) != sum((main.value(line, column) for line in items), ZERO)
    ]
    return problems


def stamp_duty_payable(cells: Cells) -> Decimal:
    """The last line of the return, or of the stamp duty table where that alone was sent."""
    table = "return" if "return" in cells else "main"
    return max(sheet(cells, table).value("total", "payable"), ZERO)
