"""The structured part of a fiscal e-bill: base64 of gzipped XML in the PDF's document information.

Rule kept: the root is named `EInvoice` as that of a VAT invoice is; `Header/EInvoiceTag` CZ-EI tells them apart.
"""

from __future__ import annotations

import base64
import gzip

from kernel.money import ZERO, text
from samples.truth import Party, Truth
from samples.writers.elements import Element, child, children, document


def information(truth: Truth) -> dict[str, str]:
    """The entries `hidexml` (the bill) and `attachXml` (its status)."""
    status = Element("EInvoice")
    child(child(status, "EInvoiceStatus"), "Status", "NORMAL")
    return {"hidexml": _packed(_bill(truth)), "attachXml": _packed(document(status))}


def _packed(xml: bytes) -> str:
    return base64.b64encode(gzip.compress(xml, mtime=0)).decode()


def _bill(truth: Truth) -> bytes:
    seller, buyer = truth.seller or Party(""), truth.buyer or Party("")
    root = Element("EInvoice")
    identity = f"{truth.invoice_code}{truth.invoice_number}"
    children(child(root, "Header"), {"EInvoiceTag": "CZ-EI-00", "EInvoiceID": identity, "Version": "1.1.0"})
    data = child(root, "EInvoiceData")
    main = child(data, "Main")
    children(
        main,
        {
            "EInvoiceName": truth.extra["title"],
            "EInvoiceSpecimenCode": "00010126",
            "SupervisorAreaCode": f"{seller.province}0000",
            "RandomNumber": truth.check_code or "",
            "EInvoiceCode": truth.invoice_code or "",
            "EInvoiceNumber": truth.invoice_number or "",
            "TotalAmount": text(truth.gross_amount or ZERO),
            "IssueDate": f"{truth.issue_date:%Y%m%d}",
            "IssueTime": "09:30:00",
            "Remark": "",
        },
    )
    _parties(main, seller, buyer)
    children(main, {"HandlingPerson": truth.drawer, "Checker": truth.extra["reviewer"]})
    _details(child(data, "Details"), truth)
    child(root, "EInvoiceSignature", "fictional")
    return document(root)


def _parties(main: Element, seller: Party, buyer: Party) -> None:
    children(
        child(main, "InvoicingParty"),
        {"InvoicingPartyCode": seller.taxpayer_id or "", "InvoicingPartyName": seller.name},
    )
    children(
        child(main, "PayerParty"),
        {
            "PayerPartyCode": buyer.taxpayer_id or "",
            "PayerPartyName": buyer.name,
            "PayerPartyType": "2" if buyer.taxpayer_id else "1",
        },
    )


def _details(details: Element, truth: Truth) -> None:
    for index, line in enumerate(truth.lines, start=1):
        children(
            child(details, "Item"),
            {
                "ItemCode": f"{index:04d}",
                "ItemName": line.item_name,
                "ItemUnit": line.unit,
                "ItemQuantity": "1",
                "ItemStd": text(line.net_amount),
                "ItemAmount": text(line.net_amount),
            },
        )
