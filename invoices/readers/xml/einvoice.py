"""Fully digitalised invoices (数电票) as XML: root EInvoice with Header, EInvoiceData and TaxSupervisionInfo.

Rule kept: full paths only, because many element names repeat (`TotalTax-includedAmount` of the document,
`TotaltaxIncludedAmount` of a line).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method, Travel
from invoices.readers.draft import Draft
from invoices.readers.safe_xml import Element, children, leaves, parts
from invoices.readers.values import date_of, decimal_of, money_of, rate_of, tax_category_of, treatment_of
from invoices.readers.xml import fiscal
from invoices.readers.xml.special_section import special_section

_FISCAL: Final = "CZ-EI"
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
    top = parts(root)
    header = leaves(top.get("Header"))
    if header.get("EInvoiceTag", "").startswith(_FISCAL):
        return fiscal.read(root, medium)
    data, tax = parts(top.get("EInvoiceData")), leaves(top.get("TaxSupervisionInfo"))
    basic, seller = leaves(data.get("BasicInformation")), leaves(data.get("SellerInformation"))
    buyer = leaves(data.get("BuyerInformation"))
    labels = parts(parts(top.get("Header")).get("InherentLabel"))
    draft = Draft(_kind(labels), medium, Method.STRUCTURED)
    draft.put_all(
        {
            "invoice_number": tax.get("InvoiceNumber") or header.get("EIid"),
            "issue_date": date_of(tax.get("IssueTime") or basic.get("RequestTime")),
            "seller_name": seller.get("SellerName"),
            "seller_taxpayer_id": seller.get("SellerIdNum"),
            "buyer_name": buyer.get("BuyerName"),
            "buyer_taxpayer_id": buyer.get("BuyerIdNum"),
            "amount_in_words": basic.get("TotalTax-includedAmountInChinese"),
            "remarks": leaves(data.get("AdditionalInformation")).get("Remark"),
            "net_amount": money_of(basic.get("TotalAmWithoutTax")),
            "tax_amount": money_of(basic.get("TotalTaxAm")),
            "gross_amount": money_of(basic.get("TotalTax-includedAmount")),
        }
    )
    if not draft.values:
        return None
    draft.lines = [_line(leaves(item)) for item in children(top.get("EInvoiceData"), "IssuItemInformation")]
    specific = parts(data.get("SpecificInformation"))
    _red_letter(draft, leaves(specific.get("RedEInvoice")), leaves(labels.get("InIssuType")))
    _specific(draft, specific)
    draft.note(**special_section(data.get("SpecificInformation")))
    draft.note(
        drawer=basic.get("Drawer"),
        tax_authority=tax.get("TaxBureauName"),
        seller_bank_account=seller.get("SellerBankAccNum"),
    )
    return draft


def _kind(labels: Mapping[str, Element]) -> Kind:
    vat = leaves(labels.get("GeneralOrSpecialVAT"))
    named = f"{leaves(labels.get('EInvoiceType')).get('LabelName', '')}\n{vat.get('LabelName', '')}"
    for words, kind in _NAMED_KINDS:
        if words in named:
            return kind
    unnamed = vat.get("LabelCode") == "01" and "LabelName" not in vat
    return Kind.FULLY_DIGITAL_SPECIAL if unnamed else Kind.FULLY_DIGITAL_GENERAL


def _line(item: Mapping[str, str]) -> FapiaoLine:
    name, rate = item.get("ItemName"), item.get("TaxRate")
    return FapiaoLine(
        item_name=name,
        tax_category=tax_category_of(name),
        specification=item.get("SpecMod"),
        unit=item.get("MeaUnits"),
        quantity=decimal_of(item.get("Quantity")),
        unit_price=decimal_of(item.get("UnPrice")),
        net_amount=money_of(item.get("Amount")),
        tax_rate=rate_of(rate),
        tax_amount=money_of(item.get("ComTaxAm")),
        tax_category_code=item.get("TaxClassificationCode"),
        tax_treatment=treatment_of(rate),
    )


def _red_letter(draft: Draft, red: Mapping[str, str], issue_type: Mapping[str, str]) -> None:
    remark = _RED_NUMBER.search(str(draft.values.get("remarks", "")))
    draft.original_invoice_number = red.get("OriginalInvoiceCode") or (remark[1] if remark else None)
    draft.is_red_letter = issue_type.get("LabelCode") == "N" or bool(draft.original_invoice_number)
    draft.note(red_letter_confirmation=red.get("CreditNoteNumber"))


def _specific(draft: Draft, specific: Mapping[str, Element]) -> None:
    toll = leaves(specific.get("Toll"))
    draft.note(
        plate_number=toll.get("PlateNumber"),
        vehicle_type=toll.get("VehicleType"),
        passage_from=toll.get("StartDatesOfPassage"),
        passage_to=toll.get("EndDatesOfPassage"),
    )
    journey = leaves(specific.get("PassengerTransportation"))
    if journey:
        draft.travel = Travel(
            origin=journey.get("Departure"),
            destination=journey.get("Destination"),
            date=date_of(journey.get("TravelDate")),
            vehicle=journey.get("Vehicletype"),
            seat_class=journey.get("Grade"),
            traveller=journey.get("Traveler"),
        )
