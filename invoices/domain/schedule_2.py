"""Which row of schedule 2 (附列资料二) the VAT of a received invoice goes to.

Rule kept: rows are dated data (`vat.general.input_usage_row`, `vat.general.reversal_row`); here only the kind of
voucher is told, and blocked VAT never has a row unless it was claimed.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from invoices.domain.fapiao import Kind
from invoices.domain.input_vat import Usage
from invoices.domain.kinds import SPECIAL
from law.store import NoRuleInForce, lookup

_BY_KIND: Final = {
    Kind.MOTOR_VEHICLE: "motor_vehicle",
    Kind.CUSTOMS_VAT: "customs",
    Kind.RAIL_TICKET: "rail",
    Kind.AIR_ITINERARY: "air",
}
RED_LETTER_ROW: Final = "red_letter"


def voucher_kind_of(kind: str, category_id: str, usage: str) -> str:
    """The kind of deduction voucher, in the words of the general return's facts; "" where nothing is deducted."""
    if usage not in {Usage.DEDUCTIBLE, Usage.COMPUTED}:
        return ""
    computed = usage == Usage.COMPUTED
    if category_id == "farm_products" and computed:
        return "farm"
    if kind in SPECIAL:
        return "special_invoice"
    if kind in _BY_KIND:
        return _BY_KIND[Kind(kind)]
    if category_id == "toll" or kind == Kind.TOLL:
        return "bridge_toll" if computed else "road_toll"
    return "road"


def schedule_2_row(voucher_kind: str, day: date, *, is_red_letter: bool = False) -> str:
    """The row of the form in force on the day; a received red letter is reversed in its own; "" where there is none."""
    if not voucher_kind:
        return ""
    try:
        if is_red_letter:
            return str(lookup("vat.general.reversal_row", day).value[RED_LETTER_ROW])
        return str(lookup("vat.general.input_usage_row", day).value[voucher_kind])
    except NoRuleInForce:
        return ""
