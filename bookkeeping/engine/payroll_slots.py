"""Slots of payroll and depreciation: whose cost it is, which part of payroll is spoken of, what is kept back.

Rule kept: a department or a part counts only when the words name it; without any it is administration.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bookkeeping.engine.amounts import part, part_like, parts, told_of
from bookkeeping.engine.case import AccountName, Case
from bookkeeping.engine.figures import Figure, sums
from bookkeeping.engine.slots import Share, has
from kernel.money import ZERO, round_to_fen, total

_DEPARTMENTS = (
    (
        re.compile("生产工人|直接工人|生产部|直接人工|车间工人|产品生产|装配工|生产人员|一线工人|生产一线"),
        AccountName("生产成本", "直接人工"),
    ),
    (re.compile("车间管理|车间主任|车间|制造费用"), AccountName("制造费用", "职工薪酬")),
    (re.compile("施工人员|施工|工程部|工地|项目部|农民工"), AccountName("合同履约成本", "人工成本")),
    (re.compile("资本化"), AccountName("研发支出", "资本化支出")),
    (re.compile("研发|费用化"), AccountName("研发支出", "费用化支出")),
    (re.compile("项目人员|项目组|顾问|工程师"), AccountName("劳务成本", "人工成本")),
    (re.compile("在建工程|基建"), AccountName("在建工程")),
    (re.compile("店长|经理|主管|管理|行政|财务|办公室|后勤|人事|总部"), AccountName("管理费用", "职工薪酬")),
    (
        re.compile(
            "销售|门店|收银|理货|一线|店员|营业|服务|厨师|导购|促销|配送|采购|生鲜|保洁|技工|前厅|后厨|客服|业务员"
        ),
        AccountName("销售费用", "职工薪酬"),
    ),
)
_ROUNDED = Decimal(100)
_PROJECT = {"劳务成本", "合同履约成本"}


def _department(words: str, industry: str) -> AccountName | None:
    barred = _PROJECT if industry in {"wholesale_retail", "manufacturing"} else set()
    named = (name for pattern, name in _DEPARTMENTS if pattern.search(words))
    return next((name for name in named if name.account not in barred), None)


def _whose(words: str, industry: str) -> AccountName | None:
    """The department the words of an amount name; wages told project by project are costs of the contracts."""
    by_project = AccountName("劳务成本", "人工成本") if "项目" in words else None
    return _department(words, industry) or by_project


def staff(case: Case) -> list[Share]:
    """The cost account of every department named, with its amount where one is told; administration when none is."""
    shares: dict[AccountName, Decimal] = {}
    last: AccountName | None = None
    for figure in parts(case.text) or _results(case.text) or _nearly(case):
        last = _whose(f"{figure.label}{figure.note}", case.industry) or last
        if last is not None:
            shares[last] = shares.get(last, ZERO) + round_to_fen(figure.value)
    if shares:
        return _levelled(shares, case)
    named = _department(case.text, case.industry)
    return [(named or AccountName("管理费用", "职工薪酬"), ZERO)]


def _results(text: str) -> list[Figure]:
    """Wages reckoned department by department ("收银员4人×4,000元=16,000元")."""
    results = [figure for figure in sums(text) if figure.is_result]
    return results if len(results) > 1 else []


def _nearly(case: Case) -> list[Figure]:
    """Departments whose amounts are told in round figures ("管理岗约8,600元，一线约56,887元")."""
    named = [figure for figure in sums(case.text) if not figure.part and _whose(figure.label, case.industry)]
    whole = case.gross_amount or ZERO
    gap = total(figure.value for figure in named) - whole
    # No total told: the amount taken for the whole is the first department's own.
    is_untotalled = bool(named) and named[0].value == whole
    return named if len(named) > 1 and (abs(gap) <= _ROUNDED or is_untotalled) else []


def _levelled(shares: dict[AccountName, Decimal], case: Case) -> list[Share]:
    """The shares with the largest taking what rounding left open."""
    gap = (case.gross_amount or ZERO) - total(shares.values())
    if len(shares) > 1 and gap and abs(gap) <= _ROUNDED:
        largest = max(shares, key=lambda name: shares[name])
        shares[largest] += gap
    return list(shares.items())


_DUE = (
    ("社保|社会保险|五险|保险|单位(?:部分|承担)", AccountName("应付职工薪酬", "社会保险费")),
    ("公积金|一金", AccountName("应付职工薪酬", "住房公积金")),
    ("个人(?:社保|社会保险|部分|承担)|代扣个人", AccountName("其他应付款", "代扣社保个人部分")),
    ("个人.{0,4}公积金", AccountName("其他应付款", "代扣公积金个人部分")),
)


def wages_due(case: Case) -> list[Share]:
    """Which part of payroll is spoken of; the employees' own part is on other payables."""
    # The narrower words come first, so that each amount finds its own part.
    return told_of(case.text, reversed(_DUE))[::-1] or [(_DUE[0][1], ZERO)]


def withheld(case: Case) -> list[Share]:
    """What is kept back from wages: social insurance, housing fund, income tax; only amounts that are said."""
    text = case.text
    if not has(text, "代扣", "扣除", "扣"):
        return []
    rows = [
        (AccountName("其他应付款", "代扣社保个人部分"), part(text, "社保", "社会保险", "三险")),
        (AccountName("其他应付款", "代扣公积金个人部分"), part(text, "公积金")),
        (AccountName("应交税费", "应交个人所得税"), part(text, "个税", "个人所得税")),
        (AccountName("其他应收款", "代垫款项"), part_like(text, "扣回|水电|房租|代垫")),
        (AccountName("其他应收款", "员工借款"), part_like(text, "借款|借支")),
    ]
    return [row for row in rows if row[1]]


_USERS = (
    ("车间|生产设备|机床|生产线|厂房|数控|生产用|制造费用", AccountName("制造费用", "折旧费")),
    ("施工|塔吊|搅拌|挖掘|工程机械|压路机|切割机", AccountName("合同履约成本", "机械使用费")),
    ("研发", AccountName("研发支出", "费用化支出")),
    ("销售|门店|店面|专卖店|餐厅", AccountName("销售费用", "折旧费")),
    ("出租|租出", AccountName("其他业务成本")),
    ("管理|办公|行政|电脑|总部", AccountName("管理费用", "固定资产折旧")),
)


def depreciation(case: Case) -> list[Share]:
    """Where depreciation goes by who uses the asset."""
    text = case.text
    if has(text, "计入管理费用"):
        return [(AccountName("管理费用", "固定资产折旧"), ZERO)]
    return told_of(text, _USERS) or [(AccountName("管理费用", "固定资产折旧"), ZERO)]
