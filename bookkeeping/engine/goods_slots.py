"""Slots of goods, materials, projects and assets: what they are, who uses them, where this trade keeps them."""

from __future__ import annotations

import re
from typing import Any

from bookkeeping.engine.amounts import part_like, parts
from bookkeeping.engine.case import AccountName, Case
from bookkeeping.engine.slots import BANK, Share, has
from bookkeeping.engine.tables import table
from kernel.money import ZERO, round_to_fen


def research(case: Case) -> list[Share]:
    """Research is expense, development that qualifies is capitalised."""
    if has(case.text, "资本化"):
        return [(AccountName("研发支出", "资本化支出"), ZERO)]
    return [(AccountName("研发支出", "费用化支出"), ZERO)]


def stock(case: Case) -> list[Share]:
    """What leaves the store: materials, goods, work done."""
    text = case.text
    if has(text, "材料", "钢材", "废料", "零件", "配件") and not has(text, "包装材料"):
        return [(AccountName("原材料"), ZERO)]
    if has(text, "固定资产", "设备"):
        return [(AccountName("固定资产", "机器设备"), ZERO)]
    if has(text, "劳务成本", "咨询", "服务成本", "项目成本", "培训成本"):
        return [(AccountName("劳务成本", "其他直接费用"), ZERO)]
    if has(text, "工程", "施工", "合同履约"):
        return [(AccountName("合同履约成本", "其他直接费用"), ZERO)]
    return [(AccountName("库存商品"), ZERO)]


_USERS = (
    ("产品|生产线|基本生产|生产领|生产车间生产", AccountName("生产成本", "直接材料")),
    ("车间|辅助|设备维护", AccountName("制造费用", "机物料消耗")),
    ("管理|行政|办公", AccountName("管理费用", "办公费")),
    ("销售|专设销售", AccountName("销售费用", "其他")),
    ("在建工程|基建", AccountName("在建工程")),
    ("研发", AccountName("研发支出", "费用化支出")),
)


_SINGLE_USERS = (
    ("研发", AccountName("研发支出", "费用化支出")),
    ("在建工程|基建", AccountName("在建工程")),
    ("(?:行政)?管理部门|办公室|行政部", AccountName("管理费用", "办公费")),
    ("销售部门|专设销售", AccountName("销售费用", "其他")),
    ("车间.{0,4}(?:一般|管理|修理|维修|机物料)", AccountName("制造费用", "机物料消耗")),
)


def users(case: Case) -> list[Share]:
    """Who used materials, each with its amount; production when the text tells no one."""
    told = [(name, part_like(case.text, words)) for words, name in _USERS]
    named = [(name, amount) for name, amount in told if amount]
    if len(named) > 1:
        return named
    only = next((name for words, name in _SINGLE_USERS if re.search(words, case.text)), _USERS[0][1])
    return [(only, ZERO)]


_CONSUMERS = (
    ("车间|生产", AccountName("制造费用", "低值易耗品摊销")),
    ("销售|门店|店面", AccountName("销售费用", "低值易耗品摊销")),
)


def consumer(case: Case) -> list[Share]:
    """Who used up small tools; administration when the text tells no one."""
    named = next((name for words, name in _CONSUMERS if re.search(words, case.text)), None)
    return [(named or AccountName("管理费用", "低值易耗品摊销"), ZERO)]


_OVERHEAD = (
    ("折旧", AccountName("累计折旧")),
    ("工资|薪酬|人工", AccountName("应付职工薪酬", "工资")),
    ("辅料|物料|材料|领用", AccountName("原材料")),
    ("水电|电费|水费|修理|办公|其他|租", BANK),
)


def overhead_sources(case: Case) -> list[Share]:
    """What production overhead came from, each with its amount."""
    told = [(name, part_like(case.text, words)) for words, name in _OVERHEAD]
    return [(name, amount) for name, amount in told if amount] or [(BANK, ZERO)]


def stock_by_category(case: Case) -> list[Share]:
    """Goods sold, a line for each kind ("食品类24,000元、日用品类14,000元") the text tells."""
    pieces = parts(case.text)
    left = stock(case)[0][0]
    if pieces and all("类" in figure.label for figure in pieces):
        return [(left, round_to_fen(figure.value)) for figure in pieces]
    return [(left, ZERO)]


def project_cost_kept(case: Case) -> list[Share]:
    """Where the cost of a contract was collected until it is charged."""
    if has(case.text, "工程", "施工", "建筑", "装修"):
        return [(AccountName("合同履约成本", "其他直接费用"), ZERO)]
    return [(AccountName("劳务成本", "其他直接费用"), ZERO)]


def prepaid_use(case: Case) -> list[Share]:
    """What a prepayment was made for: goods where they come in, otherwise work of others for a contract."""
    if has(case.text, "分包", "劳务", "施工", "工程", "项目"):
        return project(case)
    return goods(case)


def asset_received(case: Case) -> list[Share]:
    """What an owner brings in instead of money."""
    if has(case.text, "专利", "商标", "土地使用权", "非专利技术", "著作权"):
        return [(AccountName("无形资产"), ZERO)]
    if has(case.text, "原材料", "材料"):
        return [(AccountName("原材料"), ZERO)]
    return asset(case)


def cost_of_sales(case: Case) -> list[Share]:
    """Cost of the main business, or of other business for materials sold."""
    if has(case.text, "材料销售", "其他业务", "废料", "销售材料", "出售材料", "销售原材料"):
        return [(AccountName("其他业务成本"), ZERO)]
    return [(AccountName("主营业务成本"), ZERO)]


def _trade(case: Case) -> Any:
    trades = table("industries")
    return trades.get(case.industry) or trades["default"]


_MATERIAL = re.compile(
    "原材料|原料|钢材|零件|零部件|配件|生产用|元器件|半成品|(?<!包装)(?<!宣传)(?<!促销)材料|五金件|毛坯"
)
_BUILDING = re.compile("施工|工程|工地|混凝土|钢筋|螺纹钢|砂石|水泥|建材|建筑材料")
_STORED = re.compile("入库|入仓|验收入")


def goods(case: Case) -> list[Share]:
    """Where this trade keeps goods it buys; words of production or building decide when the trade is not known.

    Building materials taken into the store are stock until they are used; those that go to the site are its cost.
    """
    text = case.text
    if case.industry in {"", "other"} or case.industry not in table("industries"):
        if _BUILDING.search(text) and not _STORED.search(text):
            return [(AccountName("合同履约成本", "材料成本"), ZERO)]
        if _BUILDING.search(text) or _MATERIAL.search(text):
            return [(AccountName("原材料"), ZERO)]
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
    building = has(text, "施工", "工程", "工地", "建筑", "机械", "塔吊", "市政", "装修", "分包", "劳务队")
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
