"""XML of a fully digital invoice: root `EInvoice`, element tree of the tax bureau's delivery file, no namespace."""

from __future__ import annotations

from decimal import Decimal

from kernel.money import ZERO, text
from samples.layout.rows import number_text
from samples.parties import PROVINCES
from samples.truth import Line, Party, Truth
from samples.writers.elements import Element, child, children, document


def einvoice(truth: Truth, *, rate_style: str = "0.13") -> bytes:
    """The file. `rate_style`: `0.13`, `0.130000` or `13%`, all of which occur."""
    root = Element("EInvoice")
    _header(root, truth)
    data = child(root, "EInvoiceData")
    _party(data, "Seller", truth.seller or Party(""))
    _party(data, "Buyer", truth.buyer or Party(""))
    _basics(data, truth)
    for line in truth.lines:
        _line(data, line, rate_style)
    _specific(data, truth)
    child(child(data, "AdditionalInformation"), "Remark", truth.remarks or "")
    child(child(root, "SellerAuthentication"), "AuthenticationMethods", "")
    _supervision(root, truth)
    return document(root)


def _header(root: Element, truth: Truth) -> None:
    province = truth.seller.province if truth.seller else "33"
    special = truth.kind.endswith("special")
    header = child(root, "Header")
    children(header, {"EIid": truth.invoice_number or "", "EInvoiceTag": f"SWEI{province}00", "Version": "0.32"})
    labels = child(header, "InherentLabel")
    named = {
        "InIssuType": ("N", "是否蓝字发票标志") if truth.is_red_letter else ("Y", "是否蓝字发票标志"),
        "EInvoiceType": ("01", "电子发票"),
        "GeneralOrSpecialVAT": ("01", "增值税专用发票") if special else ("02", "普通发票"),
    }
    for tag, (code, name) in named.items():
        children(child(labels, tag), {"LabelCode": code, "LabelName": name})


def _party(data: Element, side: str, party: Party) -> None:
    children(
        child(data, f"{side}Information"),
        {
            f"{side}IdNum": party.taxpayer_id or "",
            f"{side}Name": party.name,
            f"{side}Addr": party.address,
            f"{side}TelNum": party.phone,
            f"{side}BankName": party.bank,
            f"{side}BankAccNum": party.account,
        },
    )


def _basics(data: Element, truth: Truth) -> None:
    children(
        child(data, "BasicInformation"),
        {
            "TotalAmWithoutTax": text(truth.net_amount or ZERO),
            "TotalTaxAm": text(truth.tax_amount or ZERO),
            "TotalTax-includedAmount": text(truth.gross_amount or ZERO),
            "TotalTax-includedAmountInChinese": truth.amount_in_words or "",
            "Drawer": truth.drawer,
            "RequestTime": f"{truth.issue_date} 10:24:36",
        },
    )


def _line(data: Element, line: Line, rate_style: str) -> None:
    children(
        child(data, "IssuItemInformation"),
        {
            "ItemName": line.item_name,
            "SpecMod": line.specification,
            "MeaUnits": line.unit,
            "Quantity": number_text(line.quantity),
            "UnPrice": number_text(line.unit_price),
            "Amount": text(line.net_amount),
            "TaxRate": _rate(line.tax_rate, rate_style),
            "ComTaxAm": text(line.tax_amount),
            "TotaltaxIncludedAmount": text(line.net_amount + line.tax_amount),
            "TaxClassificationCode": line.tax_category_code,
        },
    )


def _rate(rate: Decimal | None, style: str) -> str:
    if rate is None:
        return "免税"
    if style.endswith("%"):
        return f"{(rate * 100).normalize():f}%"
    return f"{rate:.6f}" if len(style) > 5 else f"{rate.normalize():f}"


def _specific(data: Element, truth: Truth) -> None:
    specific = child(data, "SpecificInformation")
    if truth.is_red_letter:
        children(
            child(specific, "RedEInvoice"),
            {
                "OriginalInvoiceCode": truth.original_invoice_number or "",
                "CreditNoteNumber": truth.extra.get("confirmation_number", ""),
            },
        )
    if truth.travel:
        children(
            child(specific, "PassengerTransportation"),
            {
                "Departure": truth.travel.origin,
                "Destination": truth.travel.destination,
                "Traveler": truth.travel.traveller,
                "TravelDate": truth.travel.date.isoformat(),
                "Grade": truth.travel.seat_class,
                "Vehicletype": truth.travel.vehicle,
            },
        )


def _supervision(root: Element, truth: Truth) -> None:
    province = truth.seller.province if truth.seller else "33"
    children(
        child(root, "TaxSupervisionInfo"),
        {
            "InvoiceNumber": truth.invoice_number or "",
            "IssueTime": str(truth.issue_date),
            "TaxBureauCode": f"1{province}00000000",
            "TaxBureauName": f"国家税务总局{PROVINCES.get(province, '')}省税务局",
        },
    )
