"""Slots of the event templates that words fill: how it was paid, whose wages, which taxes, what stock.

Rule kept: each slot has one usual answer when the words say nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bookkeeping.engine.amounts import part
from bookkeeping.engine.case import AccountName, Case
from bookkeeping.engine.items import table
from kernel.money import ZERO, total

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
    if has(text, "以现金", "现金支付", "库存现金", "付现", "现金报销"):
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


def received_in(case: Case) -> list[Share]:
    """The account money came into, or what is owed to us."""
    text = case.text
    if has(text, *_UNCOLLECTED):
        return [(AccountName("应收账款"), ZERO)]
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


def cash_out(case: Case) -> list[Share]:
    """How something owed was paid: never by owing it again."""
    return [share if share[0].account != "应付账款" else (BANK, ZERO) for share in paid_from(case)]


def cash_in(case: Case) -> list[Share]:
    """How money came in: never as a claim."""
    return [share if share[0].account != "应收账款" else (BANK, ZERO) for share in received_in(case)]


_CHANNELS = (
    ("微信", AccountName("其他货币资金", "微信")),
    ("支付宝", AccountName("其他货币资金", "支付宝")),
    ("银行卡", BANK),
    ("刷卡", BANK),
    ("现金", AccountName("库存现金")),
)


def _channels(text: str) -> list[Share]:
    """Takings by channel where the text tells each amount."""
    sums: dict[AccountName, Decimal] = {}
    for word, name in _CHANNELS:
        if amount := part(text, word):
            sums[name] = sums.get(name, ZERO) + amount
    return list(sums.items()) if len(sums) > 1 else []


def research(case: Case) -> list[Share]:
    """Research is expense, development that qualifies is capitalised."""
    if has(case.text, "资本化"):
        return [(AccountName("研发支出", "资本化支出"), ZERO)]
    return [(AccountName("研发支出", "费用化支出"), ZERO)]


def advances(case: Case) -> list[Share]:
    """预收账款, or 合同负债 where the enterprise standard calls it so."""
    card = has(case.text, "预付卡", "礼品卡", "储值卡", "会员卡", "积分", "券", "租金", "房款")
    if case.standard == "enterprise" and not card:
        return [(AccountName("合同负债"), ZERO)]
    return [(AccountName("预收账款"), ZERO)]


_TAX_WORDS = (
    ("增值税", AccountName("应交税费", "未交增值税")),
    ("城建税", AccountName("应交税费", "应交城市维护建设税")),
    ("城市维护建设税", AccountName("应交税费", "应交城市维护建设税")),
    ("地方教育", AccountName("应交税费", "应交地方教育附加")),
    ("教育费附加", AccountName("应交税费", "应交教育费附加")),
    ("教育附加", AccountName("应交税费", "应交教育费附加")),
    ("企业所得税", AccountName("应交税费", "应交企业所得税")),
    ("个人所得税", AccountName("应交税费", "应交个人所得税")),
    ("个税", AccountName("应交税费", "应交个人所得税")),
    ("印花税", AccountName("应交税费", "应交印花税")),
    ("房产税", AccountName("应交税费", "应交房产税")),
    ("土地使用税", AccountName("应交税费", "应交城镇土地使用税")),
    ("消费税", AccountName("应交税费", "应交消费税")),
    ("所得税", AccountName("应交税费", "应交企业所得税")),
)


def _taxes_named(case: Case, *, only: tuple[str, ...] = ()) -> list[Share]:
    shares: dict[AccountName, Decimal] = {}
    rest = case.text
    for word, name in _TAX_WORDS:
        if word not in rest or (only and not has(name.detail, *only)):
            continue
        said = part(rest, word)
        rest = rest.replace(word, "＃")
        paid = name
        if name.detail == "未交增值税" and not case.is_general_taxpayer:
            paid = AccountName("应交税费", "应交增值税")
        shares[paid] = shares.get(paid) or said
    return list(shares.items())


def taxes_paid(case: Case) -> list[Share]:
    """Each tax the text names; VAT when it only says "taxes"."""
    vat = AccountName("应交税费", "未交增值税" if case.is_general_taxpayer else "应交增值税")
    return _taxes_named(case) or [(vat, ZERO)]


def surtaxes(case: Case) -> list[Share]:
    """The surtaxes named."""
    named = _taxes_named(case, only=("城市维护", "教育"))
    return named or [(AccountName("应交税费", "应交城市维护建设税"), ZERO)]


def stock(case: Case) -> list[Share]:
    """What leaves the store: materials, goods, work done."""
    text = case.text
    if has(text, "原材料", "材料销售", "材料盘", "钢材", "废料"):
        return [(AccountName("原材料"), ZERO)]
    if has(text, "固定资产", "设备"):
        return [(AccountName("固定资产", "机器设备"), ZERO)]
    if has(text, "劳务成本", "咨询", "服务成本", "项目成本", "培训成本"):
        return [(AccountName("劳务成本", "其他直接费用"), ZERO)]
    if has(text, "工程", "施工", "合同履约"):
        return [(AccountName("合同履约成本", "其他直接费用"), ZERO)]
    return [(AccountName("库存商品"), ZERO)]


def cost_of_sales(case: Case) -> list[Share]:
    """Cost of the main business, or of other business for materials sold."""
    if has(case.text, "材料销售", "其他业务", "废料", "销售材料"):
        return [(AccountName("其他业务成本"), ZERO)]
    return [(AccountName("主营业务成本"), ZERO)]


def _trade(case: Case) -> Any:
    trades = table("industries")
    return trades.get(case.industry) or trades["default"]


def goods(case: Case) -> list[Share]:
    """Where this trade keeps goods it buys; words of production or building decide when the trade is not known."""
    text = case.text
    if case.industry in {"", "other"} or case.industry not in table("industries"):
        if has(text, "原材料", "钢材", "零件", "零部件", "配件", "原料", "生产用", "元器件", "半成品"):
            return [(AccountName("原材料"), ZERO)]
        if has(text, "施工", "工程", "工地", "混凝土", "钢筋", "螺纹钢", "砂石", "水泥", "建材", "建筑材料"):
            return [(AccountName("合同履约成本", "材料成本"), ZERO)]
        return [(AccountName("库存商品"), ZERO)]
    rows = _trade(case)["goods"]
    account, detail = rows.get("原材料") or rows["*"]
    return [(AccountName(account, detail or ""), ZERO)]


def project(case: Case) -> list[Share]:
    """Cost of contracts: work by others, machines, travel, the rest."""
    text = case.text
    if has(text, "分包", "外包", "外聘", "外部专家", "专家"):
        detail = "外包服务费"
    elif has(text, "机械", "塔吊", "压路机", "台班", "柴油"):
        detail = "机械使用费"
    elif has(text, "差旅", "住宿", "高铁", "机票"):
        detail = "差旅费"
    else:
        detail = "其他直接费用"
    building = has(text, "施工", "工程", "工地", "建筑", "机械", "塔吊", "市政", "装修")
    account = "合同履约成本" if case.industry == "construction" or building else "劳务成本"
    return [(AccountName(account, detail), ZERO)]


def asset(case: Case) -> list[Share]:
    """The kind of fixed asset."""
    text = case.text
    for words, detail in (
        (("电脑", "服务器", "笔记本", "收银", "显示器", "监控"), "电子设备"),
        (("打印机", "复印机", "空调", "办公设备", "投影"), "办公设备"),
        (("桌", "椅", "家具", "货架", "柜"), "办公家具"),
        (("汽车", "车辆", "货车", "轿车", "面包车"), "运输工具"),
        (("厂房", "办公楼", "房屋", "商铺", "仓库"), "房屋建筑物"),
    ):
        if has(text, *words):
            return [(AccountName("固定资产", detail), ZERO)]
    return [(AccountName("固定资产", "机器设备"), ZERO)]


def wallet(case: Case) -> list[Share]:
    """Which wallet is emptied."""
    shares: list[Share] = []
    if "微信" in case.text:
        shares.append((AccountName("其他货币资金", "微信"), part(case.text, "微信商户余额") or part(case.text, "微信")))
    if "支付宝" in case.text:
        shares.append((AccountName("其他货币资金", "支付宝"), part(case.text, "支付宝")))
    return shares or [(AccountName("其他货币资金", "微信"), ZERO)]


def settled_shares(shares: list[Share], amount: Decimal) -> list[Share]:
    """Amounts for every share: as said when they add up, else all on the first and nothing on the rest."""
    said = total(share for _, share in shares)
    if said == amount or (said and not amount):
        return shares
    open_ended = [name for name, share in shares if not share]
    if len(open_ended) == 1 and said < amount:
        return [(name, share or amount - said) for name, share in shares]
    return [(name, amount if position == 0 else ZERO) for position, (name, _) in enumerate(shares)]
