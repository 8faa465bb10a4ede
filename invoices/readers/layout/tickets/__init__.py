"""Receipts that are not laid out like a VAT invoice, by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from invoices.domain.fapiao import Kind
from invoices.readers.draft import Draft
from invoices.readers.layout.sheet import Sheet
from invoices.readers.layout.tickets import air, labelled, rail, shop

READERS: Final[dict[Kind, Callable[[Sheet, Draft], None]]] = {
    Kind.RAIL_TICKET: rail.read,
    Kind.AIR_ITINERARY: air.read,
    Kind.SHOP_RECEIPT: shop.read,
    Kind.TAXI: labelled.read_taxi,
    Kind.TOLL: labelled.read_toll,
    Kind.QUOTA: labelled.read_quota,
    Kind.MACHINE_PRINTED: labelled.read_machine_printed,
    Kind.MOTOR_VEHICLE: labelled.read_motor_vehicle,
    Kind.CUSTOMS_VAT: labelled.read_customs,
    Kind.FISCAL_RECEIPT: labelled.read_fiscal,
    Kind.BANK_SLIP: labelled.read_bank_slip,
}
