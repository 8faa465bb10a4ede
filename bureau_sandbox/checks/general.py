"""Checks of the VAT return for general taxpayers: printed formulas of the main form, and what the schedules feed it.

Source: 税务总局公告2021年第20号 附件; the comparison codes 011022001/011022002 are those the portal shows.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bureau_sandbox.checks.known import Known
from bureau_sandbox.checks.rates import Rates
from bureau_sandbox.checks.sheet import ZERO, Cells, Problem, Sheet, sheet
from bureau_sandbox.checks.surtaxes import Surtaxes, check_surtaxes

TOLERANCE: Final = Decimal("0.05")
CURRENT: Final = ("general", "refund")
# line: the lines added and the lines taken away, as printed in the form
FORMULAS: Final = {
    "8": (("9", "10"), ()),
    "17": (("12", "13", "16"), ("14", "15")),
    "20": (("17",), ("18",)),
    "24": (("19", "21"), ("23",)),
    "27": (("28", "29", "30", "31"), ()),
    "32": (("24", "25", "26"), ("27",)),
    "33": (("25", "26"), ("27",)),
    "34": (("24",), ("28", "29")),
    "38": (("16", "22", "36"), ("37",)),
}


def check_general(cells: Cells, known: Known, rates: Rates) -> list[Problem]:
    """All problems of the return; an empty list means the figures agree with each other."""
    main = sheet(cells, "main")
    problems = [problem for column in CURRENT for problem in (*_formulas(main, column), *_credit(main, cells, column))]
    problems += [*_plausible(main, rates), *_carried_forward(main, known), *_schedules(main, cells)]
    declared = Surtaxes(("39", "40", "41"), *(main.value(line, "general") for line in ("39", "40", "41")))
    bases = [main.value(line, "general") + main.value(line, "refund") for line in ("34", "24")]
    problems += check_surtaxes(declared, bases, total_sales(main), known, rates)
    return problems + _special_invoices(cells, known)


def total_sales(main: Sheet) -> Decimal:
    """Sales of the month: lines 1, 5, 7 and 8, both column groups."""
    return sum((main.value(line, column) for line in ("1", "5", "7", "8") for column in CURRENT), ZERO)


def payable(cells: Cells) -> Decimal:
    """VAT and surtaxes due: line 34 (not below 0) and lines 39 to 41."""
    main = sheet(cells, "main")
    vat = max(main.value("34", "general") + main.value("34", "refund"), ZERO)
    return vat + sum((main.value(line, "general") for line in ("39", "40", "41")), ZERO)


def _formulas(main: Sheet, column: str) -> list[Problem]:
    problems = []
    for line, (added, taken) in FORMULAS.items():
        result = sum((main.value(part, column) for part in added), ZERO)
        result -= sum((main.value(part, column) for part in taken), ZERO)
        allowed = (result, max(result, ZERO)) if line == "33" else (result,)
        if main.has(line) and main.value(line, column) not in allowed:
            problems.append(Problem(f"line_{line}", f"第{line}栏 应为 {result}，申报为 {main.value(line, column)}"))
    parts = sum((main.value(part, column) for part in ("2", "3", "4")), ZERO)
    if parts > main.value("1", column):
        problems.append(Problem("part_exceeds_whole", "第1栏 小于 第2栏 + 第3栏 + 第4栏"))
    return problems


def _credit(main: Sheet, cells: Cells, column: str) -> list[Problem]:
    usable = max(min(main.value("17", column), main.value("11", column)), ZERO)
    problems = []
    if main.value("18", column) != usable:
        problems.append(Problem("line_18", f"第18栏 应为 {usable}，申报为 {main.value('18', column)}"))
    extra = sheet(cells, "schedule_4").value("6" if column == "general" else "7", "5")
    due = main.value("11", column) - main.value("18", column) - extra
    if main.value("19", column) != due:
        problems.append(Problem("line_19", f"第19栏 应为 {due}，申报为 {main.value('19', column)}"))
    if main.value("23", column) > main.value("19", column) + main.value("21", column):
        problems.append(Problem("line_23", "第23栏 减征额 大于 第19栏 + 第21栏"))
    return problems


def _plausible(main: Sheet, rates: Rates) -> list[Problem]:
    problems = []
    for column in CURRENT:
        if main.value("11", column) > main.value("1", column) * rates.highest + TOLERANCE:
            problems.append(Problem("line_11", "第11栏 销项税额 超过按最高税率计算的数额"))
        if main.value("21", column) > main.value("5", column) * rates.highest_levy + TOLERANCE:
            problems.append(Problem("line_21", "第21栏 应纳税额 超过按最高征收率计算的数额"))
    return problems


def _carried_forward(main: Sheet, known: Known) -> list[Problem]:
    if not known.previous:
        return []
    before = sheet(known.previous, "main")
    problems = []
    if main.value("13", "general") != before.value("20", "general"):
        problems.append(
            Problem(
                "line_13",
                f"第13栏 上期留抵 {main.value('13', 'general')} 与上期第20栏 {before.value('20', 'general')} 不符",
            )
        )
    if known.period_start.month > 1:
        problems += [_year_to_date(main, before, line) for line in ("1", "11", "24") if _drifts(main, before, line)]
    return problems


def _drifts(main: Sheet, before: Sheet, line: str) -> bool:
    expected = before.value(line, "general_year_to_date") + main.value(line, "general")
    return main.value(line, "general_year_to_date") != expected


def _year_to_date(main: Sheet, before: Sheet, line: str) -> Problem:
    expected = before.value(line, "general_year_to_date") + main.value(line, "general")
    return Problem(
        "year_to_date", f"第{line}栏 本年累计应为 {expected}，申报为 {main.value(line, 'general_year_to_date')}"
    )


def _schedules(main: Sheet, cells: Cells) -> list[Problem]:
    problems = []
    for line in sheet(cells, "schedule_1").lines:
        problems += _sales_row(line, sheet(cells, "schedule_1"))
    inputs = sheet(cells, "schedule_2")
    for line, source in (("12", "12"), ("14", "13")):
        row = inputs.row(source)
        tax = row.get("tax_amount", row.get("3"))
        if tax is not None and tax != main.value(line, "general") + main.value(line, "refund"):
            problems.append(
                Problem(f"schedule_2_line_{source}", f"附列资料（二）第{source}栏 税额与主表第{line}栏不符")
            )
    return problems


def _sales_row(line: str, schedule: Sheet) -> list[Problem]:
    row = schedule.row(line)
    problems = []
    for whole, parts in (("9", ("1", "3", "5", "7")), ("10", ("2", "4", "6", "8"))):
        if whole in row and row[whole] != sum((row.get(part, ZERO) for part in parts), ZERO):
            problems.append(Problem("schedule_1_sum", f"附列资料（一）第{line}栏 第{whole}列不等于各列之和"))
    return problems


def _special_invoices(cells: Cells, known: Known) -> list[Problem]:
    schedule = sheet(cells, "schedule_1")
    if known.special_net is None or not schedule.lines:
        return []
    rows = [line for line in schedule.lines if line not in ("6", "7", "14", "15")]
    problems = []
    for code, column, issued in (("011022001", "1", known.special_net), ("011022002", "2", known.special_tax or ZERO)):
        declared = sum((schedule.value(line, column) for line in rows), ZERO)
        if declared != issued:
            problems.append(Problem(code, f"开具专用发票 {issued} 与附列资料（一）第{column}列 {declared} 不符"))
    return problems
