"""A person says what lies behind an invoice: who claims it, which papers lie with it, how it was paid.

Rule kept: stored in the shape of the command contract, refused when a value has the wrong shape, remembered like a
correction, and the invoice is checked again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from invoices.domain.circumstances import circumstances_of
from invoices.models import Decision, FieldCorrection, Invoice
from invoices.services.check_invoice import check_invoice
from invoices.services.correct_field import AlreadyBooked
from invoices.services.locking import locked
from kernel.errors import InvalidValue, ZhangfangError

KNOWN: Final = frozenset(
    {
        "claimed_input_vat", "claimant", "supporting_documents", "expense_claim", "notified_on", "obtained_on", "seals",
        "has_sales_list", "red_letter_confirmation", "vehicle_owner", "requested_action", "seller_status",
        "payment_method", "asset_number", "expense_year",
    }
)  # fmt: skip
MOST_CHARACTERS: Final = 8_000


def set_circumstances(invoice_id: int, company_id: int, said: Mapping[str, Any], *, actor: User) -> Invoice:
    """The invoice with `said` merged in, checked again; `...` as a value takes a statement back.

    Raises `InvalidValue`, `AlreadyBooked`, `NotPermitted`.
    """
    if unknown := set(said) - KNOWN:
        raise InvalidValue(f"unknown circumstances: {sorted(unknown)}", message_zh="没有这些业务情况字段")
    with transaction.atomic():
        invoice = locked(invoice_id, company_id)
        require_role(actor, invoice.company, Role.ACCOUNTANT)
        if invoice.booked_voucher_id is not None:
            raise AlreadyBooked("the invoice is booked", message_zh="发票已入账，业务情况不能再改。")
        old = dict(invoice.circumstances)
        new = {name: value for name, value in {**old, **said}.items() if value is not ...}
        _require_readable(new)
        if new == old:
            return invoice
        invoice.circumstances = new
        _remember(invoice, old, actor)
        invoice.decision = Decision.OPEN
        check_invoice(invoice)
    return invoice


def _require_readable(new: dict[str, Any]) -> None:
    if len(json.dumps(new, ensure_ascii=False, default=str)) > MOST_CHARACTERS:
        raise InvalidValue("too much text", message_zh="内容太长")
    try:
        circumstances_of(new)
    except (AttributeError, TypeError, ValueError) as error:
        if isinstance(error, ZhangfangError):
            raise
        raise InvalidValue(f"a value has the wrong shape: {error}", message_zh="业务情况的格式有误") from error


def _remember(invoice: Invoice, old: dict[str, Any], actor: User) -> None:
    changed = sorted(
        name for name in {*old, *invoice.circumstances} if old.get(name) != invoice.circumstances.get(name)
    )
    for name in changed:
        before, after = (_text(values.get(name)) for values in (old, invoice.circumstances))
        FieldCorrection.objects.create(
            company_id=invoice.company_id,
            invoice=invoice,
            field=f"circumstances.{name}",
            old=before,
            new=after,
            corrected_by=actor,
        )
    record(
        company=invoice.company,
        actor=actor,
        action="invoice.circumstances",
        subject=invoice,
        content={"fields": changed},
    )


def _text(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
