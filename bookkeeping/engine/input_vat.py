"""Input VAT of a case as far as its words and fields tell: deductible, computed, blocked or none.

Rule kept: what is blocked and which tickets are computed is law with dates (`law.input_vat`), never typed in here.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from bookkeeping.engine.case import AccountName, Case
from kernel.money import ZERO, round_to_fen
from law.input_vat import ComputedKind, blocked_content, blocked_purpose, computed_input_vat, no_voucher
from law.store import NoRuleInForce

# Services as the annex of 财税〔2016〕36号 describes them; goods of a like name ("洗衣液", "沐浴露") are none of them.
_CONTENT = {
    "catering": re.compile(
        "餐饮|餐费|用餐|宴|酒席|聚餐|午餐|晚餐|早餐|盒饭|外卖(?!配送|平台|包装)|餐厅消费|工作餐|团建餐|酒水服务"
    ),
    "entertainment_services": re.compile(
        "娱乐|KTV|歌厅|歌舞|舞厅|夜总会|酒吧|台球|高尔夫|保龄球|游艺|射击|狩猎|跑马|卡丁车|蹦极|网吧|棋牌|密室"
    ),
    "daily_services": re.compile(
        "居民日常服务|市容市政|家政|婚庆|养老服务|殡葬|护理服务|美容(?!仪|护肤品|液)|美发|理发|按摩|桑拿|氧吧|足疗|足浴"
        "|沐浴(?!露|液)|洗浴(?!用品|露)|洗衣(?!液|粉|机)|洗染|干洗|洗涤服务|摄影扩印"
    ),
    "loan": re.compile(
        "贷款利息|借款利息|贷款服务|融资费用|利息支出|融资利息|透支利息|罚息|贴现利息|贴现息|银团|融资(?:顾问|手续|咨询)|贷款(?:顾问|手续|咨询|承诺|管理)|售后回租|典当"
    ),
}
_PURPOSE = {
    AccountName("管理费用", "业务招待费"): "entertainment",
    AccountName("销售费用", "业务招待费"): "entertainment",
    AccountName("应付职工薪酬", "职工福利费"): "welfare",
    AccountName("应付职工薪酬", "非货币性福利"): "welfare",
    AccountName("管理费用", "福利费"): "welfare",
}
_TICKETS: dict[ComputedKind, tuple[str, ...]] = {
    "rail": ("火车票", "高铁", "动车", "铁路", "rail_ticket"),
    "air": ("机票", "航空运输", "航空旅客", "air_itinerary"),
    "road": ("汽车票", "公路客票", "长途客运", "船票", "大巴"),
}
_PAPERS: dict[str, tuple[str, ...]] = {
    "interest_income": ("结息", "存款利息", "利息收入"),
    "taxi": ("出租车",),
    "quota": ("定额发票",),
    "bank_slip": ("银行回单", "回单"),
    "fiscal_receipt": ("财政票据", "行政事业性收费", "非税收入"),
    "plain_receipt": ("收据",),
    "prepaid_card": ("预付卡", "充值", "购物卡", "储值卡"),
}
_NO_SUPPLY = {"营业外支出", "税金及附加", "应付职工薪酬", "所得税费用", "其他应收款"}
_LEVIES = {"诉讼费", "工会经费", "残疾人就业保障金"}
_FACE = re.compile("火车票|高铁票|动车票|铁路客票|机票|行程单|汽车票|公路客票|客运票|船票")
_FARM = ("农产品", "蔬菜", "水果", "谷物", "活禽", "生猪", "鲜肉", "苗木")


def blocked(case: Case, name: AccountName, on: date) -> str:
    """Why its input VAT is blocked, in Chinese; empty when it is not."""
    text = f"{case.text} {case.kind}"
    for content, words in _CONTENT.items():
        if words.search(text) and (block := blocked_content(content, on)) is not None:
            return block.reason_zh
    purpose = _PURPOSE.get(name)
    if purpose is not None and (block := blocked_purpose(purpose, on)) is not None:
        return block.reason_zh
    return ""


def without_voucher(case: Case, name: AccountName, on: date) -> str:
    """Why the paper itself carries no input VAT, in Chinese; empty when it may. A paper that shows VAT is not asked."""
    if case.tax_rate is not None and not case.tax_rate:
        block = no_voucher("no_vat_shown", on)
        return block.reason_zh if block is not None else ""
    paper = next((paper for paper, words in _PAPERS.items() if any(word in case.item for word in words)), case.kind)
    if (name.account in _NO_SUPPLY or name.detail in _LEVIES) and paper not in _PAPERS:
        paper = "no_supply"
    block = no_voucher(paper, on)
    return block.reason_zh if block is not None else ""


def _ticket(case: Case, on: date) -> Decimal:
    """VAT computed from the fare or the price; 0 where no formula fits or none is in force."""
    text = f"{case.item} {case.kind}"
    base = case.gross_amount if case.gross_amount is not None else case.net_amount
    if base is None:
        return ZERO
    kind = next((kind for kind, words in _TICKETS.items() if any(word in text for word in words)), None)
    if kind is None and any(word in text for word in _FARM) and not case.tax_rate:
        kind = "farm"
    if kind is None:
        return ZERO
    try:
        return computed_input_vat(kind, base, on).amount
    except NoRuleInForce:
        return ZERO


def shown_tax(case: Case) -> Decimal:
    """VAT printed on the paper, or following from its rate."""
    if case.tax_amount is not None:
        return case.tax_amount
    if not case.tax_rate:
        return ZERO
    if case.net_amount is not None:
        return round_to_fen(case.net_amount * case.tax_rate)
    gross = case.gross_amount or ZERO
    return gross - round_to_fen(gross / (1 + case.tax_rate))


def decide(case: Case, name: AccountName, on: date) -> tuple[str, Decimal]:
    """(deductible | computed | not_deductible | none, yuan) for a purchase booked to `name`."""
    if not case.is_general_taxpayer or case.direction in {"sale", "bank_in"}:
        return "none", ZERO
    tax = shown_tax(case)
    stopped = blocked(case, name, on)
    if stopped:
        is_ticket = bool(case.item or tax)
        return ("not_deductible" if is_ticket else "none"), ZERO
    if tax and not (case.tax_amount is None and _FACE.search(case.item)):
        return "deductible", tax
    computed = _ticket(case, on) if case.direction == "purchase" else ZERO
    if computed:
        return "computed", computed
    return ("not_deductible" if case.item and without_voucher(case, name, on) else "none"), ZERO
