"""Inputs of the general VAT return: sales to schedule 1, vouchers to schedule 2, carry-overs from the last return.

Rules kept: only confirmed vouchers are claimed; a claimed voucher of a blocked use is reversed in its row; a received
red-letter invoice is a reversal (row 20), never a negative claim.
Source: 增值税法 Art. 14–22; 税务总局公告2021年第20号, 2026年第6号.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kernel.errors import InvalidValue
from kernel.finding import Finding
from kernel.money import ZERO, round_to_fen
from kernel.period import TaxPeriod
from law.input_vat import ComputedKind, computed_input_vat
from law.store import lookup
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
from tax_filing.domain.return_form import CellKey

FORM: Final = "vat_general"
_METHODS: Final = ("general", "simplified", "exempt", "export_refund")
_KINDS: Final = (
    "special_invoice", "motor_vehicle", "customs", "farm", "withheld", "rail", "air", "road", "bridge_toll",
    "road_toll",
)  # fmt: skip
_USES: Final = (
    "taxable", "simplified", "exempt", "welfare", "abnormal_loss", "catering", "entertainment", "loan",
)  # fmt: skip
_COMPUTED: Final[dict[str, ComputedKind]] = {
    "farm": "farm", "rail": "rail", "air": "air", "road": "road", "bridge_toll": "bridge_toll",
}  # fmt: skip
_PASSENGER: Final = ("rail", "air", "road")
# Entered in the tax account, so claimed first and reversed afterwards; tickets are simply not claimed.
_REVERSED_WHEN_BLOCKED: Final = ("special_invoice", "motor_vehicle", "customs", "farm", "withheld", "road_toll")
_INVOICE_COLUMNS: Final = {"special": ("1", "2"), "ordinary": ("3", "4"), "none": ("5", "6")}


def prepare(facts: Facts) -> Prepared:
    """Inputs and findings from the facts of one tax period. Raises `InvalidValue`, `NoRuleInForce`."""
    period = tax_period(facts)
    previous = cells_of(group(facts, "previous"))
    sheet = InputSheet()
    findings: list[Finding] = []
    for sale in rows(facts, "sales"):
        _place_sale(sheet, sale, period)
    for voucher in rows(facts, "input"):
        findings.extend(_place_voucher(sheet, voucher, period))
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


def _place_sale(sheet: InputSheet, sale: Facts, period: TaxPeriod) -> None:
    """One sale to its row and its pair of columns of schedule 1."""
    method = choice(sale, "method", _METHODS, "general")
    supply = choice(sale, "nature", ("goods", "services"), "goods")
    invoice = choice(sale, "invoice", ("special", "ordinary", "none"), "none")
    rate = amount(sale, "rate")
    net, printed = amount(sale, "net_amount"), sources_of(sale)
    row = _sales_row(method, rate, supply, period)
    if method in ("exempt", "export_refund"):
        sheet.add(f"s1_{row}_{'5' if invoice == 'none' else '3'}", net, sources=printed)
        return
    net_column, tax_column = _INVOICE_COLUMNS[invoice]
    tax = amount(sale, "tax_amount") if sale.get("tax_amount") is not None else round_to_fen(net * rate)
    sheet.add(f"s1_{row}_{net_column}", net, sources=printed)
    sheet.add(f"s1_{row}_{tax_column}", tax, sources=printed)


def _sales_row(method: str, rate: Decimal, supply: str, period: TaxPeriod) -> str:
    """The printed row. Raises `InvalidValue` for a rate the form has no row for."""
    for row in lookup("vat.general.sales_row", period.end).value:
        if row["method"] == method and ("rate" not in row or Decimal(row["rate"]) == rate):
            return str(row[supply])
    raise InvalidValue(
        f"rate {rate} does not belong to method {method}", message_zh=f"税率 {rate} 不适用于计税方法“{method}”"
    )


def _place_voucher(sheet: InputSheet, voucher: Facts, period: TaxPeriod) -> list[Finding]:
    """One input voucher to its row of schedule 2, and to the reversal row when its use is blocked."""
    kind = choice(voucher, "kind", _KINDS, "special_invoice")
    use = choice(voucher, "use", _USES, "taxable")
    if voucher.get("confirmed") is False:
        return []
    if use != "taxable" and kind not in _REVERSED_WHEN_BLOCKED:
        return []
    tax, findings = _creditable(voucher, kind, period)
    row = lookup("vat.general.input_usage_row", period.end)
    _add_voucher(sheet, str(row.value[kind]), voucher, tax)
    if kind in _PASSENGER:
        _add_voucher(sheet, "10", voucher, tax)
    if use != "taxable":
        reversal = lookup("vat.general.reversal_row", period.end)
        sheet.add(f"s2_{reversal.value[use]}_tax_amount", tax, sources=sources_of(voucher), rules=(reversal,))
    return findings


def _creditable(voucher: Facts, kind: str, period: TaxPeriod) -> tuple[Decimal, list[Finding]]:
    """Input VAT of a voucher: as shown, or computed from the price where the law says so."""
    shown = amount(voucher, "tax_amount")
    if kind not in _COMPUTED or (kind != "farm" and shown):
        return shown, []
    base = _base(voucher, kind)
    computed = computed_input_vat(_COMPUTED[kind], base, period.end)
    if computed.rule.confidence != "conflict":
        return computed.amount, []
    message = f"“{computed.rule.title}”来源不一致，请确认可否抵扣"
    return computed.amount, [
        warn(
            "INPUT_VAT_RULE_DISPUTED",
            message,
            f"Sources disagree on the credit for {kind}: please confirm",
            amount=computed.amount,
        )
    ]


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
    for name in ("prepaid", "additional_deduction", "additional_deduction_reduced", "tax_reduction", "arrears_paid"):
        sheet.add(name, amount(facts, name))


def _add_surtaxes(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> None:
    sales = sum((amount(sale, "net_amount") for sale in rows(facts, "sales")), ZERO)
    add_surtax_inputs(sheet, group(facts, "taxpayer"), sales=sales, period=period)
