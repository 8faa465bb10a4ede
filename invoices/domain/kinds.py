"""Families of kinds and their names, so that rules speak of groups and screens speak Chinese."""

from __future__ import annotations

import re
from typing import Final

from invoices.domain.fapiao import Kind

FULLY_DIGITAL: Final = frozenset({Kind.FULLY_DIGITAL_SPECIAL, Kind.FULLY_DIGITAL_GENERAL})
SPECIAL: Final = frozenset({Kind.SPECIAL_VAT, Kind.FULLY_DIGITAL_SPECIAL})
ORDINARY: Final = frozenset({Kind.GENERAL_VAT, Kind.FULLY_DIGITAL_GENERAL, Kind.BLOCKCHAIN})
VAT_INVOICES: Final = SPECIAL | ORDINARY | {Kind.MOTOR_VEHICLE}
CREDIT_VOUCHERS: Final = SPECIAL | {Kind.MOTOR_VEHICLE, Kind.CUSTOMS_VAT}
TICKETS: Final = frozenset({Kind.RAIL_TICKET, Kind.AIR_ITINERARY, Kind.TAXI})
NUMBERED: Final = VAT_INVOICES | {Kind.RAIL_TICKET, Kind.AIR_ITINERARY}
SEALED_ON_PAPER: Final = frozenset(
    {Kind.SPECIAL_VAT, Kind.GENERAL_VAT, Kind.QUOTA, Kind.MACHINE_PRINTED, Kind.MOTOR_VEHICLE}
)
RECEIPTS: Final = frozenset({Kind.SHOP_RECEIPT})

NAMES_ZH: Final = {
    Kind.SPECIAL_VAT: "增值税专用发票",
    Kind.GENERAL_VAT: "增值税普通发票",
    Kind.FULLY_DIGITAL_SPECIAL: "数电票（专用）",
    Kind.FULLY_DIGITAL_GENERAL: "数电票（普通）",
    Kind.BLOCKCHAIN: "区块链电子普通发票",
    Kind.RAIL_TICKET: "铁路电子客票",
    Kind.AIR_ITINERARY: "航空行程单",
    Kind.TAXI: "出租车票",
    Kind.TOLL: "通行费发票",
    Kind.QUOTA: "定额发票",
    Kind.MACHINE_PRINTED: "通用机打发票",
    Kind.MOTOR_VEHICLE: "机动车销售统一发票",
    Kind.CUSTOMS_VAT: "海关增值税缴款书",
    Kind.FISCAL_RECEIPT: "财政票据",
    Kind.BANK_SLIP: "银行回单",
    Kind.SHOP_RECEIPT: "收据或小票",
    Kind.UNKNOWN: "未识别",
}
NAMES_EN: Final = {
    Kind.SPECIAL_VAT: "special VAT invoice",
    Kind.GENERAL_VAT: "general VAT invoice",
    Kind.FULLY_DIGITAL_SPECIAL: "digital special invoice",
    Kind.FULLY_DIGITAL_GENERAL: "digital general invoice",
    Kind.BLOCKCHAIN: "blockchain invoice",
    Kind.RAIL_TICKET: "rail e-ticket",
    Kind.AIR_ITINERARY: "air itinerary",
    Kind.TAXI: "taxi receipt",
    Kind.TOLL: "toll invoice",
    Kind.QUOTA: "fixed-amount invoice",
    Kind.MACHINE_PRINTED: "machine-printed invoice",
    Kind.MOTOR_VEHICLE: "motor vehicle invoice",
    Kind.CUSTOMS_VAT: "customs VAT receipt",
    Kind.FISCAL_RECEIPT: "fiscal receipt",
    Kind.BANK_SLIP: "bank slip",
    Kind.SHOP_RECEIPT: "shop receipt",
    Kind.UNKNOWN: "unknown",
}


def is_electronic(kind: Kind, code: str | None) -> bool:
    """Whether such an invoice is issued as a file: fully digital, blockchain, or by a code that says electronic."""
    return kind in FULLY_DIGITAL | {Kind.BLOCKCHAIN} or bool(re.fullmatch(r"0\d{9}1[123]", code or ""))
