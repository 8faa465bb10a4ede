"""What a person knows of an invoice besides its face: who claims it, what for, which papers lie with it.

Rule kept: one shape for the command, the API and the pages (command contract, section 2); a key that is not there is
unknown, an empty value is known to be missing.
"""

from __future__ import annotations

from typing import Any, Final

from invoices.domain import case_values as read
from invoices.domain.case_values import Row
from invoices.domain.context import Claimant, ExpenseClaim, RedLetterConfirmation, Seal

ON_THE_INVOICE: Final = ("seals", "has_seal", "has_sales_list", "red_letter_confirmation")
"""Keys that a case file writes inside `invoice`."""


def circumstances_of(row: Row) -> dict[str, Any]:
    """Arguments of `CheckContext`. Raises `InvalidValue` for values of the wrong shape."""
    documents = row.get("supporting_documents", ...)
    year = row.get("expense_year")
    return {
        "claimed_input_vat": read.amount(row, "claimed_input_vat"),
        "claimant": _claimant(row.get("claimant")),
        "supporting_documents": None if documents is ... else frozenset(documents or ()),
        "expense_claim": _claim(row.get("expense_claim")),
        "notified_on": read.day(row.get("notified_on")),
        "obtained_on": read.day(row.get("obtained_on")),
        "seals": _seals(row),
        "has_sales_list": row.get("has_sales_list"),
        "red_letter_confirmation": _confirmation(row.get("red_letter_confirmation")),
        "vehicle_owner": row.get("vehicle_owner"),
        "requested_action": row.get("requested_action"),
        "seller_status": row.get("seller_status"),
        "payment_method": row.get("payment_method"),
        "asset_number": row.get("asset_number"),
        "expense_year": int(year) if year not in (None, "") else None,
    }


def _seals(row: Row) -> tuple[Seal, ...] | None:
    if "seals" in row:
        return tuple(Seal(str(one.get("type")), one.get("legible")) for one in row["seals"] or ())
    return (Seal("invoice_seal"),) if row.get("has_seal") else None


def _claimant(row: Row | None) -> Claimant | None:
    return Claimant(row.get("name"), row.get("relation"), row.get("nationality")) if row else None


def _claim(row: Row | None) -> ExpenseClaim | None:
    if not row:
        return None
    return ExpenseClaim(
        read.day(row.get("submitted_on")), read.amount(row, "amount"), read.words(row.get("amount_in_words"))
    )


def _confirmation(row: Row | None) -> RedLetterConfirmation | None:
    if row is None:
        return None
    return RedLetterConfirmation(
        original_invoice_number=read.words(row.get("original_invoice_number")),
        original_usage_confirmed=row.get("original_usage_confirmed"),
        original_booked=row.get("original_booked"),
        confirmation_number=read.words(row.get("confirmation_number")),
        requested_at=read.moment(row.get("requested_at")),
        confirmed_at=read.moment(row.get("confirmed_at")),
        checked_at=read.moment(row.get("checked_at")),
    )
