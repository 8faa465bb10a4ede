"""A person corrects what was read, or confirms that it was read right; the invoice is checked again.

Rule kept: who, when, old value with its confidence, and new value stay for good; a booked invoice is no longer
corrected here; nobody overwrites what somebody else changed meanwhile.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from invoices.domain.doubts import lines_add_up
from invoices.mapping import to_fapiao
from invoices.models import Decision, FieldCorrection, Invoice
from invoices.services.check_invoice import check_invoice, doubts_of
from invoices.services.editable import shown, target_of
from invoices.services.locking import locked
from kernel.errors import Refusal

LINES: Final = "lines"


class AlreadyBooked(Refusal):
    """The invoice stands in the books; a correction there is a new voucher."""

    code = "already_booked"


class ChangedMeanwhile(Refusal):
    """Somebody else changed what the person was looking at."""

    code = "changed_meanwhile"


def correct_field(
    invoice_id: int, company_id: int, *, field: str, value: str, actor: User, seen: str | None = None
) -> Invoice:
    """The corrected and re-checked invoice; the value that stands already confirms it.

    `seen` is the value the person had before her, as it was shown. Raises `InvalidValue`, `AlreadyBooked`,
    `ChangedMeanwhile`, `NotPermitted`.
    """
    with transaction.atomic():
        invoice = to_correct(invoice_id, company_id, actor)
        target = target_of(invoice, field)
        old, new = target.value, target.parsed(value)
        if seen is not None and seen != shown(old) and new != old:
            raise _changed(invoice, field, now=shown(old), typed=value)
        if old == new:
            return confirm(invoice, [field], actor)
        target.write(new)
        remember(invoice, field, old=old, new=new, actor=actor)
        settle(invoice, field)
        invoice.decision = Decision.OPEN
        check_invoice(invoice)
    return invoice


def confirm_fields(invoice_id: int, company_id: int, *, actor: User, fields: list[str] | None = None) -> Invoice:
    """The named doubtful fields, or all of them, were read right. Raises as `correct_field`."""
    with transaction.atomic():
        invoice = to_correct(invoice_id, company_id, actor)
        return confirm(invoice, list(doubts_of(invoice)) if fields is None else fields, actor)


def confirm(invoice: Invoice, fields: list[str], actor: User) -> Invoice:
    """In the caller's transaction: these fields were read right. What is not doubted needs no confirmation."""
    doubtful = doubts_of(invoice)
    settled = [field for field in fields if field in doubtful]
    if not settled:
        return invoice
    for field in settled:
        settle(invoice, field)
    content = {"fields": settled}
    record(company=invoice.company, actor=actor, action="invoice.fields_confirmed", subject=invoice, content=content)
    check_invoice(invoice)
    return invoice


def to_correct(invoice_id: int, company_id: int, actor: User) -> Invoice:
    """The invoice, locked, for somebody who may change it. Raises `AlreadyBooked`, `NotPermitted`."""
    invoice = locked(invoice_id, company_id)
    require_role(actor, invoice.company, Role.ACCOUNTANT)
    if invoice.booked_voucher_id is not None:
        raise AlreadyBooked("the invoice is booked", message_zh="发票已入账，不能再改；请在账上红冲后重记。")
    return invoice


def remember(invoice: Invoice, field: str, *, old: Any, new: Any, actor: User) -> None:
    """Write down a change for good, with how sure the reading had been."""
    old_text, new_text = (None if value is None else str(value) for value in (old, new))
    FieldCorrection.objects.create(
        company_id=invoice.company_id, invoice=invoice, field=field, old=old_text, new=new_text,
        confidence=measured_confidence(invoice).get(whole(field)), corrected_by=actor,
    )  # fmt: skip
    content = {"field": field, "old": old_text, "new": new_text}
    record(company=invoice.company, actor=actor, action="invoice.corrected", subject=invoice, content=content)


def settle(invoice: Invoice, field: str) -> None:
    """What a person wrote or confirmed is certain; lines once they add up. What the reader said of it is kept."""
    name, reading = whole(field), invoice.reading
    if name == LINES and field != LINES and not lines_add_up(to_fapiao(invoice)):
        reading["confirmed"] = [one for one in reading.get("confirmed", []) if one != LINES]
        return
    confidence = reading.setdefault("confidence", {})
    if name in confidence:
        reading.setdefault("measured", {}).setdefault(name, confidence[name])
        confidence[name] = 1.0
    reading["confirmed"] = sorted({*reading.get("confirmed", []), name})


def measured_confidence(invoice: Invoice) -> dict[str, float]:
    """How sure the reader was of each field, whatever people said later."""
    return {**invoice.reading.get("confidence", {}), **invoice.reading.get("measured", {})}


def whole(field: str) -> str:
    """The field a correction belongs to: those of single lines belong to the lines."""
    return LINES if field.startswith("lines.") else field


def _changed(invoice: Invoice, field: str, *, now: str, typed: str) -> ChangedMeanwhile:
    last = FieldCorrection.objects.filter(invoice=invoice, field=field).select_related("corrected_by").first()
    who = str(last.corrected_by) if last else ""
    return ChangedMeanwhile(
        f"{who or 'somebody'} changed it to {now!r} meanwhile; {typed!r} was not saved",
        message_zh=f"{who or '别人'}刚才已改成“{now}”，您输入的“{typed}”没有保存；请看过再改。",
    )
