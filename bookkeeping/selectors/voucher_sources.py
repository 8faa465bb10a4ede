"""What a voucher was made from and the papers indexed to it, each with the document that can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from bookkeeping.models import AssetCard, BankLine, BankMatch, Voucher, VoucherTemplate
from bookkeeping.selectors.templates import SOURCE as TEMPLATE
from bookkeeping.selectors.voucher_pages import PAPER
from foundation.models import Document
from foundation.provenance import Ref, sources_of
from invoices.exports import invoice_fact
from kernel.errors import Refusal

HIDDEN = ("proposal",)


@dataclass(frozen=True, slots=True)
class ShownSource:
    """One source: its type and id, what it is called, and the id of the document behind it where there is one."""

    type: str
    id: int
    title: str
    document_id: int | None = None


def shown_sources(voucher: Voucher) -> list[ShownSource]:
    """In the order they were linked; proposals are left out, they are the way and not the source."""
    refs = sources_of(voucher.company_id, Ref("voucher", voucher.pk))
    return [_shown(voucher.company_id, ref) for ref in refs if ref.type not in HIDDEN]


def _shown(company_id: int, ref: Ref) -> ShownSource:
    if ref.type == "invoice":
        return _invoice(company_id, ref)
    if ref.type == PAPER:
        found = Document.objects.filter(pk=ref.id, company_id=company_id).first()
        return ShownSource(ref.type, ref.id, found.name if found else f"#{ref.id}", found.pk if found else None)
    if ref.type == "bank_line":
        return _bank_line(company_id, ref)
    kinds: dict[str, QuerySet[Any]] = {
        "voucher": Voucher.objects.all(),
        TEMPLATE: VoucherTemplate.objects.all(),
        "asset": AssetCard.objects.all(),
        "bank_match": BankMatch.objects.all(),
    }
    rows = kinds.get(ref.type)
    row = rows.filter(pk=ref.id, company_id=company_id).first() if rows is not None else None
    return ShownSource(ref.type, ref.id, str(row or f"#{ref.id}"))


def _bank_line(company_id: int, ref: Ref) -> ShownSource:
    """A line of a statement: a file of rows, which has no page to show."""
    row = BankLine.objects.filter(pk=ref.id, company_id=company_id).select_related("account").first()
    if row is None:
        return ShownSource(ref.type, ref.id, f"#{ref.id}")
    return ShownSource(ref.type, ref.id, f"{row.account} {row.date} {row.amount:,.2f}")


def _invoice(company_id: int, ref: Ref) -> ShownSource:
    try:
        fact = invoice_fact(company_id, ref.id)
    except Refusal:
        return ShownSource(ref.type, ref.id, f"#{ref.id}")
    party = fact.seller_name if fact.direction == "purchase" else fact.buyer_name
    return ShownSource(ref.type, ref.id, f"{fact.invoice_number} {party} {fact.gross_amount:,.2f}", fact.document_id)
