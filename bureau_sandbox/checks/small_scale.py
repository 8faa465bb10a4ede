"""Checks of the VAT return for small-scale taxpayers, line by line as the form prints its formulas.

Source: 税务总局公告2021年第20号 附件; portal rules known in practice: lines 10 and 11 exclude each other, no refunds
online.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bureau_sandbox.checks.known import Known
from bureau_sandbox.checks.rates import Rates
from bureau_sandbox.checks.sheet import ZERO, Cells, Problem, Sheet, sheet
from bureau_sandbox.checks.surtaxes import Surtaxes, check_surtaxes

COLUMNS: Final = ("goods", "services")
TOLERANCE: Final = Decimal("0.05")
_AT_LEAST: Final = (("1", ("2", "3")), ("4", ("5", "6")), ("7", ("8",)), ("13", ("14",)), ("17", ("18", "19")))


def check_small_scale(cells: Cells, known: Known, rates: Rates) -> list[Problem]:
    """All problems of the return; an empty list means the figures agree with each other."""
    main = sheet(cells, "main")
    problems = [
        *_totals(main),
        *_parts(main),
        *_tax(main, rates),
        *_exclusions(main, known),
        *_threshold(main, known, rates),
    ]
    sales = total_sales(main)
    declared = Surtaxes(("23", "24", "25"), amount(main, "23"), amount(main, "24"), amount(main, "25"))
    problems += check_surtaxes(declared, (amount(main, "22"), amount(main, "20")), sales, known, rates)
    return problems + _special_invoices(main, known)


def amount(main: Sheet, line: str) -> Decimal:
    """Goods and services together: the total column where it was sent, else the sum."""
    row = main.row(line)
    return row["total"] if "total" in row else sum((row.get(column, ZERO) for column in COLUMNS), ZERO)


def total_sales(main: Sheet) -> Decimal:
    """Sales of the period without VAT: lines 1, 4, 7, 9 and 13."""
    return sum((amount(main, line) for line in ("1", "4", "7", "9", "13")), ZERO)


def payable(cells: Cells) -> Decimal:
    """VAT and surtaxes due: lines 22 to 25."""
    main = sheet(cells, "main")
    return sum((amount(main, line) for line in ("22", "23", "24", "25")), ZERO)


def _totals(main: Sheet) -> list[Problem]:
    rows = {line: main.row(line) for line in main.lines}
    return [
        Problem("total_column", f"第{line}栏 合计 {row['total']} 不等于 货物及劳务 + 服务、不动产和无形资产")
        for line, row in rows.items()
        if {"goods", "services", "total"} <= set(row) and row["goods"] + row["services"] != row["total"]
    ]


def _parts(main: Sheet) -> list[Problem]:
    problems = [
        Problem("part_exceeds_whole", f"第{whole}栏 小于 第{'、'.join(parts)}栏之和")
        for whole, parts in _AT_LEAST
        if amount(main, whole) < sum((amount(main, part) for part in parts), ZERO)
    ]
    if amount(main, "9") != sum((amount(main, part) for part in ("10", "11", "12")), ZERO):
        problems.append(Problem("line_9", "第9栏 不等于 第10栏 + 第11栏 + 第12栏"))
    problems += [
        Problem("negative_sales", f"第{line}栏 不能为负数") for line in ("1", "2", "3") if amount(main, line) < 0
    ]
    return problems


def _tax(main: Sheet, rates: Rates) -> list[Problem]:
    problems = []
    due = (amount(main, "1") + amount(main, "7")) * rates.levy + amount(main, "4") * rates.levy_real_estate
    if abs(amount(main, "15") - due) > TOLERANCE:
        problems.append(Problem("line_15", f"第15栏 应为 {due:.2f}，申报为 {amount(main, '15')}"))
    if amount(main, "16") > amount(main, "15"):
        problems.append(Problem("line_16", "第16栏 减征额 大于 第15栏 应纳税额"))
    for line, left, right in (("20", "15", "16"), ("22", "20", "21")):
        if amount(main, line) != amount(main, left) - amount(main, right):
            problems.append(Problem(f"line_{line}", f"第{line}栏 不等于 第{left}栏 − 第{right}栏"))
    if amount(main, "22") < 0:
        problems.append(Problem("refund_online", "第22栏 为负数，请到办税服务厅办理"))
    return problems + _exempt_tax(main, rates)


def _exempt_tax(main: Sheet, rates: Rates) -> list[Problem]:
    problems = []
    for tax, sales in (("18", "10"), ("19", "11")):
        low, high = (amount(main, sales) * rate for rate in (rates.levy, rates.levy_real_estate))
        if not low - TOLERANCE <= amount(main, tax) <= high + TOLERANCE:
            problems.append(Problem(f"line_{tax}", f"第{tax}栏 免税额与第{sales}栏 免税销售额不符"))
    return problems


def _exclusions(main: Sheet, known: Known) -> list[Problem]:
    individual = known.legal_form == "individual_business"
    problems = []
    if amount(main, "10") and amount(main, "11"):
        problems.append(Problem("lines_10_and_11", "第10栏 与 第11栏 不能同时填写"))
    if individual and amount(main, "10"):
        problems.append(Problem("line_10_individual", "个体工商户应填写第11栏，不填写第10栏"))
    if known.legal_form == "enterprise" and amount(main, "11"):
        problems.append(Problem("line_11_enterprise", "企业应填写第10栏，不填写第11栏"))
    return problems


def _threshold(main: Sheet, known: Known, rates: Rates) -> list[Problem]:
    exempt = amount(main, "10") + amount(main, "11")
    if not exempt or total_sales(main) < rates.monthly_threshold * known.months:
        return []
    return [Problem("over_threshold", "销售额已达起征点，仍填写未达起征点免税销售额，请核实是否有不动产销售", "notice")]


def _special_invoices(main: Sheet, known: Known) -> list[Problem]:
    if known.special_net is None:
        return []
    declared = amount(main, "2") + amount(main, "5")
    if declared == known.special_net:
        return []
    return [Problem("011022001", f"开具专用发票金额 {known.special_net} 与申报 {declared} 不符")]
