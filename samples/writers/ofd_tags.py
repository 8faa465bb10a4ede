"""Tags of an OFD invoice: which text object shows which field, in the three notations that occur.

Rule kept: `malformed` is malformed on purpose, exactly as early issuing software wrote it; readers must repair it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from kernel.money import ZERO, text
from samples.truth import Truth
from samples.writers.elements import Element, child, document, ofd

TagStyle = Literal["plain", "paths", "malformed", "none"]
Refs = Mapping[str, list[tuple[str, str]]]

_PLAIN: Final = {
    "invoice_code": "InvoiceCode",
    "invoice_number": "InvoiceNo",
    "issue_date": "IssueDate",
    "check_code": "InvoiceCheckCode",
    "machine_number": "MachineNo",
    "buyer_name": "Buyer/BuyerName",
    "buyer_taxpayer_id": "Buyer/BuyerTaxID",
    "seller_name": "Seller/SellerName",
    "seller_taxpayer_id": "Seller/SellerTaxID",
    "net_amount": "TaxExclusiveTotalAmount",
    "tax_amount": "TaxTotalAmount",
    "gross_amount": "TaxInclusiveTotalAmount",
    "drawer": "InvoiceClerk",
    "remarks": "Note",
    "item_name": "Item",
    "specification": "Specification",
    "unit": "MeasurementDimension",
    "unit_price": "Price",
    "quantity": "Quantity",
    "net_amount_of_line": "Amount",
    "tax_rate": "TaxScheme",
    "tax_amount_of_line": "TaxAmount",
}
_PATHS: Final = {
    "invoice_number": "TaxSupervisionInfo/InvoiceNumber",
    "issue_date": "TaxSupervisionInfo/IssueTime",
    "buyer_name": "EInvoiceData/BuyerInformation/BuyerName",
    "buyer_taxpayer_id": "EInvoiceData/BuyerInformation/BuyerIdNum",
    "seller_name": "EInvoiceData/SellerInformation/SellerName",
    "seller_taxpayer_id": "EInvoiceData/SellerInformation/SellerIdNum",
    "net_amount": "EInvoiceData/BasicInformation/TotalAmWithoutTax",
    "tax_amount": "EInvoiceData/BasicInformation/TotalTaxAm",
    "gross_amount": "EInvoiceData/BasicInformation/TotalTax-includedAmount",
    "amount_in_words": "EInvoiceData/BasicInformation/TotalTax-includedAmountInChinese",
    "drawer": "EInvoiceData/BasicInformation/Drawer",
    "remarks": "EInvoiceData/AdditionalInformation/Remark",
    "item_name": "EInvoiceData/IssuItemInformation/ItemName",
    "specification": "EInvoiceData/IssuItemInformation/SpecMod",
    "unit": "EInvoiceData/IssuItemInformation/MeaUnits",
    "quantity": "EInvoiceData/IssuItemInformation/Quantity",
    "unit_price": "EInvoiceData/IssuItemInformation/UnPrice",
    "net_amount_of_line": "EInvoiceData/IssuItemInformation/Amount",
    "tax_rate": "EInvoiceData/IssuItemInformation/TaxRate",
    "tax_amount_of_line": "EInvoiceData/IssuItemInformation/ComTaxAm",
}


def tag_file(style: TagStyle, refs: Refs) -> dict[str, bytes]:
    """`Tags/CustomTags.xml` and the tag file it names."""
    root = Element(ofd("CustomTags"))
    entry = child(root, ofd("CustomTag"), TypeID="" if style == "malformed" else "root")
    child(entry, ofd("FileLoc"), "CustomTag.xml")
    tree = _tree(_PATHS if style == "paths" else _PLAIN, refs)
    content = document(tree)
    if style == "malformed":
        content = _malformed(content)
    return {"Doc_0/Tags/CustomTags.xml": document(root), "Doc_0/Tags/CustomTag.xml": content}


def custom_data(truth: Truth) -> dict[str, str]:
    """The entries of DocInfo; 合计金额 is the amount without tax."""
    day = truth.issue_date
    seller_id = truth.seller.taxpayer_id if truth.seller else None
    buyer_id = truth.buyer.taxpayer_id if truth.buyer else None
    data = {
        "template-version": "1.0.20.0422",
        "发票代码": truth.invoice_code or "",
        "发票号码": truth.invoice_number or "",
        "销售方纳税人识别号": seller_id or "",
        "购买方纳税人识别号": buyer_id or "",
        "合计金额": text(truth.net_amount or ZERO),
        "合计税额": text(truth.tax_amount or ZERO),
        "开票日期": f"{day.year}年{day.month:02d}月{day.day:02d}日" if day else "",
        "校验码": truth.check_code or "",
    }
    return {name: value for name, value in data.items() if value or not name.startswith(("发票代码", "校验码"))}


def _tree(paths: Mapping[str, str], refs: Refs) -> Element:
    root = Element(ofd("EInvoice" if paths is _PATHS else "root"), version="1.0")
    containers: dict[str, Element] = {}
    for name, objects in refs.items():
        path = paths.get(_key(name))
        if path is None:
            continue
        *parents, leaf = path.split("/")
        parent, walked = root, ""
        for step in parents:
            walked += f"/{step}{_line_of(name) if step == 'IssuItemInformation' else ''}"
            if walked not in containers:
                containers[walked] = child(parent, ofd(step))
            parent = containers[walked]
        element = child(parent, ofd(leaf))
        for page_id, object_id in objects:
            child(element, ofd("ObjectRef"), object_id, PageRef=page_id)
    return root


def _key(name: str) -> str:
    if not name.startswith("lines."):
        return name
    leaf = name.rsplit(".", 1)[1]
    return f"{leaf}_of_line" if leaf in ("net_amount", "tax_amount") else leaf


def _line_of(name: str) -> str:
    return name.split(".")[1] if name.startswith("lines.") else ""


def _malformed(content: bytes) -> bytes:
    written = content.decode().replace("<ofd:", "<").replace("</ofd:", "</")
    written = written.replace("<ObjectRef", "<ofd:ObjectRef").replace("</ObjectRef", "</ofd:ObjectRef")
    head = written.index("<root")
    tail = written[written.index(">", head) + 1 :].replace("</root>", "</:eInvoice>")
    return (written[:head] + '<:eInvoice xmlns:="">' + tail).encode()
