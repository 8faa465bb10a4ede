"""Rules about remarks that some businesses must bear. Remarks that were not read say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from invoices.domain.kinds import VAT_INVOICES
from invoices.domain.trip import Case, RuleFunction, Trip

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


def _remarks(case: Case) -> str | None:
    """The remarks, "" where the paper is known to bear none, `None` where nobody knows or the kind needs none."""
    if case.fapiao.kind not in VAT_INVOICES or not case.context.remarks_are_complete:
        return None
    if case.context.lacks("remarks"):
        return case.fapiao.remarks or ""
    return case.fapiao.remarks


REMARK_RULES: Final[tuple[RuleFunction, ...]] = (freight, construction, real_estate)
