"""Slots of the event templates that words fill: how it was paid or received, to whom, under which accounts named.

Rule kept: each slot has one usual answer when the words say nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bookkeeping.engine.amounts import part, parts, told_of
from bookkeeping.engine.case import AccountName, Case
from kernel.money import ZERO, round_to_fen, total

Share = tuple[AccountName, Decimal]
"""An account and its amount; 0 means "what is left"."""

BANK = AccountName("银行存款")


def has(text: str, *words: str) -> bool:
    """Whether any of the words occurs."""
    return any(word in text for word in words)


_ON_CREDIT = (
    "赊购",
    "未付",
    "暂欠",
    "尚未支付",
    "款未付",
    "挂账",
    "月结",
    "货款暂未",
    "下月支付",
    "款项暂欠",
    "尚欠",
    "未支付",
    "尚未付",
    "未付款",
    "未结算",
    "下月付",
    "次月付",
    "下月结算",
    "次月结算",
    "账期",
    "先欠",
)
_UNCOLLECTED = ("赊销", "未收", "尚未收", "暂未收", "尚未收到", "款项未收", "挂账", "暂欠", "月结", "待收", "账期")


def paid_from(case: Case) -> list[Share]:
    """The account money went out of, or what is owed."""
    text = case.text
    if has(text, *_ON_CREDIT):
        return [(AccountName("应付账款"), ZERO)]
    if case.direction == "bank_out":
        return [(BANK, ZERO)]
    if re.search("(?:承兑|商业)汇票.{0,4}(?:支付|结算|抵付|付讫|$)|(?:开出|签发|开具).{0,12}(?:承兑|商业)汇票", text):
        return [(AccountName("应付票据"), ZERO)]
    if re.search("以现金|现金支付|库存现金(?!股利)|付现(?!金)|现金报销|现金付", text):
        return [(AccountName("库存现金"), ZERO)]
    if has(text, "微信支付", "以微信", "通过微信"):
        return [(AccountName("其他货币资金", "微信"), ZERO)]
    if has(text, "以支付宝", "通过支付宝", "支付宝支付"):
        return [(AccountName("其他货币资金", "支付宝"), ZERO)]
    if has(text, "银行汇票"):
        return [(AccountName("其他货币资金", "银行汇票存款"), ZERO)]
    if case.direction == "purchase" and not has(text, "支付", "转账", "付款", "已付", "银行"):
        return [(AccountName("应付账款"), ZERO)]
    return [(BANK, ZERO)]


_PAID = re.compile("付|转账|银行|现金|存款|微信|支付宝|汇票|刷卡|结清|电汇")


def paid_for_goods(case: Case) -> list[Share]:
    """How goods were paid: bought without a word of payment they are owed, as merchants usually buy on account."""
    if case.direction == "bank_out" or _PAID.search(case.text):
        return paid_from(case)
    return [(AccountName("应付账款"), ZERO)]


def received_in(case: Case) -> list[Share]:
    """The account money came into, or what is owed to us."""
    text = case.text
    if has(text, *_UNCOLLECTED) or has(text, "计入应收", "记入应收"):
        return [(AccountName("应收账款"), ZERO)]
    if re.search("收到.{0,12}(?:承兑|商业)汇票", text):
        return [(AccountName("应收票据"), ZERO)]
    if case.direction == "bank_in":
        return [(BANK, ZERO)]
    if channels := _channels(text):
        return channels
    arrived = has(text, "已存入", "存入银行", "到账", "收存", "收到", "收款", "银行", "收讫", "已收", "入账")
    if has(text, "微信") and not has(text, "银行"):
        return [(AccountName("其他货币资金", "微信"), ZERO)]
    if has(text, "支付宝") and not has(text, "银行"):
        return [(AccountName("其他货币资金", "支付宝"), ZERO)]
    if has(text, "收到现金", "现金收", "以现金") and not has(text, "银行"):
        return [(AccountName("库存现金"), ZERO)]
    owed = has(text, "确认", "进度", "结算", "赊", "开具") and not arrived
    if owed or (case.direction == "sale" and not arrived):
        return [(AccountName("应收账款"), ZERO)]
    return [(BANK, ZERO)]


def owed_in(case: Case) -> list[Share]:
    """How a customer paid: what the buyer still owes is a claim of ours, however the words put it."""
    return [(AccountName("应收账款"), ZERO)] if has(case.text, *_ON_CREDIT) else received_in(case)


def cash_out(case: Case) -> list[Share]:
    """How something owed was paid: never by owing it again."""
    return [share if share[0].account != "应付账款" else (BANK, ZERO) for share in paid_from(case)]


def cash_in(case: Case) -> list[Share]:
    """How money came in: never as a claim."""
    return [share if share[0].account != "应收账款" else (BANK, ZERO) for share in received_in(case)]


_CHANNELS = (
    ("微信", AccountName("其他货币资金", "微信")),
    ("支付宝", AccountName("其他货币资金", "支付宝")),
    ("银行卡|刷卡|银联", BANK),
    ("现金", AccountName("库存现金")),
)


def _channels(text: str) -> list[Share]:
    """Takings by channel where the text tells each amount."""
    told = [share for share in told_of(text, _CHANNELS) if share[1]]
    return told if len(told) > 1 else []


def advances(case: Case) -> list[Share]:
    """预收账款, or 合同负债 where the enterprise standard calls it so."""
    card = has(case.text, "预付卡", "礼品卡", "储值卡", "会员卡", "积分", "券", "租金", "房款")
    if case.standard == "enterprise" and not card:
        return [(AccountName("合同负债"), ZERO)]
    return [(AccountName("预收账款"), ZERO)]


_WALLETS = (("微信", AccountName("其他货币资金", "微信")), ("支付宝", AccountName("其他货币资金", "支付宝")))


def wallet(case: Case) -> list[Share]:
    """Which wallets are emptied."""
    return told_of(case.text, _WALLETS) or [(_WALLETS[0][1], ZERO)]


def arrivals(case: Case) -> list[Share]:
    """What reaches the bank from each wallet, less its fee: each is a line of its own on the bank's statement."""
    fee = part(case.text, "手续费")
    told = [amount for _, amount in wallet(case)]
    return [(BANK, amount - (fee if place == 0 else ZERO)) for place, amount in enumerate(told) if amount > fee]


