"""The structured booking file (入账信息结构化数据文件) of one booked electronic voucher.

财会〔2024〕11号 Art. 26, 31 and 财会〔2024〕12号 Art. 21(4) ask for it; what it says follows the receiver's half of the
MoF accounting data standard for electronic vouchers, under the element names of that standard. The official taxonomy
(schema files and namespaces) is not part of this product: the file is plain XML of our own namespace, no XBRL instance,
and `view` names the taxonomy whose names it uses. docs/archives.md lists every element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMESPACE: Final = "urn:zhangfang:booking-information:1"
_EINV: Final = (
    "InvoiceNumber", "SellerName", "SellerIdNum", "TotalAmWithoutTax", "TotalTaxAm", "TotalTax-includedAmount",
    "WhetherEinvoiceIsRedEinvoice", "WhetherEinvoiceHasBeenChecked", "WhetherEinvoiceHasBeenBooked",
)  # fmt: skip
_FLAGS: Final = ("WhetherInvoiceIsRedInvoice", "WhetherInvoiceHasBeenChecked", "WhetherInvoiceHasBeenBooked")
_INV: Final = (
    "NumberOfInvoice", "NameOfSeller", "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller",
    "TotalAmountExcludingTax", "TotalTaxAmount", "TaxIncludedAmountInFigures", *_FLAGS,
)  # fmt: skip
_RAI: Final = (
    "ElectronicInvoiceRailwayETicketNumber", "IssueParty", "UnifiedSocialCreditCodeOfIssueParty",
    "TotalAmountExcludingTax", "TaxAmount", "Fare", *_FLAGS,
)  # fmt: skip
_ATR: Final = (
    "ElectronicInvoiceAirTransportReceiptNumber", "NameOfSeller", "UnifiedSocialCreditCodeOfSeller",
    "TotalAmountExcludingTax", "VatTaxAmount", "TotalAmount", *_FLAGS,
)  # fmt: skip
_BKER: Final = (
    "NumberOfBankElectronicReceipt", "AccountNameOfPayee", "AccountNumberOfPayee", "", "", "TransactionAmountInFigures",
    *_FLAGS,
)  # fmt: skip
VIEWS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "fully_digital_special": ("einv_spcl_receiver", _EINV),
    "fully_digital_general": ("einv_ord_receiver", _EINV),
    "special_vat": ("inv_spcl_receiver", _INV),
    "general_vat": ("inv_ord_receiver", _INV),
    "toll": ("inv_ord_receiver", _INV),
    "blockchain": ("inv_ord_receiver", _INV),
    "rail_ticket": ("rai_receiver", _RAI),
    "air_itinerary": ("atr_receiver", _ATR),
    "bank_slip": ("bker_receiver", _BKER),
}
"""By kind of invoice: the taxonomy and its names, in the order number, seller, its id, net, tax, gross, three flags."""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One line of the voucher; the amount in yuan, negative on a red-letter line."""

    is_debit: bool
    general_ledger: str
    subsidiary_ledger: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """One booking of one electronic voucher: who booked what, where, and the hashes of its original files."""

    kind: str
    number: str
    seller_name: str
    seller_taxpayer_id: str
    net_amount: Decimal | None
    tax_amount: Decimal | None
    gross_amount: Decimal | None
    is_red_letter: bool
    is_checked: bool
    company_name: str
    company_taxpayer_id: str
    voucher_number: str
    posting_date: date
    accounting_period: str
    summary: str
    entries: tuple[EntryFacts, ...]
    files: tuple[tuple[str, str], ...]


def booking_file(facts: BookingFacts) -> bytes:
    """The file as UTF-8 XML. Kinds without a taxonomy of their own use the names of the ordinary invoice."""
    view, names = VIEWS.get(facts.kind, ("inv_ord_receiver", _INV))
    root = ET.Element("BookingInformation", {"xmlns": NAMESPACE, "view": view})
    for name, value in zip(names, _invoice_values(facts), strict=True):
        if name and value:
            ET.SubElement(root, name).text = value
    ET.SubElement(root, "UnifiedSocialCreditCodeOfAccountingEntity").text = facts.company_taxpayer_id
    ET.SubElement(root, "NameOfAccountingEntity").text = facts.company_name
    _booking(ET.SubElement(root, "InformationOfAccountingDocumentsTuple"), facts)
    for name, sha256 in facts.files:
        ET.SubElement(root, "OriginalFile", {"name": _clean(name), "sha256": sha256})
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _invoice_values(facts: BookingFacts) -> tuple[str, ...]:
    amounts = (facts.net_amount, facts.tax_amount, facts.gross_amount)
    return (
        _clean(facts.number),
        _clean(facts.seller_name),
        _clean(facts.seller_taxpayer_id),
        *("" if amount is None else f"{amount:.2f}" for amount in amounts),
        _flag(facts.is_red_letter),
        _flag(facts.is_checked),
        _flag(True),
    )


def _booking(place: ET.Element, facts: BookingFacts) -> None:
    head = {
        "NumberOfAccountingDocuments": facts.voucher_number,
        "PostingDate": facts.posting_date.isoformat(),
        "AccountingPeriod": facts.accounting_period,
        "SummaryOfAccountingDocuments": _clean(facts.summary),
    }
    for name, value in head.items():
        ET.SubElement(place, name).text = value
    for entry in facts.entries:
        line = ET.SubElement(place, "InformationOfDebitAndCreditEntryTuple")
        ET.SubElement(line, "DebitOrCredit").text = "借方" if entry.is_debit else "贷方"
        ET.SubElement(line, "NameOfGeneralLedgerSubject").text = _clean(entry.general_ledger)
        ET.SubElement(line, "NameOfSubsidiaryLedgerSubject").text = _clean(entry.subsidiary_ledger)
        ET.SubElement(line, "RecordedAmount").text = f"{entry.amount:.2f}"


def _flag(value: bool) -> str:  # noqa: FBT001 - one value, no choice of behaviour
    return "Y" if value else "N"


def _clean(text: str) -> str:
    """Without the characters XML 1.0 cannot hold."""
    return _FORBIDDEN.sub("", text)
