"""Papers that rule cases start from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from invoices.domain.compliance import CheckResult
from invoices.domain.context import RedLetterConfirmation, Seal
from invoices.domain.fapiao import Kind, Medium, Travel
from tests.invoices.cases import invoice, line

at = datetime.fromisoformat
OLD = {"kind": Kind.SPECIAL_VAT, "invoice_code": "3100204130", "invoice_number": "12345678", "medium": Medium.IMAGE}
OLD_GENERAL = OLD | {"kind": Kind.GENERAL_VAT}
ORDINARY = {"kind": Kind.FULLY_DIGITAL_GENERAL}
FORM = RedLetterConfirmation(original_booked=True, confirmation_number="R1", requested_at=at("2026-10-01T09:00"))
SEAL = Seal("invoice_seal", legible=True)


def ticket(**more: object) -> object:
    base = {
        "kind": Kind.RAIL_TICKET,
        "lines": (),
        "net_amount": None,
        "tax_amount": None,
        "gross_amount": Decimal("109.00"),
        "travel": Travel(traveller="李某", date=date(2026, 10, 12)),
    }
    return invoice(**base | more)


def red(**more: object) -> object:
    amounts = {"net_amount": Decimal(-1000), "tax_amount": Decimal(-60), "gross_amount": Decimal(-1060)}
    return invoice(line(net="-1000.00"), is_red_letter=True, **amounts | more)


def person_receipt(gross: str, **more: object) -> object:
    base = {
        "kind": Kind.SHOP_RECEIPT,
        "seller_name": "王某某",
        "seller_taxpayer_id": "11010519491231002X",
        "net_amount": None,
        "tax_amount": None,
    }
    return invoice(line("搬运", rate=None, net=gross), **base | {"gross_amount": Decimal(gross)} | more)


Case = tuple[Callable[[], CheckResult], Callable[[], CheckResult]]
