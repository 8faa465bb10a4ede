"""Rules about remarks that some businesses must bear. Remarks that were not read say nothing.

Rule kept: on fully digital invoices the fields of special business stand in a section of their own; what stands there
counts as said, and a structured file without the section is a question, not an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoices.domain.kinds import FULLY_DIGITAL, SPECIAL, VAT_INVOICES
from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force

_PLACE: Final = re.compile(r"[省市区县州盟旗镇乡]|开发区|新区")
_PROJECT: Final = re.compile(r"项目|工程|标段|楼|厂房|小区|大厦")
_ADDRESS: Final = re.compile(r"[省市区县镇乡].*(?:路|街|道|巷|村|号|栋|幢|室|层|座|园|大厦)|\d+号|地址")
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\-\s]?[A-Z0-9]{5,6}", re.IGNORECASE
)
_FREIGHT_PARTS: Final = {
    "起运地": re.compile(r"起运|起点|始发|发货地|装货地|出发|自.+至|从.+到|[-—－→至到]"),
    "到达地": re.compile(r"到达|终点|目的|收货地|卸货地|至|到|[-—－→]"),
    "车种车号": _PLATE,
    "货物信息": re.compile(r"货物|货名|品名|吨|公斤|千克|kg|件|箱|钢|材料|设备|清单|\w+(?:货|材|品)", re.IGNORECASE),
}


def freight(case: Case) -> Iterator[Trip]:
    """Origin, destination, vehicle and cargo of a transport of goods."""
    if case.category.id != "freight" or (text := _remarks(case)) is None:
        return
    if re.search(r"详见清单|见清单|附清单", text):
        return
    missing = [name for name, pattern in _FREIGHT_PARTS.items() if not pattern.search(text)]
    if missing:
        yield Trip("REMARK_FREIGHT", {"missing": "、".join(missing)}, ("remarks",))


def construction(case: Case) -> Iterator[Trip]:
    """County and project of construction services."""
    if case.category.id != "construction" or (text := _remarks(case)) is None:
        return
    parts = {"建筑服务发生地": _PLACE, "项目名称": _PROJECT}
    missing = [name for name, pattern in parts.items() if not pattern.search(text)]
    if missing:
        yield Trip("REMARK_CONSTRUCTION", {"missing": "、".join(missing)}, ("remarks",))


def real_estate(case: Case) -> Iterator[Trip]:
    """The full address of real estate sold or let; parking by the hour is left out."""
    if case.category.id not in {"real_estate", "real_estate_lease"} or "停车" in case.item:
        return
    text = _remarks(case)
    if text is not None and not _ADDRESS.search(text):
        yield Trip("REMARK_REAL_ESTATE", {}, ("remarks",))


def special_section_missing(case: Case) -> Iterator[Trip]:
    """The XML of a fully digital invoice for such business carries neither its section nor remarks that say it."""
    rule = rule_in_force("SPECIAL_SECTION_MISSING", case.day)
    if rule is None or case.fapiao.kind not in FULLY_DIGITAL or case.context.presented != "xml":
        return
    silent = not case.context.remarks_are_complete and not case.fapiao.remarks and not case.fapiao.special_section
    if silent and case.category.id in rule.value["categories"] and "停车" not in case.item:
        yield Trip("SPECIAL_SECTION_MISSING", {"category": case.category.zh})


def vehicle_tax(case: Case) -> Iterator[Trip]:
    """An insurer who collected vehicle tax says policy, period and amount."""
    rule, text = rule_in_force("REMARK_VEHICLE_TAX", case.day), case.fapiao.remarks or ""
    if rule is None or case.category.id != "vehicle_insurance" or "车船税" not in text:
        return
    missing = [name for name, pattern in rule.value["parts"].items() if not re.search(pattern, text)]
    if missing:
        yield Trip("REMARK_VEHICLE_TAX", {"missing": "、".join(missing)}, ("remarks",))


def margin_taxation(case: Case) -> Iterator[Trip]:
    """Less VAT than the rate gives, where taxation on the difference exists, without the words that say so."""
    rule, text = rule_in_force("MARGIN_REMARK", case.day), case.fapiao.remarks
    if rule is None or case.category.id not in rule.value["categories"] or "差额征税" in (text or ""):
        return
    if text is None and not case.lacks("remarks"):
        return
    for line in case.fapiao.lines:
        if line.net_amount is None or not line.tax_rate or line.tax_amount is None:
            continue
        short = abs(line.net_amount * line.tax_rate) - abs(line.tax_amount)
        if short > Decimal(rule.value["more_than"]):
            yield Trip("MARGIN_REMARK", {"item": line.item_name or ""}, ("remarks", "lines"))
            return


def prepaid_settlement(case: Case) -> Iterator[Trip]:
    """Prepaid cards, and what was paid for with them, are invoiced by ordinary invoices only."""
    settled = "预付卡结算款" in (case.fapiao.remarks or "")
    if case.fapiao.kind in SPECIAL and (settled or case.category.id == "prepaid_card"):
        yield Trip("PREPAID_SPECIAL_INVOICE", {"item": case.item}, ("remarks", "lines"))


def export_agent(case: Case) -> Iterator[Trip]:
    """An invoice issued for a refund by an export agent is no deduction voucher."""
    if is_for_export_agent(case):
        yield Trip("EXPORT_AGENT_INVOICE", {}, ("remarks",))


def is_for_export_agent(case: Case) -> bool:
    """Whether the remarks say 代办退税专用."""
    return case.fapiao.kind in SPECIAL and "代办退税专用" in (case.fapiao.remarks or "")


def _remarks(case: Case) -> str | None:
    """Remarks and special section, "" where the paper is known to bear none, `None` where nobody knows."""
    if case.fapiao.kind not in VAT_INVOICES:
        return None
    section = case.fapiao.special_section
    if section:
        return " ".join([case.fapiao.remarks or "", *section.values()])
    if not case.context.remarks_are_complete:
        return None
    return case.fapiao.remarks or "" if case.context.lacks("remarks") else case.fapiao.remarks


REMARK_RULES: Final[tuple[RuleFunction, ...]] = (
    freight,
    construction,
    real_estate,
    special_section_missing,
    vehicle_tax,
    margin_taxation,
    prepaid_settlement,
    export_agent,
)
