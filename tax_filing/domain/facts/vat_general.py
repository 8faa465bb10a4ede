"""Inputs of the general VAT return: sales to schedule 1, vouchers to schedule 2, carry-overs from the last return.

Rules kept: only confirmed vouchers are claimed; a claimed voucher of a blocked use is reversed in its row; a received
red-letter invoice is a reversal (row 20), never a negative claim.
Source: 增值税法 Art. 14–22; 税务总局公告2021年第20号, 2026年第6号.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from kernel.errors import InvalidValue
from kernel.finding import Finding
from kernel.money import ZERO, round_to_fen
from kernel.period import TaxPeriod
from law.input_vat import ComputedKind, computed_input_vat
from law.store import Confidence, RuleValue, lookup
from tax_filing.domain.cell_key import CellKey
from tax_filing.domain.facts.common import (
    Facts,
    InputSheet,
    Prepared,
    add_surtax_inputs,
    amount,
    cells_of,
    choice,
    group,
    rows,
    sources_of,
    tax_period,
    warn,
)

FORM: Final = "vat_general"
SalesRows = Mapping[tuple[str, Decimal | None], Mapping[str, str]]
_METHODS: Final = ("general", "simplified", "exempt", "export_refund")
_KINDS: Final = (
    "special_invoice", "motor_vehicle", "customs", "farm", "withheld", "rail", "air", "road", "bridge_toll",
    "road_toll", "passenger_e_invoice",
)  # fmt: skip
_USES: Final = (
    "taxable", "simplified", "exempt", "welfare", "abnormal_loss", "catering", "entertainment", "loan",
    "personal", "daily_services", "entertainment_services", "non_taxable",
)  # fmt: skip
_COMPUTED: Final[dict[str, ComputedKind]] = {
    "farm": "farm", "rail": "rail", "air": "air", "road": "road", "bridge_toll": "bridge_toll",
}  # fmt: skip
_PASSENGER: Final = ("rail", "air", "road", "passenger_e_invoice")
_DOUBTFUL: Final = (Confidence.CONFLICT, Confidence.UNSOURCED)
# Entered in the tax account, so claimed first and reversed afterwards; tickets are simply not claimed.
_REVERSED_WHEN_BLOCKED: Final = ("special_invoice", "motor_vehicle", "customs", "farm", "withheld", "road_toll")
_STATED: Final = (
    "prepaid", "additional_deduction", "additional_deduction_reduced", "tax_reduction", "arrears_paid",
    "tax_control_cost", "export_refund_due", "inspection_tax", "simplified_inspection_tax", "inspection_tax_paid",
    "export_credit", "credit_refund_deducted", "education_investment",
)  # fmt: skip
_SET_OFF: Final = {"2": "branch", "3": "construction", "4": "real_estate_sale", "5": "real_estate_lease"}
_INVOICE_COLUMNS: Final = {"special": ("1", "2"), "ordinary": ("3", "4"), "none": ("5", "6")}


def prepare(facts: Facts) -> Prepared:
    """Inputs and findings from the facts of one tax period. Raises `InvalidValue`, `NoRuleInForce`."""
    period = tax_period(facts)
    previous = cells_of(group(facts, "previous"))
    sheet = InputSheet()
    findings: list[Finding] = []
    places = _sales_rows(period)
    for sale in rows(facts, "sales"):
        _place_sale(sheet, sale, places, period)
    for voucher in rows(facts, "input"):
        findings.extend(_place_voucher(sheet, voucher, period))
    for deduction in rows(facts, "deductions"):
        _place_deduction(sheet, deduction, period)
    for letter in rows(facts, "red_letter_received"):
        sheet.add("s2_20_tax_amount", abs(amount(letter, "tax_amount")), sources=sources_of(letter))
    _add_carry_overs(sheet, facts, previous, period)
    _add_surtaxes(sheet, facts, period)
    if not previous and period.start.month != 1:
        findings.append(
            warn(
                "VAT_NO_PREVIOUS_RETURN",
                "没有上期申报表，本年累计只含本期，期初未缴按0填报",
                "No previous return: year-to-date columns hold this period only, nothing is brought forward",
            )
        )
    return Prepared(FORM, period, sheet.inputs(), tuple(findings), previous)


def _place_sale(sheet: InputSheet, sale: Facts, places: SalesRows, period: TaxPeriod) -> None:
    """One sale to its row and its pair of columns of schedule 1."""
    method = choice(sale, "method", _METHODS, "general")
    supply = choice(sale, "nature", ("goods", "services"), "goods")
    invoice = choice(sale, "invoice", ("special", "ordinary", "none"), "none")
    rate = amount(sale, "rate")
    net, printed = amount(sale, "net_amount"), sources_of(sale)
    sheet.add("sales_of_the_period", net)
    row = _sales_row(method, rate, supply, places)
    if method in ("exempt", "export_refund"):
        sheet.add(f"s1_{row}_{'5' if invoice == 'none' else '3'}", net, sources=printed)
        _place_exempt(sheet, sale, net, rate)
        return
    net_column, tax_column = _INVOICE_COLUMNS[invoice]
    tax = amount(sale, "tax_amount") if sale.get("tax_amount") is not None else round_to_fen(net * rate)
    sheet.add(f"s1_{row}_{net_column}", net, sources=printed)
    sheet.add(f"s1_{row}_{tax_column}", tax, sources=printed)
    if sale.get("refund_on_collection"):
        refunded = lookup("vat.general.refund_row", period.end).value[method][supply]
        sheet.add(f"s1_{refunded}_9", net, sources=printed)
        sheet.add(f"s1_{refunded}_10", tax, sources=printed)
    if sale.get("used_fixed_asset"):
        sheet.add("used_assets_net", net, sources=printed)


def _place_exempt(sheet: InputSheet, sale: Facts, net: Decimal, rate: Decimal) -> None:
    """The exemption table: exports apart, and the tax the rest is freed of where its rate is stated."""
    if sale.get("export"):
        sheet.add("exempt_exports", net, sources=sources_of(sale))
        if sale.get("nature") == "services":
            sheet.add("exempt_cross_border", net, sources=sources_of(sale))
    else:
        sheet.add("exempt_tax", round_to_fen(net * rate), sources=sources_of(sale))


def _place_deduction(sheet: InputSheet, deduction: Facts, period: TaxPeriod) -> None:
    """What may be taken off gross sales (差额征税), to its row of schedule 3."""
    method = choice(deduction, "method", _METHODS, "general")
    rate = amount(deduction, "rate")
    rule = lookup("vat.general.deduction_row", period.end)
    found = [row["row"] for row in rule.value if row["method"] == method and Decimal(row.get("rate", rate)) == rate]
    if not found:
        raise InvalidValue(f"no deduction at {rate}", message_zh=f"税率 {rate} 没有扣除项目栏次")
    financial = bool(deduction.get("financial_products"))
    if financial:
        sheet.add("s3_4_1", amount(deduction, "gross_sales"), sources=sources_of(deduction))
    name = f"s3_{'4' if financial else found[0]}_3"
    sheet.add(name, amount(deduction, "amount"), sources=sources_of(deduction), rules=(rule,))


def _sales_rows(period: TaxPeriod) -> SalesRows:
    """The printed rows of the period by method and rate; a method without rates has one pair of rows."""
    found = lookup("vat.general.sales_row", period.end).value
    return {(row["method"], Decimal(row["rate"]) if "rate" in row else None): row for row in found}


def _sales_row(method: str, rate: Decimal, supply: str, places: SalesRows) -> str:
    """The printed row. Raises `InvalidValue` for a rate the form has no row for."""
    row = places.get((method, rate)) or places.get((method, None))
    if row is None:
        raise InvalidValue(
            f"rate {rate} does not belong to method {method}", message_zh=f"税率 {rate} 不适用于计税方法“{method}”"
        )
    return str(row[supply])


def _place_voucher(sheet: InputSheet, voucher: Facts, period: TaxPeriod) -> list[Finding]:
    """One input voucher to its row of schedule 2, and to the reversal row when its use is blocked."""
    kind = choice(voucher, "kind", _KINDS, "special_invoice")
    use = choice(voucher, "use", _USES, "taxable")
    if voucher.get("confirmed") is False:
        return []
    if use != "taxable" and kind not in _REVERSED_WHEN_BLOCKED:
        return []
    tax, findings = _creditable(voucher, kind, period)
    if not tax and kind == "passenger_e_invoice":
        return findings
    row = lookup("vat.general.input_usage_row", period.end)
    _add_voucher(sheet, str(row.value[kind]), voucher, tax)
    if kind in _PASSENGER:
        _add_voucher(sheet, "10", voucher, tax)
    if voucher.get("real_estate"):
        _add_voucher(sheet, str(row.value["real_estate"]), voucher, tax)
    if voucher.get("for_high_rate_goods") and kind == "farm":
        findings = [*findings, *_add_farm(sheet, voucher, str(row.value["farm_additional"]), period)]
    if use != "taxable":
        reversal = lookup("vat.general.reversal_row", period.end)
        sheet.add(f"s2_{reversal.value[use]}_tax_amount", tax, sources=sources_of(voucher), rules=(reversal,))
    if voucher.get("refund_on_collection"):
        sheet.add("refund_input" if use == "taxable" else "refund_reversed", tax, sources=sources_of(voucher))
    return findings


def _add_farm(sheet: InputSheet, voucher: Facts, row: str, period: TaxPeriod) -> list[Finding]:
    """The additional credit on farm products that become goods of the high rate."""
    rule = lookup("vat.input.farm_additional", period.end)
    tax = round_to_fen(_base(voucher, "farm") * rule.decimal)
    sheet.add(f"s2_{row}_tax_amount", tax, sources=sources_of(voucher), rules=(rule,))
    return [_disputed(rule, tax)] if rule.confidence in _DOUBTFUL else []


def _creditable(voucher: Facts, kind: str, period: TaxPeriod) -> tuple[Decimal, list[Finding]]:
    """Input VAT of a voucher: as shown, or computed from the price where the law says so."""
    shown = amount(voucher, "tax_amount")
    if kind == "passenger_e_invoice":
        rule = lookup("vat.input.passenger_e_invoice", period.end)
        doubts = [_disputed(rule, shown)] if rule.confidence in _DOUBTFUL else []
        return (shown if rule.value["deductible"] else ZERO), doubts
    if kind not in _COMPUTED or (kind != "farm" and shown):
        return shown, []
    computed = computed_input_vat(_COMPUTED[kind], _base(voucher, kind), period.end)
    if computed.rule.confidence not in _DOUBTFUL:
        return computed.amount, []
    return computed.amount, [_disputed(computed.rule, computed.amount)]


def _disputed(rule: RuleValue, tax: Decimal) -> Finding:
    return warn(
        "INPUT_VAT_RULE_DISPUTED",
        f"“{rule.title}”来源不一致，请确认可否抵扣",
        f"Sources disagree on “{rule.title_en}”: please confirm the credit",
        amount=tax,
    )


def _base(voucher: Facts, kind: str) -> Decimal:
    """What computed input VAT is taken from: the price of farm products, the fare of tickets."""
    net, gross = amount(voucher, "net_amount"), amount(voucher, "gross_amount")
    if kind == "farm":
        return net or gross
    return gross or net


def _add_voucher(sheet: InputSheet, row: str, voucher: Facts, tax: Decimal) -> None:
    net = amount(voucher, "net_amount") or (amount(voucher, "gross_amount") - tax)
    sources = sources_of(voucher)
    count = voucher.get("count")
    sheet.add(f"s2_{row}_count", amount(voucher, "count") if count is not None else 1)
    sheet.add(f"s2_{row}_net_amount", net, sources=sources)
    sheet.add(f"s2_{row}_tax_amount", tax, sources=sources)


def _add_carry_overs(sheet: InputSheet, facts: Facts, previous: dict[CellKey, Decimal], period: TaxPeriod) -> None:
    """Credit, unpaid tax and year-to-date switch from the last return; what the facts state comes first."""

    def brought(name: str, line: str) -> Decimal:
        stated = facts.get(name)
        return amount(facts, name) if stated is not None else previous.get(CellKey("main", line, "general"), ZERO)

    unpaid = brought("unpaid_brought_forward", "32")
    sheet.add("credit_brought_forward", brought("credit_brought_forward", "20"))
    sheet.add("unpaid_brought_forward", unpaid)
    # The return of the last period is paid before this one is filed unless the facts say otherwise.
    paid = facts.get("paid_for_previous")
    sheet.add("paid_for_previous", amount(facts, "paid_for_previous") if paid is not None else unpaid)
    sheet.add("same_year", int(bool(previous) and period.start.month != 1))
    for name in _STATED:
        sheet.add(name, amount(facts, name))
    for row, kind in _SET_OFF.items():
        sheet.add(f"s4_{row}_2", amount(facts, f"prepaid_{kind}"))


def _add_surtaxes(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> None:
    add_surtax_inputs(sheet, group(facts, "taxpayer"), sales=sheet.of("sales_of_the_period"), period=period)
