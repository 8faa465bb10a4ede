"""Electronic invoices of the code era as XML: root eInvoice (original_invoice.xml inside OFD, 2020 to 2022).

Rule kept: GraphCode is the QR text in most files and a picture in some; only text that parses is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method
from invoices.domain.numbers import kind_of_code, parse_qr
from invoices.readers.draft import Draft
from invoices.readers.safe_xml import Element, children, leaves, parts
from invoices.readers.values import date_of, decimal_of, money_of, rate_of, tax_category_of, treatment_of

_NAMES: Final = {
    "invoice_code": "InvoiceCode",
    "invoice_number": "InvoiceNo",
    "check_code": "InvoiceCheckCode",
    "seller_name": "SellerName",
    "seller_taxpayer_id": "SellerTaxID",
    "buyer_name": "BuyerName",
    "buyer_taxpayer_id": "BuyerTaxID",
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
    top = parts(root)
    facts = leaves(root) | leaves(top.get("Buyer")) | leaves(top.get("Seller"))
    code = facts.get("InvoiceCode")
    kind = (kind_of_code(code) if code else None) or Kind.GENERAL_VAT
    draft = Draft(kind, medium, Method.STRUCTURED)
    draft.put_all({name: facts.get(element) for name, element in _NAMES.items()})
    draft.put_all({name: money_of(facts.get(element)) for name, element in _MONEY.items()})
    draft.put_all({"issue_date": date_of(facts.get("IssueDate"))})
    if "check_code" in draft.values:
        draft.values["check_code"] = str(draft.values["check_code"]).replace(" ", "")
    if not draft.values.keys() - {"remarks"}:
        return None
    draft.lines = [_line(leaves(item)) for item in children(top.get("GoodsInfos"), "GoodsInfo")]
    draft.qr = parse_qr(facts.get("GraphCode", ""))
    draft.original_invoice_number = facts.get("OriginalInvoiceNo")
    draft.is_red_letter = bool(draft.original_invoice_number)
    draft.note(
        drawer=facts.get("InvoiceClerk"),
        payee=facts.get("Payee"),
        reviewer=facts.get("Checker"),
        machine_number=facts.get("MachineNo"),
        original_invoice_code=facts.get("OriginalInvoiceCode"),
    )
    return draft


def _line(item: Mapping[str, str]) -> FapiaoLine:
    name, rate = item.get("Item"), item.get("TaxScheme")
    return FapiaoLine(
        item_name=name,
        tax_category=tax_category_of(name),
        specification=item.get("Specification"),
        unit=item.get("MeasurementDimension"),
        quantity=decimal_of(item.get("Quantity")),
        unit_price=decimal_of(item.get("Price")),
        net_amount=money_of(item.get("Amount")),
        tax_rate=rate_of(rate),
        tax_amount=money_of(item.get("TaxAmount")),
        tax_category_code=item.get("Code") or item.get("ItemCategory"),
        tax_treatment=treatment_of(rate),
    )
