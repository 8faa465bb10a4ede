"""`original_invoice.xml`: the structured file attached to the OFD of older e-invoices (2020 to 2022).

Rule kept: `fp` elements under an unprefixed root, the byte order mark and stars for exempt tax as they occur.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from kernel.money import ZERO, text
from samples.layout.rows import number_text, rate_text, tax_text
from samples.truth import Line, Party, Truth

_NAMESPACE = "http://www.edrm.org.cn/schema/e-invoice/2019"


def original_invoice(truth: Truth, *, byte_order_mark: bool = False) -> bytes:
    """The file."""
    day = truth.issue_date
    exempt = all(line.tax_rate is None for line in truth.lines)
    head = {
        "DocID": "01",
        "InvoiceCode": truth.invoice_code or "",
        "InvoiceNo": truth.invoice_number or "",
        "TypeCode": "0",
        "IssueDate": f"{day.year}年{day.month:02d}月{day.day:02d}日" if day else "",
        "InvoiceCheckCode": truth.check_code or "",
        "MachineNo": truth.extra.get("machine_number", ""),
        "TaxControlCode": truth.extra.get("cipher", ""),
    }
    tail = {
        "TaxInclusiveTotalAmount": text(truth.gross_amount or ZERO),
        "Note": truth.remarks or "",
        "InvoiceClerk": truth.drawer,
        "Payee": truth.extra.get("payee", ""),
        "Checker": truth.extra.get("reviewer", ""),
        "TaxTotalAmount": "***" if exempt else text(truth.tax_amount or ZERO),
        "TaxExclusiveTotalAmount": text(truth.net_amount or ZERO),
        "GraphCode": truth.qr or "",
    }
    body = _elements(head) + _party("Buyer", truth.buyer or Party("")) + _party("Seller", truth.seller or Party(""))
    goods = "".join(_goods(line) for line in truth.lines)
    xml = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<eInvoice xmlns:fp="{_NAMESPACE}" Version="1.0">'
        f"{body}{_elements(tail)}<fp:GoodsInfos>{goods}</fp:GoodsInfos></eInvoice>"
    )
    return xml.encode("utf-8-sig" if byte_order_mark else "utf-8")


def _party(side: str, party: Party) -> str:
    values = {
        f"{side}Name": party.name,
        f"{side}TaxID": party.taxpayer_id or "",
        f"{side}AddrTel": f"{party.address} {party.phone}".strip(),
        f"{side}FinancialAccount": f"{party.bank} {party.account}".strip(),
    }
    return f"<fp:{side}>{_elements(values)}</fp:{side}>"


def _goods(line: Line) -> str:
    values = {
        "Item": line.item_name,
        "Specification": line.specification,
        "MeasurementDimension": line.unit,
        "Price": number_text(line.unit_price),
        "Quantity": number_text(line.quantity),
        "Amount": text(line.net_amount),
        "TaxScheme": rate_text(line),
        "TaxAmount": tax_text(line),
        "ItemCategory": line.tax_category_code,
    }
    return f"<fp:GoodsInfo>{_elements(values)}</fp:GoodsInfo>"


def _elements(values: dict[str, str]) -> str:
    return "".join(f"<fp:{tag}>{escape(value)}</fp:{tag}>" for tag, value in values.items())
