"""Slots of taxes: which tax is accrued or paid, each with the amount told for it."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping.engine.amounts import part
from bookkeeping.engine.case import AccountName, Case
from bookkeeping.engine.slots import Share, has
from kernel.money import ZERO

_TAX_WORDS = (
    ("增值税", AccountName("应交税费", "未交增值税")),
    ("城建税", AccountName("应交税费", "应交城市维护建设税")),
    ("城市维护建设税", AccountName("应交税费", "应交城市维护建设税")),
    ("地方教育", AccountName("应交税费", "应交地方教育附加")),
    ("教育费附加", AccountName("应交税费", "应交教育费附加")),
    ("教育附加", AccountName("应交税费", "应交教育费附加")),
    ("附加税", AccountName("应交税费", "应交城市维护建设税")),
    ("企业所得税", AccountName("应交税费", "应交企业所得税")),
    ("个人所得税", AccountName("应交税费", "应交个人所得税")),
    ("个税", AccountName("应交税费", "应交个人所得税")),
    ("印花税", AccountName("应交税费", "应交印花税")),
    ("房产税", AccountName("应交税费", "应交房产税")),
    ("车船税", AccountName("应交税费", "应交车船税")),
    ("资源税", AccountName("应交税费", "应交资源税")),
    ("环境保护税", AccountName("应交税费", "应交环境保护税")),
    ("环保税", AccountName("应交税费", "应交环境保护税")),
    ("水利建设基金", AccountName("应交税费", "应交水利建设基金")),
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
        # "个人所得税" and "地方教育附加" hold shorter names of other taxes: each name is taken out once read.
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


_LEVIES = ("城市维护", "教育", "印花", "房产", "土地使用", "消费", "车船", "资源", "水利", "环境保护")


def levies(case: Case) -> list[Share]:
    """The taxes named that are charged to 税金及附加."""
    return _taxes_named(case, only=_LEVIES) or [(AccountName("应交税费", "应交印花税"), ZERO)]


def levy_cost(case: Case) -> list[Share]:
    """The cost account of each such tax: its detail is the tax's name without 应交."""
    return [(AccountName("税金及附加", name.detail.removeprefix("应交")), amount) for name, amount in levies(case)]


def vat_in_month(case: Case) -> list[Share]:
    """VAT paid for the running month: its own column for general taxpayers."""
    return [_vat(case, "已交税金")]


def vat_relief(case: Case) -> list[Share]:
    """VAT taken off as relief: its own column for general taxpayers."""
    return [_vat(case, "减免税款")]


def output_vat(case: Case) -> list[Share]:
    """VAT on sales: its own column for general taxpayers."""
    return [_vat(case, "销项税额")]


def _vat(case: Case, column: str) -> Share:
    return AccountName("应交税费", f"应交增值税（{column}）" if case.is_general_taxpayer else "应交增值税"), ZERO
