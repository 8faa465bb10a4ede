"""One page of positioned text to a draft: kind first, then the layout of that kind.

Rule kept: every kind is recognised; the fields a layout cannot find stay unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from invoices.domain.fapiao import Kind, Medium, Method
from invoices.domain.numbers import VAT_INVOICES, QrPayload, kind_of_code
from invoices.readers.draft import Draft
from invoices.readers.layout import tickets
from invoices.readers.layout.heading import read_heading
from invoices.readers.layout.kinds import is_sales_list, kind_of_page
from invoices.readers.layout.parties import read_parties
from invoices.readers.layout.remarks import read_remarks
from invoices.readers.layout.shapes import fill_by_shape
from invoices.readers.layout.sheet import Sheet
from invoices.readers.layout.table import read_table
from invoices.readers.layout.totals import read_totals
from invoices.readers.words import TextPage

_CODE = re.compile(r"发票代码[:;]?(\d{12}|\d{10})(?!\d)")


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page's draft; `sales_list` marks a list of goods that belongs to the invoice before it."""

    draft: Draft
    sales_list: bool = False


def read_page(page: TextPage, medium: Medium, *, qr: QrPayload | None = None) -> PageReading:
    """Reads whatever kind of receipt the page is."""
    sheet = Sheet.of(page)
    method = Method.OCR if page.ocr else Method.TEXT
    draft = Draft(_kind(sheet, qr), medium, method, page=page.number, qr=qr)
    if is_sales_list(sheet.text):
        read_table(sheet, draft)
        read_heading(sheet, draft)
        return PageReading(draft, sales_list=True)
    special = tickets.READERS.get(draft.kind)
    if special:
        special(sheet, draft)
        return PageReading(draft)
    read_heading(sheet, draft)
    if draft.kind is Kind.UNKNOWN:
        draft.kind = kind_of_code(_text(draft, "invoice_code") or "") or Kind.UNKNOWN
    read_parties(sheet, draft)
    read_totals(sheet, draft)
    read_table(sheet, draft)
    if draft.kind in VAT_INVOICES:
        fill_by_shape(sheet, draft)
    read_remarks(sheet, draft, _text(draft, "seller_taxpayer_id"))
    _red_letter(draft)
    return PageReading(draft)


def _kind(sheet: Sheet, qr: QrPayload | None) -> Kind:
    # words on their own too: a seal over the title breaks the row the title stands in
    lines = [(found.middle, found.norm.replace(" ", "")) for found in sheet.words if len(found.norm) > 4]
    lines += [(row.words[0].middle, row.text) for row in sheet.rows]
    text = "\n".join(line for _, line in sorted(lines))
    code = _CODE.search(text)
    return kind_of_page(text, qr, code[1] if code else None)


def _text(draft: Draft, name: str) -> str | None:
    value = draft.values.get(name)
    return value if isinstance(value, str) else None


def _red_letter(draft: Draft) -> None:
    remarks = _text(draft, "remarks") or ""
    blue = re.search(
        r"被红冲蓝字[^0-9]{0,12}(\d{20})|对应正数发票代码[^0-9]{0,3}\d{10,12}号码[^0-9]{0,3}(\d{8})", remarks
    )
    if blue:
        draft.original_invoice_number = blue[1] or blue[2]
    draft.is_red_letter = bool(blue) or "负数" in (_text(draft, "amount_in_words") or "")
