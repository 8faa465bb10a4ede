"""Slots of payroll and depreciation: whose cost it is, which part of payroll is spoken of, what is kept back.

Rule kept: a department or a part counts only when the words name it; without any it is administration.
"""

from __future__ import annotations

from bookkeeping.engine.amounts import part
from bookkeeping.engine.case import AccountName, Case
from bookkeeping.engine.slots import Share, has
from kernel.money import ZERO

_DEPARTMENTS = (
    (
        ("生产工人", "直接工人", "生产部", "直接人工", "车间工人", "产品生产", "装配工"),
        AccountName("生产成本", "直接人工"),
    ),
    (("车间管理", "车间主任"), AccountName("制造费用", "职工薪酬")),
    (("施工人员", "施工", "工程部", "工地", "项目部"), AccountName("合同履约成本", "人工成本")),
    (("项目人员", "项目组", "咨询顾问", "顾问团队"), AccountName("劳务成本", "人工成本")),
    (("研发",), AccountName("研发支出", "费用化支出")),
    (
        ("销售", "门店", "收银", "理货", "一线", "店员", "营业员", "服务员", "厨师", "导购"),
        AccountName("销售费用", "职工薪酬"),
    ),
    (("管理", "行政", "财务", "办公室", "店长", "后勤"), AccountName("管理费用", "职工薪酬")),
)


def staff(case: Case) -> list[Share]:
    """The cost account of every department named; administration when none is."""
    text = case.text
    found: list[Share] = []
    for words, name in _DEPARTMENTS:
        word = next((word for word in words if word in text), None)
        if word is None or name in dict(found):
            continue
        if name.account in {"劳务成本", "合同履约成本"} and case.industry in {"wholesale_retail", "manufacturing"}:
            continue
        found.append((name, part(text, word) or part(text, word + "人员工资")))
    return found or [(AccountName("管理费用", "职工薪酬"), ZERO)]


def wages_due(case: Case) -> list[Share]:
    """Which part of payroll is spoken of; the employees' own part is on other payables."""
    text = case.text
    shares: list[Share] = []
    if has(text, "社保", "社会保险", "保险", "五险"):
        shares.append((AccountName("应付职工薪酬", "社会保险费"), part(text, "社保") or part(text, "社会保险")))
    if has(text, "公积金", "一金"):
        shares.append((AccountName("应付职工薪酬", "住房公积金"), part(text, "公积金")))
    if has(text, "个人部分", "个人承担", "个人社保", "代扣个人"):
        shares.append((AccountName("其他应付款", "代扣社保个人部分"), part(text, "个人社保")))
        if has(text, "公积金"):
            shares.append((AccountName("其他应付款", "代扣公积金个人部分"), part(text, "个人公积金")))
    return shares or [(AccountName("应付职工薪酬", "社会保险费"), ZERO)]


def withheld(case: Case) -> list[Share]:
    """What is kept back from wages: social insurance, housing fund, income tax; only amounts that are said."""
    text = case.text
    if not has(text, "代扣", "扣除", "扣"):
        return []
    rows = [
        (AccountName("其他应付款", "代扣社保个人部分"), part(text, "社保")),
        (AccountName("其他应付款", "代扣公积金个人部分"), part(text, "公积金")),
        (AccountName("应交税费", "应交个人所得税"), part(text, "个税") or part(text, "个人所得税")),
    ]
    return [row for row in rows if row[1]]


def depreciation(case: Case) -> list[Share]:
    """Where depreciation goes by who uses the asset."""
    text = case.text
    shares: list[Share] = []
    for words, name in (
        (("车间", "生产设备", "机床", "生产线", "厂房", "数控"), AccountName("制造费用", "折旧费")),
        (("施工", "塔吊", "搅拌", "挖掘", "工程机械"), AccountName("合同履约成本", "机械使用费")),
        (("销售", "门店", "货架", "收银", "店面"), AccountName("销售费用", "折旧费")),
        (("管理", "办公", "行政", "电脑"), AccountName("管理费用", "固定资产折旧")),
    ):
        if (word := next((word for word in words if word in text), None)) is not None:
            shares.append((name, part(text, word)))
    if has(text, "计入管理费用") or not shares:
        return [(AccountName("管理费用", "固定资产折旧"), ZERO)]
    return shares
