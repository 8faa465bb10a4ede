"""Inputs of the stamp duty return: each document to its item of the rate table, halved where the relief applies.

Source: 印花税法 (only listed items are taxed); 财政部 税务总局公告2023年第12号 (half, not on securities), 2023年第39号.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kernel.errors import InvalidValue
from kernel.finding import Finding
from kernel.money import round_to_fen
from kernel.period import TaxPeriod
from law.store import lookup
from tax_filing.domain.facts.common import Facts, InputSheet, Prepared, amount, rows, sources_of, tax_period, warn

FORM: Final = "stamp_duty"
SECURITIES: Final = "证券交易"


def prepare(facts: Facts) -> Prepared:
    """Inputs and findings from the facts of one tax period. Raises `InvalidValue`, `NoRuleInForce`."""
    period = tax_period(facts)
    rates = lookup("stamp_duty.rates", period.end)
    lines = {item: str(number) for number, item in enumerate(rates.value, start=1)}
    sheet = InputSheet()
    for item, line in lines.items():
        sheet.add(f"item_{line}_rate", Decimal(rates.value[item]), rules=(rates,))
    used: set[str] = set()
    findings: list[Finding] = []
    for document in rows(facts, "documents"):
        item = _item(document, period)
        if item not in lines:
            findings.append(_untaxed(document))
            continue
        line = lines[item]
        if item not in used:
            _add_relief(sheet, item, line, period, relieved=bool(facts.get("six_taxes_relief")))
        used.add(item)
        count = amount(document, "count") if document.get("count") is not None else Decimal(1)
        sheet.add(f"item_{line}_count", count)
        sheet.add(f"item_{line}_base", amount(document, "net_amount"), sources=sources_of(document))
    _add_property(sheet, facts, period)
    return Prepared(FORM, period, sheet.inputs(), tuple(findings))


def _add_property(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> None:
    """Real estate by value or rent and land by area, for the months of the period unless a row states its own."""
    rates = lookup("property_tax.rates", period.end)
    months_of_year = Decimal(lookup("land_use_tax.payment", period.end).value["months_of_year"])
    for row in rows(facts, "real_estate"):
        by_rent = row.get("rent") is not None
        base = amount(row, "rent") if by_rent else amount(row, "original_value") * (1 - _reduction(row, period))
        rate = Decimal(rates.value["housing_rent" if row.get("housing") else "by_rent"])
        due = (
            base * rate if by_rent else base * Decimal(rates.value["by_value"]) * _months(row, period) / months_of_year
        )
        line = "2" if by_rent else "1"
        sheet.add(f"property_{line}_base", base, sources=sources_of(row))
        sheet.add(f"property_{line}_due", round_to_fen(due), sources=sources_of(row), rules=(rates,))
    for row in rows(facts, "land"):
        due = amount(row, "area") * amount(row, "rate") * _months(row, period) / months_of_year
        sheet.add("property_3_base", amount(row, "area"), sources=sources_of(row))
        sheet.add("property_3_due", round_to_fen(due), sources=sources_of(row))
    if facts.get("six_taxes_relief"):
        rule = lookup("surtaxes.six_taxes_relief", period.end)
        sheet.add("property_relief", rule.decimal, rules=(rule,))
    for name in ("stamp_duty_paid", "real_estate_tax_paid", "land_use_tax_paid"):
        sheet.add(name, amount(facts, name))


def _reduction(row: Facts, period: TaxPeriod) -> Decimal:
    """The province's reduction of original value. Raises `InvalidValue` outside what the law allows."""
    allowed = lookup("property_tax.value_reduction", period.end).value
    stated = amount(row, "value_reduction") if row.get("value_reduction") is not None else Decimal(allowed["to"])
    if not allowed["from"] <= stated <= allowed["to"]:
        raise InvalidValue(f"{stated} is no reduction of value", message_zh=f"房产原值减除幅度 {stated} 超出法定范围")
    return stated


def _months(row: Facts, period: TaxPeriod) -> Decimal:
    return amount(row, "months") if row.get("months") is not None else Decimal(len(period.months))


def _item(document: Facts, period: TaxPeriod) -> str:
    """The item in the words of the rate table. Raises `InvalidValue` when missing."""
    name = str(document.get("item") or "").strip()
    if not name:
        raise InvalidValue("a document has no item", message_zh="有应税凭证缺少税目")
    return str(lookup("stamp_duty.aliases", period.end).value.get(name, name))


def _add_relief(sheet: InputSheet, item: str, line: str, period: TaxPeriod, *, relieved: bool) -> None:
    name = "stamp_duty.securities_relief" if item == SECURITIES else "surtaxes.six_taxes_relief"
    if item == SECURITIES or relieved:
        rule = lookup(name, period.end)
        sheet.add(f"item_{line}_relief", rule.decimal, rules=(rule,))


def _untaxed(document: Facts) -> Finding:
    name = document.get("item")
    return warn(
        "STAMP_DUTY_ITEM_NOT_LISTED",
        f"“{name}”不在印花税税目税率表内，不征印花税",
        f"“{name}” is not an item of the stamp duty table and is not taxed",
        item=name,
    )
