"""Shapes of invoice numbers and codes, and the grammar of the QR code printed on invoices. Pure text in, values out.

Rule kept: what the QR calls "amount" is the net amount on invoices of the code era and the gross amount on fully
digitalised ones, so the two never share a field (measured on 54 of 54 code-era pages; GraphCode of OFD files agrees).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import parse_qs, urlsplit

from invoices.domain.fapiao import Kind

FULLY_DIGITAL: Final = frozenset({Kind.FULLY_DIGITAL_SPECIAL, Kind.FULLY_DIGITAL_GENERAL})
VAT_INVOICES: Final = FULLY_DIGITAL | {Kind.SPECIAL_VAT, Kind.GENERAL_VAT, Kind.BLOCKCHAIN, Kind.TOLL}
_CODE_ERA: Final = frozenset({Kind.SPECIAL_VAT, Kind.GENERAL_VAT})
_QR_KINDS: Final = {
    "01": Kind.SPECIAL_VAT,
    "03": Kind.MOTOR_VEHICLE,
    "04": Kind.GENERAL_VAT,
    "08": Kind.SPECIAL_VAT,
    "10": Kind.GENERAL_VAT,
    "11": Kind.GENERAL_VAT,
    "14": Kind.TOLL,
    "15": Kind.MOTOR_VEHICLE,
    "20": Kind.SPECIAL_VAT,
    "31": Kind.FULLY_DIGITAL_SPECIAL,
    "32": Kind.FULLY_DIGITAL_GENERAL,
    "51": Kind.RAIL_TICKET,
    "61": Kind.AIR_ITINERARY,
    "83": Kind.MOTOR_VEHICLE,
    "84": Kind.MOTOR_VEHICLE,
}
_QR_GROSS: Final = frozenset({"31", "32", "51", "61", "83", "84"})
_BLOCKCHAIN_HOST: Final = re.compile(r"bcfp\.[a-z]+\.chinatax\.gov\.cn")


@dataclass(frozen=True, slots=True)
class QrPayload:
    """What an invoice's QR code says; amounts in yuan, missing parts `None`."""

    raw: str
    kind: Kind
    invoice_code: str | None = None
    invoice_number: str | None = None
    issue_date: date | None = None
    check_code: str | None = None
    net_amount: Decimal | None = None
    gross_amount: Decimal | None = None


def is_invoice_code(value: str) -> bool:
    """10 digits (paper special and ordinary) or 12 digits (electronic, roll, general machine-printed)."""
    return bool(re.fullmatch(r"\d{10}|\d{12}", value))


def is_invoice_number(value: str, kind: Kind | None = None) -> bool:
    """8 digits beside a code, 20 digits on fully digitalised invoices, 10 on fiscal receipts; any without a kind."""
    if kind in FULLY_DIGITAL:
        return bool(re.fullmatch(r"\d{20}", value))
    if kind in _CODE_ERA or kind is Kind.BLOCKCHAIN:
        return bool(re.fullmatch(r"\d{8}", value))
    if kind is Kind.FISCAL_RECEIPT:
        return bool(re.fullmatch(r"\d{10}", value))
    return bool(re.fullmatch(r"\d{8}|\d{10}|\d{20}", value))


def kind_of_code(code: str) -> Kind | None:
    """The kind an invoice code stands for; `None` when the code does not tell.

    12 digits from 0: the last two are 11 electronic ordinary, 12 toll, 13 electronic special, 04 and 05 paper
    ordinary, 06 and 07 roll; 144 is Shenzhen's blockchain invoice.
    10 digits: the eighth is 1 or 5 special, 3 or 6 ordinary.
    """
    if re.fullmatch(r"0\d{11}", code):
        tail = code[-2:]
        if tail in {"11", "04", "05", "06", "07"}:
            return Kind.GENERAL_VAT
        return {"12": Kind.TOLL, "13": Kind.SPECIAL_VAT}.get(tail)
    if re.fullmatch(r"144\d{9}", code):
        return Kind.BLOCKCHAIN
    if re.fullmatch(r"\d{10}", code):
        return {"1": Kind.SPECIAL_VAT, "5": Kind.SPECIAL_VAT, "3": Kind.GENERAL_VAT, "6": Kind.GENERAL_VAT}.get(code[7])
    return None


def year_of_number(number: str) -> int | None:
    """Year of issue in the first two digits of a 20-digit number; `None` for other shapes."""
    return 2000 + int(number[:2]) if re.fullmatch(r"\d{20}", number) else None


def parse_qr(text: str) -> QrPayload | None:
    """The invoice behind a decoded QR text; `None` for anything else (payment codes, contacts, encrypted tickets)."""
    raw = text.strip()
    if raw.startswith("01,"):
        return _tax_bureau(raw)
    if raw.startswith("CZ-EI"):
        return _fiscal(raw)
    return _blockchain(raw) if raw.lower().startswith(("http://", "https://")) else None


def _tax_bureau(raw: str) -> QrPayload | None:
    parts = [part.strip() for part in raw.split(",")]
    if len(parts) < 6 or parts[1] not in _QR_KINDS or not parts[3].isdigit():
        return None
    amount, check = _amount(parts[4]), parts[6] if len(parts) > 6 else ""
    gross = parts[1] in _QR_GROSS
    return QrPayload(
        raw=raw,
        kind=_QR_KINDS[parts[1]],
        invoice_code=parts[2] or None,
        invoice_number=parts[3],
        issue_date=_compact_date(parts[5]),
        check_code=check if re.fullmatch(r"\d{20}", check) else None,
        net_amount=None if gross else amount,
        gross_amount=amount if gross else None,
    )


def _fiscal(raw: str) -> QrPayload | None:
    parts = [part.strip() for part in raw.split(",")]
    if len(parts) < 7:
        return None
    return QrPayload(
        raw=raw,
        kind=Kind.FISCAL_RECEIPT,
        invoice_code=parts[2] or None,
        invoice_number=parts[3] or None,
        check_code=parts[4] or None,
        issue_date=_compact_date(parts[5]),
        gross_amount=_amount(parts[6]),
    )


def _blockchain(raw: str) -> QrPayload | None:
    """Shenzhen's blockchain invoice: a link whose `total_amount` counts fen, tax included."""
    address = urlsplit(raw)
    if not _BLOCKCHAIN_HOST.fullmatch(address.hostname or ""):
        return None
    query = parse_qs(address.query)
    number, fen = query.get("bill_num", [""])[0], query.get("total_amount", [""])[0]
    gross = (Decimal(fen) / 100).quantize(Decimal("0.01")) if fen.isdigit() else None
    return QrPayload(raw=raw, kind=Kind.BLOCKCHAIN, invoice_number=number or None, gross_amount=gross)


def _amount(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01")) if value.is_finite() else None


def _compact_date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if re.fullmatch(r"\d{8}", text) else None
    except ValueError:
        return None
