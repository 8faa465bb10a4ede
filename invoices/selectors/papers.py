"""Invoices as papers of the archive: which files hold them, in which media, and whether the electronic one is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import QuerySet

from foundation.models import ProvenanceLink
from invoices.domain.fapiao import Kind, Medium, Method
from invoices.domain.kinds import NAMES_EN, NAMES_ZH, is_electronic
from invoices.models import Decision, Invoice, VerificationResult
from invoices.services.write_invoice import media_of
from kernel.period import AccountingPeriod

_FILES: Final = {Medium.XML.value, Medium.OFD.value}


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """An invoice with its files; amounts in yuan.

    `lacks_electronic_original`: issued as a file, yet only a print or a picture of it is kept (财会〔2020〕6号 Art. 4,
    财会〔2024〕11号 Art. 27).
    """

    id: int
    period: str
    kind: str
    kind_zh: str
    kind_en: str
    code: str
    number: str
    issue_date: date | None
    seller_name: str
    seller_taxpayer_id: str
    net_amount: Decimal | None
    tax_amount: Decimal | None
    gross_amount: Decimal | None
    is_red_letter: bool
    is_verified: bool
    is_returned: bool
    media: tuple[str, ...]
    document_ids: tuple[int, ...]
    booked_voucher_id: int | None
    is_electronic: bool
    lacks_electronic_original: bool


def invoice_papers(company_id: int, ids: Iterable[int]) -> list[InvoicePaper]:
    """The invoices among these ids."""
    return _papers(company_id, Invoice.objects.filter(company_id=company_id, pk__in=list(ids)))


def papers_of_periods(company_id: int, start: AccountingPeriod, end: AccountingPeriod) -> list[InvoicePaper]:
    """Every invoice of the span, oldest first."""
    span = Invoice.objects.filter(company_id=company_id, period__gte=str(start), period__lte=str(end))
    return _papers(company_id, span)


def _papers(company_id: int, rows: QuerySet[Invoice]) -> list[InvoicePaper]:
    invoices = list(rows.order_by("period", "issue_date", "pk"))
    ids = [invoice.pk for invoice in invoices]
    files: dict[int, set[int]] = defaultdict(set)
    links = ProvenanceLink.objects.filter(company_id=company_id, target_type="invoice", source_type="document")
    for target, source in links.filter(target_id__in=ids).values_list("target_id", "source_id"):
        files[target].add(source)
    valid = VerificationResult.objects.filter(invoice_id__in=ids, outcome="valid").values_list("invoice_id", flat=True)
    verified = set(valid)
    papers = [_paper(one, files[one.pk] | {one.document_id}, one.pk in verified) for one in invoices]
    return _with_later_originals(company_id, papers)


def _with_later_originals(company_id: int, papers: list[InvoicePaper]) -> list[InvoicePaper]:
    """An electronic original that came after the print is held as its duplicate; its file completes the print."""
    lacking = {one.number: one for one in papers if one.lacks_electronic_original and one.number}
    later: dict[str, set[int]] = defaultdict(set)
    for found in Invoice.objects.filter(company_id=company_id, invoice_number__in=lacking):
        print_out = lacking[str(found.invoice_number)]
        same = (found.gross_amount, found.issue_date) == (print_out.gross_amount, print_out.issue_date)
        if same and _has_file(found, tuple(media_of(found))):
            later[print_out.number].add(found.document_id)
    return [
        replace(
            one, document_ids=tuple(sorted({*one.document_ids, *later[one.number]})), lacks_electronic_original=False
        )
        if one.lacks_electronic_original and one.number in later
        else one
        for one in papers
    ]


def _paper(invoice: Invoice, files: set[int], is_verified: bool) -> InvoicePaper:  # noqa: FBT001
    kind, media = Kind(invoice.kind), tuple(media_of(invoice))
    electronic = is_electronic(kind, invoice.invoice_code)
    return InvoicePaper(
        id=invoice.pk,
        period=invoice.period,
        kind=kind.value,
        kind_zh=NAMES_ZH[kind],
        kind_en=NAMES_EN[kind],
        code=invoice.invoice_code or "",
        number=invoice.invoice_number or "",
        issue_date=invoice.issue_date,
        seller_name=invoice.seller_name or "",
        seller_taxpayer_id=invoice.seller_taxpayer_id or "",
        net_amount=invoice.net_amount,
        tax_amount=invoice.tax_amount,
        gross_amount=invoice.gross_amount,
        is_red_letter=invoice.is_red_letter,
        is_verified=is_verified,
        is_returned=invoice.decision == Decision.REJECTED,
        media=media,
        document_ids=tuple(sorted(files)),
        booked_voucher_id=invoice.booked_voucher_id,
        is_electronic=electronic,
        lacks_electronic_original=electronic and not _has_file(invoice, media),
    )


def _has_file(invoice: Invoice, media: tuple[str, ...]) -> bool:
    """XML, OFD, or a PDF with text of its own; a PDF that had to be recognised is a scan."""
    if _FILES & set(media) or Medium.PDF.value in media[1:]:
        return True
    return invoice.medium == Medium.PDF.value and invoice.method != Method.OCR.value
