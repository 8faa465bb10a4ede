"""Fully digitalised invoices (数电票) as XML: root EInvoice with Header, EInvoiceData and TaxSupervisionInfo.

Rule kept: full paths only, because many element names repeat (`TotalTax-includedAmount` of the document,
`TotaltaxIncludedAmount` of a line).
"""

from __future__ import annotations

import re
from typing import Final

from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method, Travel
from invoices.readers.draft import Draft
from invoices.readers.safe_xml import Element, children, find, text_of
from invoices.readers.values import date_of, decimal_of, money_of, rate_of, tax_category_of, treatment_of

_PATHS: Final = {
    "seller_name": "EInvoiceData/SellerInformation/SellerName",
    "seller_taxpayer_id": "EInvoiceData/SellerInformation/SellerIdNum",
    "buyer_name": "EInvoiceData/BuyerInformation/BuyerName",
    "buyer_taxpayer_id": "EInvoiceData/BuyerInformation/BuyerIdNum",
    "amount_in_words": "EInvoiceData/BasicInformation/TotalTax-includedAmountInChinese",
    "remarks": "EInvoiceData/AdditionalInformation/Remark",
}
_MONEY: Final = {
    "net_amount": "EInvoiceData/BasicInformation/TotalAmWithoutTax",
    "tax_amount": "EInvoiceData/BasicInformation/TotalTaxAm",
    "gross_amount": "EInvoiceData/BasicInformation/TotalTax-includedAmount",
}
_RED_NUMBER: Final = re.compile(r"被红冲蓝字[^0-9]{0,12}(\d{20})")
_NAMED_KINDS: Final = (
    ("铁路", Kind.RAIL_TICKET),
    ("航空", Kind.AIR_ITINERARY),
    ("机动车", Kind.MOTOR_VEHICLE),
    ("二手车", Kind.MOTOR_VEHICLE),
    ("专用", Kind.FULLY_DIGITAL_SPECIAL),
)


def read(root: Element, medium: Medium) -> Draft | None:
    """The invoice, `None` when the element carries neither number nor amount (an empty shell)."""
    draft = Draft(_kind(root), medium, Method.STRUCTURED)
    number = text_of(root, "TaxSupervisionInfo/InvoiceNumber") or text_of(root, "Header/EIid")
    issued = text_of(root, "TaxSupervisionInfo/IssueTime") or text_of(root, "EInvoiceData/BasicInformation/RequestTime")
    draft.put_all({"invoice_number": number, "issue_date": date_of(issued)})
    draft.put_all({name: text_of(root, path) for name, path in _PATHS.items()})
    draft.put_all({name: money_of(text_of(root, path)) for name, path in _MONEY.items()})
    if not draft.values:
        return None
    data = find(root, "EInvoiceData")
    draft.lines = [_line(item) for item in children(data, "IssuItemInformation")]
    _red_letter(draft, root)
    _specific(draft, find(data, "SpecificInformation"))
    draft.note(
        drawer=text_of(root, "EInvoiceData/BasicInformation/Drawer"),
        tax_authority=text_of(root, "TaxSupervisionInfo/TaxBureauName"),
        seller_bank_account=text_of(root, "EInvoiceData/SellerInformation/SellerBankAccNum"),
    )
    return draft


def _kind(root: Element) -> Kind:
    label = "Header/InherentLabel/{}/LabelName"
    names = [text_of(root, label.format(name)) or "" for name in ("EInvoiceType", "GeneralOrSpecialVAT")]
    code = text_of(root, "Header/InherentLabel/GeneralOrSpecialVAT/LabelCode")
    for words, kind in _NAMED_KINDS:
        if any(words in name for name in names):
            return kind
    return Kind.FULLY_DIGITAL_SPECIAL if code == "01" and not names[1] else Kind.FULLY_DIGITAL_GENERAL


def _line(item: Element) -> FapiaoLine:
    name, rate = text_of(item, "ItemName"), text_of(item, "TaxRate")
    return FapiaoLine(
        item_name=name,
        tax_category=tax_category_of(name),
        specification=text_of(item, "SpecMod"),
        unit=text_of(item, "MeaUnits"),
        quantity=decimal_of(text_of(item, "Quantity")),
        unit_price=decimal_of(text_of(item, "UnPrice")),
        net_amount=money_of(text_of(item, "Amount")),
        tax_rate=rate_of(rate),
        tax_amount=money_of(text_of(item, "ComTaxAm")),
        tax_category_code=text_of(item, "TaxClassificationCode"),
        tax_treatment=treatment_of(rate),
    )


def _red_letter(draft: Draft, root: Element) -> None:
    blue = text_of(root, "EInvoiceData/SpecificInformation/RedEInvoice/OriginalInvoiceCode")
    remark = _RED_NUMBER.search(str(draft.values.get("remarks", "")))
    draft.original_invoice_number = blue or (remark[1] if remark else None)
    marked = text_of(root, "Header/InherentLabel/InIssuType/LabelCode") == "N"
    draft.is_red_letter = marked or bool(draft.original_invoice_number)
    draft.note(
        red_letter_confirmation=text_of(root, "EInvoiceData/SpecificInformation/RedEInvoice/CreditNoteNumber"),
    )


def _specific(draft: Draft, specific: Element | None) -> None:
    toll = find(specific, "Toll")
    draft.note(
        plate_number=text_of(toll, "PlateNumber"),
        vehicle_type=text_of(toll, "VehicleType"),
        passage_from=text_of(toll, "StartDatesOfPassage"),
        passage_to=text_of(toll, "EndDatesOfPassage"),
    )
    journey = next(children(specific, "PassengerTransportation"), None)
    if journey is None:
        return
    draft.travel = Travel(
        origin=text_of(journey, "Departure"),
        destination=text_of(journey, "Destination"),
        date=date_of(text_of(journey, "TravelDate")),
        vehicle=text_of(journey, "Vehicletype"),
        seat_class=text_of(journey, "Grade"),
        traveller=text_of(journey, "Traveler"),
    )
