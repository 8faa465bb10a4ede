"""Put a counterparty on the company's list, or take it off; its invoices that are not booked are checked again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from invoices.domain.names import folded
from invoices.models import Invoice, PartyStatus, WatchedParty
from invoices.services.check_invoice import check_invoice
from invoices.services.locking import locked
from kernel.errors import InvalidValue


def watch_party(
    company: Company, *, name: str, taxpayer_id: str, status: str, reason: str, actor: User
) -> WatchedParty:
    """The new entry. Raises `InvalidValue` without a party, a known status or a reason."""
    require_role(actor, company, Role.SUPERVISOR)
    if not folded(name) and not folded(taxpayer_id):
        raise InvalidValue("a party needs a name or an id", message_zh="请填写名称或识别号")
    if status not in PartyStatus.values or not reason.strip():
        raise InvalidValue("a status and a reason are needed", message_zh="请选择状态并填写原因")
    with transaction.atomic():
        party = WatchedParty.objects.create(
            company=company,
            name=folded(name)[:200],
            taxpayer_id=folded(taxpayer_id)[:40],
            status=status,
            reason=reason.strip()[:200],
            added_by=actor,
        )
        content = {"name": party.name, "taxpayer_id": party.taxpayer_id, "status": status, "reason": party.reason}
        record(company=company, actor=actor, action="party.watched", subject=party, content=content)
        _check_again(party)
    return party


def unwatch_party(party_id: int, company: Company, *, actor: User) -> None:
    """Take the entry off the list; the audit trail keeps it."""
    require_role(actor, company, Role.SUPERVISOR)
    with transaction.atomic():
        party = WatchedParty.objects.select_for_update().get(pk=party_id, company=company)
        content = {"name": party.name, "taxpayer_id": party.taxpayer_id, "reason": party.reason}
        record(company=company, actor=actor, action="party.unwatched", subject=party, content=content)
        name, taxpayer_id = party.name, party.taxpayer_id
        party.delete()
        _check_again(WatchedParty(company=company, name=name, taxpayer_id=taxpayer_id))


def _check_again(party: WatchedParty) -> None:
    told_by = Q(seller_taxpayer_id=party.taxpayer_id) if party.taxpayer_id else Q(pk=None)
    told_by |= Q(seller_name=party.name) if party.name else Q(pk=None)
    waiting = Invoice.objects.filter(told_by, company_id=party.company_id, booked_voucher_id=None)
    for invoice_id in waiting.values_list("pk", flat=True):
        check_invoice(locked(invoice_id, party.company_id))
