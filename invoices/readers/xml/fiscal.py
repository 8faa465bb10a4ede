"""Fiscal receipts (财政电子票据) as XML: root EInvoice too, told from a tax invoice by its tag CZ-EI.

Rule kept: a fiscal receipt has no VAT, so only its total is read.
"""

from __future__ import annotations

from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method
from invoices.readers.draft import Draft
from invoices.readers.safe_xml import Element, children, descendants, text_of
from invoices.readers.values import date_of, decimal_of, money_of


def read(root: Element, medium: Medium) -> Draft | None:
    """The receipt, `None` for a status message without a bill."""
    main = "EInvoiceData/Main/"
    draft = Draft(Kind.FISCAL_RECEIPT, medium, Method.STRUCTURED)
    draft.put_all(
        {
            "invoice_code": text_of(root, main + "EInvoiceCode"),
            "invoice_number": text_of(root, main + "EInvoiceNumber"),
            "check_code": text_of(root, main + "RandomNumber"),
            "issue_date": date_of(text_of(root, main + "IssueDate")),
            "gross_amount": money_of(text_of(root, main + "TotalAmount")),
            "seller_name": text_of(root, main + "InvoicingParty/InvoicingPartyName")
            or text_of(root, main + "InvoicingParty/Name"),
            "seller_taxpayer_id": text_of(root, main + "InvoicingParty/InvoicingPartyCode")
            or text_of(root, main + "InvoicingParty/Code"),
            "buyer_name": text_of(root, main + "PayerParty/PayerPartyName"),
            "buyer_taxpayer_id": text_of(root, main + "PayerParty/PayerPartyCode"),
            "remarks": text_of(root, main + "Remark"),
        }
    )
    if "invoice_number" not in draft.values and "gross_amount" not in draft.values:
        return None
    draft.lines = [_line(item) for details in descendants(root, "Details") for item in children(details, "Item")]
    draft.note(title=text_of(root, main + "EInvoiceName"), handler=text_of(root, main + "HandlingPerson"))
    return draft


def _line(item: Element) -> FapiaoLine:
    return FapiaoLine(
        item_name=text_of(item, "ItemName"),
        unit_price=decimal_of(text_of(item, "ItemStd")),
        unit=text_of(item, "ItemUnit"),
        quantity=decimal_of(text_of(item, "ItemQuantity")),
        net_amount=money_of(text_of(item, "ItemAmount")),
    )