_PAYEE = re.compile(r"公司|厂|商行|超市|商店|经营部|事务所|中心|合作社|供应商|店")


def payees(case: Case) -> list[Share]:
    """What is owed, a line for each supplier whose amount the text tells."""
    pieces = [figure for figure in parts(case.text) if _PAYEE.search(figure.label)]
    if len(pieces) > 1 and len(pieces) == len(parts(case.text)):
        return [(AccountName("应付账款"), round_to_fen(figure.value)) for figure in pieces]
    return [(AccountName("应付账款"), ZERO)]


def refund(case: Case) -> list[Share]:
    """How a return is settled: money back where the words say so, otherwise it lowers what the customer owes."""
    if "现金" in case.text:
        return [(AccountName("库存现金"), ZERO)]
    if has(case.text, "退还", "退款", "已退", "支付", "退回货款", "转账", "银行"):
        return [(BANK, ZERO)]
    return [(AccountName("应收账款"), ZERO)]


def returned_by(case: Case) -> list[Share]:
    """How goods sent back are settled: money where it came, otherwise less is owed."""
    if has(case.text, "已收款", "收到", "退款", "到账", "存入"):
        return [(BANK, ZERO)]
    return [(AccountName("应付账款"), ZERO)]


def claim_in(case: Case) -> list[Share]:
    """An insurer's payment that arrived, or the claim on it."""
    if has(case.text, "收到", "到账", "存入", "已收") and not has(case.text, "应收", "尚未收到", "确认应"):
        return [(BANK, ZERO)]
    return [(AccountName("其他应收款", "单位往来"), ZERO)]


def settled_shares(shares: list[Share], amount: Decimal) -> list[Share]:
    """Amounts for every share: as said when they add up, else all on the first and nothing on the rest."""
    said = total(share for _, share in shares)
    if said == amount or (said and not amount):
        return shares
    open_ended = [name for name, share in shares if not share]
    if len(shares) > 1 and not open_ended and said > amount:
        # Each part is told, and the amount taken for the whole was one of them.
        return shares
    if len(open_ended) == 1 and said < amount:
        return [(name, share or amount - said) for name, share in shares]
    return [(name, amount if position == 0 else ZERO) for position, (name, _) in enumerate(shares)]
