"""May the VAT of this paper be deducted, and how much of it? Asked apart from whether the paper is a good voucher.

Rule kept: only a deduction voucher gives input VAT; use and content may block it; what cannot be decided gives none.
Sources: 增值税法 Art. 16 and 22, 实施条例 Art. 11-12 and 19-22 (values in `law/rules/vat/input_vat.yaml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from invoices.domain.fapiao import Kind
from invoices.domain.kinds import CREDIT_VOUCHERS, ORDINARY, SPECIAL
from invoices.domain.rules.remarks import is_for_export_agent
from invoices.domain.rules.travel import traveller_is_absent
from invoices.domain.trip import Case, rule_in_force
from kernel.money import ZERO, round_to_fen
from law.input_vat import (
    ComputedKind,
    blocked_content,
    blocked_purpose,
    computed_input_vat,
    passenger_e_invoice_deductible,
)
from law.store import Confidence, NoRuleInForce, lookup


class Usage(StrEnum):
    """What happens to the VAT: deducted as shown, computed from the price, not deducted, or there is none at all."""

    DEDUCTIBLE = "deductible"
    COMPUTED = "computed"
    NOT_DEDUCTIBLE = "not_deductible"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class InputVatDecision:
    """The answer in yuan with its reason; `blocked` when a deduction voucher is at hand and the law blocks its VAT."""

    usage: Usage
    amount: Decimal
    reason_zh: str
    reason_en: str
    blocked: bool = False
    arguable: Decimal = ZERO
    """What another reading of sources that disagree would give; 0 where they agree."""


_TICKET_KINDS: Final = frozenset({Kind.MACHINE_PRINTED, Kind.UNKNOWN, Kind.QUOTA})
_STAFF: Final = "TRAVELLER_NOT_STAFF"


def decide_input_vat(case: Case) -> InputVatDecision:
    """The input VAT of one invoice for this company and use."""
    if case.context.direction == "sale":
        return _none("销售发票没有进项税额", "a sale has no input VAT")
    if case.context.company.vat_status == "small_scale":
        return _none("小规模纳税人不抵扣进项税额", "small-scale taxpayers deduct no input VAT")
    entitled = _by_voucher(case)
    if entitled.usage is Usage.NOT_DEDUCTIBLE or not entitled.amount:
        return entitled
    return _blocked(case) or entitled


def _by_voucher(case: Case) -> InputVatDecision:
    """What the voucher alone would give."""
    kind, tax = case.fapiao.kind, case.fapiao.tax_amount
    if is_for_export_agent(case):
        return _refused("代办退税专用发票不是扣税凭证", "an export agent's invoice is no deduction voucher")
    if kind in SPECIAL and case.category.id == "farm_products" and _at_levy_rate(case):
        return _computed(case, "farm", case.fapiao.net_amount)
    if kind in CREDIT_VOUCHERS:
        return _shown(tax, "扣税凭证注明的税额", "VAT shown on a deduction voucher")
    if kind in {Kind.RAIL_TICKET, Kind.AIR_ITINERARY} or _is_road_ticket(case):
        return _ticket(case)
    if case.category.id == "toll" and kind in ORDINARY | {Kind.TOLL} and tax:
        return _shown(tax, "通行费电子发票注明的税额", "VAT shown on a toll e-invoice")
    if case.category.id == "toll" and not tax and re.search(r"桥|闸", case.item + (case.fapiao.seller_name or "")):
        return _bridge_toll(case)
    if case.category.id in {"taxi", "passenger_transport"} and kind in ORDINARY and tax:
        return _passenger_e_invoice(case, tax)
    if case.category.id == "farm_products" and kind in ORDINARY and _is_exempt(case):
        return _computed(case, "farm", case.fapiao.gross_amount)
    return _refused("不是增值税扣税凭证", "not a deduction voucher")


def _ticket(case: Case) -> InputVatDecision:
    """Rail and air by the VAT shown or included, road and water by formula; only with the identity of own staff."""
    if traveller_is_absent(case):
        return _refused("客票没有系统打印的旅客身份信息", "the ticket bears no printed identity")
    claimant, rule = case.context.claimant, rule_in_force(_STAFF, case.day)
    if claimant and claimant.relation and rule and claimant.relation not in rule.value["staff"]:
        return _refused("旅客不是本单位人员", "the traveller is not staff")
    if case.fapiao.tax_amount is not None:
        return _shown(case.fapiao.tax_amount, "电子客票注明的税额", "VAT shown on the e-ticket")
    if case.fapiao.kind is Kind.RAIL_TICKET:
        return _computed(case, "rail", case.fapiao.gross_amount or _fare(case))
    if case.fapiao.kind is Kind.AIR_ITINERARY:
        return _computed(case, "air", _air_base(case))
    return _computed(case, "road", case.fapiao.gross_amount or _fare(case))


def _air_base(case: Case) -> Decimal | None:
    """Fare and fuel surcharge; the development fund never counts. `None` when only a total is known."""
    fare, fuel = _fare(case), case.fapiao.extra.get("fuel_surcharge")
    if fare is not None:
        return fare + Decimal(fuel or 0)
    return case.fapiao.net_amount


def _fare(case: Case) -> Decimal | None:
    return case.fapiao.travel.fare if case.fapiao.travel else None


def _passenger_e_invoice(case: Case, tax: Decimal) -> InputVatDecision:
    if passenger_e_invoice_deductible(case.day):
        return _shown(tax, "旅客运输电子普通发票注明的税额", "VAT shown on a passenger transport e-invoice")
    return _arguable(
        tax,
        "旅客运输电子普通发票的抵扣口径不一，默认不抵扣",
        "sources differ on passenger transport e-invoices; not deducted",
    )


def _bridge_toll(case: Case) -> InputVatDecision:
    """Computed while the law was clear; where sources disagree nothing is deducted without a person."""
    if case.fapiao.gross_amount is None:
        return _refused("没有读到金额", "the amount is not known")
    try:
        computed = computed_input_vat("bridge_toll", case.fapiao.gross_amount, case.day)
    except NoRuleInForce:
        return _refused("当时没有计算抵扣的规定", "no computed input VAT at that time")
    if computed.rule.confidence is Confidence.CONFLICT:
        zh, en = "桥、闸通行费的抵扣口径不一，默认不抵扣", "sources differ on bridge and lock tolls; not deducted"
        return _arguable(computed.amount, zh, en)
    return _computed(case, "bridge_toll", case.fapiao.gross_amount)


def _at_levy_rate(case: Case) -> bool:
    """Farm products of a small-scale seller: a special invoice at the levy rate gives more VAT than it shows."""
    rates = {line.tax_rate for line in case.fapiao.lines if line.tax_rate}
    try:
        levy_rates = set(lookup("vat.levy_rates", case.day).value)
    except NoRuleInForce:
        return False
    return bool(rates) and rates <= levy_rates


def _is_road_ticket(case: Case) -> bool:
    """A bus or ship ticket: no kind of its own, told by its journey or its item."""
    if case.fapiao.kind not in _TICKET_KINDS or case.category.id == "taxi":
        return False
    return case.fapiao.travel is not None or bool(re.search(r"客票|客运|船票|汽车票", case.item))


def _is_exempt(case: Case) -> bool:
    return not case.fapiao.tax_amount and any(line.tax_treatment == "exempt" for line in case.fapiao.lines)


def _blocked(case: Case) -> InputVatDecision | None:
    """Use first, then content; bought for resale is not consumed."""
    purpose = case.context.purpose or case.context.hinted_purpose or ""
    by_use = blocked_purpose(purpose, case.day)
    resold = purpose in {"resale", "sale"}
    block = by_use or (
        None if resold and case.category.nature != "loan" else blocked_content(case.category.nature, case.day)
    )
    if block is None:
        return None
    return InputVatDecision(Usage.NOT_DEDUCTIBLE, ZERO, block.reason_zh, block.reason_en, blocked=True)


def _computed(case: Case, kind: ComputedKind, base: Decimal | None) -> InputVatDecision:
    if base is None:
        return _refused("没有读到计税金额", "the amount to compute from is not known")
    try:
        computed = computed_input_vat(kind, base, case.day)
    except NoRuleInForce:
        return _refused("当时没有计算抵扣的规定", "no computed input VAT at that time")
    return InputVatDecision(
        Usage.COMPUTED, computed.amount, f"计算抵扣（{computed.rule.source}）", "computed from the price"
    )


def _shown(tax: Decimal | None, zh: str, en: str) -> InputVatDecision:
    if not tax:
        return _refused("票面没有税额", "no VAT is shown")
    return InputVatDecision(Usage.DEDUCTIBLE, round_to_fen(tax), zh, en)


def _refused(zh: str, en: str) -> InputVatDecision:
    return InputVatDecision(Usage.NOT_DEDUCTIBLE, ZERO, zh, en)


def _arguable(amount: Decimal, zh: str, en: str) -> InputVatDecision:
    return InputVatDecision(Usage.NOT_DEDUCTIBLE, ZERO, zh, en, arguable=round_to_fen(amount))


def _none(zh: str, en: str) -> InputVatDecision:
    return InputVatDecision(Usage.NONE, ZERO, zh, en)
