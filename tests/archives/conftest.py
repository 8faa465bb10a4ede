"""A small-scale company with open books and a few posted vouchers in 2026-09."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bookkeeping.exports import DraftLine, OpeningBalance, VoucherDraft, open_books, post_draft
from foundation.documents.exports import receive_bytes
from foundation.models import Company, Document, User
from foundation.provenance import Ref, link
from invoices.models import Invoice

D = Decimal
Post = Callable[..., int]
PDF = b"%PDF-1.7 an invoice"


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Any) -> None:
    """Files of every test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.ARCHIVE_ROOT = tmp_path / "archives"


@pytest.fixture
def books(small_scale: Company, owner: User) -> Company:
    """Open books with 500,000 of money."""
    openings = [OpeningBalance("1002", D(500_000), D(0)), OpeningBalance("3001", D(0), D(500_000))]
    open_books(small_scale, actor=owner, openings=openings)
    return small_scale


@pytest.fixture
def post(books: Company, owner: User) -> Post:
    """Post a payment from the bank; by the owner unless `actor` says otherwise."""

    def posted(
        key: str, amount: str = "800.00", *, text: str = "办公用品", sources: tuple[Ref, ...] = (), **more: Any
    ) -> int:
        lines = (DraftLine("560204", D(amount), D(0)), DraftLine("1002", D(0), D(amount)))
        lines = more.pop("lines", lines)
        draft = VoucherDraft(
            more.pop("day", date(2026, 9, 12)), text, lines, key, sources, more.pop("origin", "manual")
        )
        return post_draft(books.pk, draft, more.pop("actor", owner))

    return posted


@pytest.fixture
def invoice(books: Company, owner: User) -> Callable[..., Invoice]:
    """A fully digital invoice and its file, as the readers would have left them."""

    def made(number: str = "26312000000000000001", *, medium: str = "pdf", data: bytes = PDF, **more: Any) -> Invoice:
        document: Document = receive_bytes(books, f"{number}.{medium}", data + number.encode(), owner)
        row = Invoice.objects.create(
            company=books,
            document=document,
            kind=more.pop("kind", "fully_digital_general"),
            medium=medium,
            method=more.pop("method", "ocr" if medium == "image" else "text"),
            invoice_number=number,
            issue_date=date(2026, 9, 10),
            seller_name="青松文具店",
            seller_taxpayer_id="91310000MA00000037",
            net_amount=D("792.08"),
            tax_amount=D("7.92"),
            gross_amount=D("800.00"),
            period="2026-09",
            verdict="compliant",
            **more,
        )
        link(company_id=books.pk, target=Ref("invoice", row.pk), source=Ref("document", document.pk, "page.1"))
        return row

    return made
