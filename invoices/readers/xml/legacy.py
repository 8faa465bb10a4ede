"""Electronic invoices of the code era as XML: root eInvoice (original_invoice.xml inside OFD, 2020 to 2022).

Rule kept: GraphCode is the QR text in most files and a picture in some; only text that parses is taken.
"""

from __future__ import annotations

from typing import Final

from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method
from invoices.domain.numbers import kind_of_code, parse_qr
from invoices.readers.draft import Draft
from invoices.readers.safe_xml import Element, children, find, text_of
from invoices.readers.values import date_of, decimal_of, money_of, rate_of, tax_category_of, treatment_of

_PATHS: Final = {
    "invoice_code": "InvoiceCode",
    "invoice_number": "InvoiceNo",
    "check_code": "InvoiceCheckCode",
    "seller_name": "Seller/SellerName",
    "seller_taxpayer_id": "Seller/SellerTaxID",
    "buyer_name": "Buyer/BuyerName",
    "buyer_taxpayer_id": "Buyer/BuyerTaxID",
    "amount_in_words": "TaxInclusiveTotalAmountWithWords",
    "remarks": "Note",
}
_MONEY: Final = {
    "net_amount": "TaxExclusiveTotalAmount",
    "tax_amount": "TaxTotalAmount",
    "gross_amount": "TaxInclusiveTotalAmount",
}


def read(root: Element, medium: Medium) -> Draft | None:
    """The invoice, `None` for the empty shells some producers leave behind."""
    code = text_of(root, "InvoiceCode")
    kind = (kind_of_code(code) if code else None) or Kind.GENERAL_VAT
    draft = Draft(kind, medium, Method.STRUCTURED)
    draft.put_all({name: text_of(root, path) for name, path in _PATHS.items()})
    draft.put_all({name: money_of(text_of(root, path)) for name, path in _MONEY.items()})
    draft.put_all({"issue_date": date_of(text_of(root, "IssueDate"))})
    if "check_code" in draft.values:
        draft.values["check_code"] = str(draft.values["check_code"]).replace(" ", "")
    if not draft.values.keys() - {"remarks"}:
        return None
    draft.lines = [_line(item) for item in children(find(root, "GoodsInfos"), "GoodsInfo")]
    draft.qr = parse_qr(text_of(root, "GraphCode") or "")
    draft.original_invoice_number = text_of(root, "OriginalInvoiceNo")
    draft.is_red_letter = bool(draft.original_invoice_number)
    draft.note(
        drawer=text_of(root, "InvoiceClerk"),
        payee=text_of(root, "Payee"),
        reviewer=text_of(root, "Checker"),
        machine_number=text_of(root, "MachineNo"),
        original_invoice_code=text_of(root, "OriginalInvoiceCode"),
    )
    return draft


def _line(item: Element) -> FapiaoLine:
    name, rate = text_of(item, "Item"), text_of(item, "TaxScheme")
    return FapiaoLine(
        item_name=name,
        tax_category=tax_category_of(name),
        specification=text_of(item, "Specification"),
        unit=text_of(item, "MeasurementDimension"),
        quantity=decimal_of(text_of(item, "Quantity")),
        unit_price=decimal_of(text_of(item, "Price")),
        net_amount=money_of(text_of(item, "Amount")),
        tax_rate=rate_of(rate),
        tax_amount=money_of(text_of(item, "TaxAmount")),
        tax_category_code=text_of(item, "Code") or text_of(item, "ItemCategory"),
        tax_treatment=treatment_of(rate),
    )
