"""Slots filled by what the text itself names: accounts with their amounts, kinds of goods, several things paid at once.

Rule kept: an account is taken from the words only together with an amount of its own.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bookkeeping.engine.amounts import part, part_at, parts, rates
from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.items import classify
from bookkeeping.engine.slots import Share, has
from bookkeeping.engine.trades import at_place
from kernel.money import ZERO, round_to_fen


def categories(case: Case) -> list[Share]:
    """Revenue, a line for each kind of goods ("食品类30,000元、文具类5,000元") the text tells."""
    pieces = parts(case.text)
    if pieces and all(re.search("类", figure.label) for figure in pieces):
        return [(AccountName("主营业务收入"), round_to_fen(figure.value)) for figure in pieces]
    return [(AccountName("主营业务收入"), ZERO)]


_NAMED = ("管理费用", "销售费用", "财务费用", "制造费用", "营业外支出", "其他应收款", "研发支出", "生产成本")
_BOOKED_TO = re.compile(rf"([\d,.]+)元?[^\d，；。]{{0,12}}(?:计入|列入|记入|由)({'|'.join(_NAMED)})")


def booked_to(case: Case) -> list[Share]:
    """Accounts the text names itself, each with its amount; administration when it names none."""
    pairs = [(AccountName(match[2]), part_at(case.text, match.start(1))) for match in _BOOKED_TO.finditer(case.text)]
    return [pair for pair in pairs if pair[1]] or [(AccountName("管理费用", "存货盘亏"), ZERO)]


_INCOMES = ("主营业务收入", "其他业务收入", "营业外收入", "投资收益", "其他收益")
_EXPENSES = (
    "主营业务成本",
    "其他业务成本",
    "税金及附加",
    "销售费用",
    "管理费用",
    "财务费用",
    "营业外支出",
    "资产减值损失",
    "信用减值损失",
    "所得税费用",
)


def incomes(case: Case) -> list[Share]:
    """Income accounts named with their amounts."""
    named = [(AccountName(name), part(case.text, name)) for name in _INCOMES if name in case.text]
    return named or [(AccountName("主营业务收入"), ZERO)]


def expenses(case: Case) -> list[Share]:
    """Expense accounts named with their amounts."""
    return [(AccountName(name), part(case.text, name)) for name in _EXPENSES if name in case.text]


_PLACE = re.compile("车间|管理|行政|办公|总部|销售|门店|店面|研发")


def split_items(case: Case, chosen: Choice) -> list[Share]:
    """The expense, or several where the text tells an amount for each thing or for each department."""
    shares: dict[AccountName, Decimal] = {}
    for figure in parts(case.text):
        found = classify(figure.label, industry=case.industry, standard=case.standard)
        if found is None and _PLACE.search(figure.label):
            name = at_place(AccountName("管理费用", chosen.name.detail), f"{figure.label}部门")
        elif found is not None:
            name = found.name
        else:
            return [(chosen.name, ZERO)]
        shares[name] = shares.get(name, ZERO) + round_to_fen(figure.value)
    return list(shares.items()) if len(shares) > 1 else [(chosen.name, ZERO)]


def claim_of(case: Case) -> list[Share]:
    """What an insurer's payment makes good: a loss still to be settled, a claim booked before, or income."""
    if has(case.text, "待处理", "盘亏", "毁损", "损失") and not has(case.text, "清理"):
        return [(AccountName("待处理财产损溢"), ZERO)]
    if has(case.text, "应收", "理赔款", "此前", "前期"):
        return [(AccountName("其他应收款", "单位往来"), ZERO)]
    return [(AccountName("营业外收入", "其他"), ZERO)]


_INFLUENCE = (Decimal("0.2"), Decimal("0.5"))


def investee(case: Case) -> list[Share]:
    """The other side of a dividend declared: the investment itself under the equity method, otherwise income.

    The equity method (企业会计准则第2号) is taken from a share between a fifth and a half.
    """
    low, high = _INFLUENCE
    is_associate = any(low <= share <= high for share in rates(case.text))
    name = "长期股权投资" if case.standard == "enterprise" and is_associate else "投资收益"
    return [(AccountName(name), ZERO)]


def bad_debt(case: Case) -> list[Share]:
    """What a bad debt is written off against: the allowance, where the standard keeps one and the words mean it."""
    if case.standard == "enterprise" and not has(case.text, "直接", "确认坏账损失"):
        return [(AccountName("坏账准备"), ZERO)]
    return [(AccountName("信用减值损失"), ZERO)]


def cash_blame(case: Case) -> list[Share]:
    """Who bears a shortage of cash: whoever is held to it, otherwise administration."""
    if has(case.text, "赔"):
        return [(AccountName("其他应收款", "代垫款项"), ZERO)]
    return [(AccountName("管理费用", "其他"), ZERO)]


def paid_for(case: Case) -> list[Share]:
    """What was laid out for a customer: freight goes with the price of the goods, other outlays are claims apart."""
    if has(case.text, "运费", "运杂费", "包装费"):
        return [(AccountName("应收账款"), ZERO)]
    return [(AccountName("其他应收款", "代垫款项"), ZERO)]


_CURRENCY_ITEMS = ("应收账款", "应付账款", "短期借款", "长期借款", "预付账款", "预收账款")


def currency_item(case: Case) -> list[Share]:
    """The item in a currency whose value changed; the bank account when none is named."""
    named = next((name for name in _CURRENCY_ITEMS if name in case.text), "银行存款")
    return [(AccountName(named), ZERO)]
