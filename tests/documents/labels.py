"""Labels of the real documents, brought to one shape: per file and page the fields that are known for sure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from invoices.domain.fapiao import Fapiao


@dataclass(frozen=True)
class Label:
    """What a file says, by name of the `Fapiao` field."""

    file: Path
    page: int
    fields: dict[str, object]
    taxpayer_ids: tuple[str, ...] = field(default=())


def differences(label: Label, fapiao: Fapiao) -> dict[str, tuple[object, object]]:
    """Fields that were read otherwise than labelled: (labelled, read)."""
    wrong = {
        name: (value, getattr(fapiao, name)) for name, value in label.fields.items() if getattr(fapiao, name) != value
    }
    read_ids = {fapiao.seller_taxpayer_id, fapiao.buyer_taxpayer_id} - {None}
    if label.taxpayer_ids and read_ids != set(label.taxpayer_ids):
        wrong["taxpayer_ids"] = (label.taxpayer_ids, read_ids)
    return wrong


def pdf_labels(documents: Path) -> Iterator[Label]:
    """Amounts from text-layer arithmetic that agrees with the QR; number, code and date from the QR."""
    for key, pages in json.loads((documents / "labels_pdf.json").read_text()).items():
        for page in pages:
            fields = dict(_pdf_fields(page))
            if fields:
                ids = tuple(page["taxpayer_ids"])
                yield Label(documents / "pdf" / Path(key).name, page["page"], fields, ids)


def _pdf_fields(page: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for name, key in (("net_amount", "amount"), ("tax_amount", "tax"), ("gross_amount", "total")):
        if key in page:
            yield name, Decimal(str(page[key])).quantize(Decimal("0.01"))
    qr = page.get("qr_fields") or {}
    number = page.get("number") or qr.get("number")
    if number:
        yield "invoice_number", number
    if qr.get("code"):
        yield "invoice_code", qr["code"]
    compact = (page.get("date") or qr.get("date") or "").replace("-", "")
    if compact:
        yield "issue_date", _date(compact)


def _date(compact: str) -> object:
    from datetime import date

    return date(int(compact[:4]), int(compact[4:6]), int(compact[6:8]))


_CUSTOM = {
    "发票代码": "invoice_code",
    "发票号码": "invoice_number",
    "销售方名称": "seller_name",
    "销售方纳税人识别号": "seller_taxpayer_id",
    "购买方名称": "buyer_name",
    "购买方纳税人识别号": "buyer_taxpayer_id",
}
_XML = {
    "InvoiceCode": "invoice_code",
    "InvoiceNo": "invoice_number",
    "Buyer.BuyerName": "buyer_name",
    "Buyer.BuyerTaxID": "buyer_taxpayer_id",
    "Seller.SellerName": "seller_name",
    "Seller.SellerTaxID": "seller_taxpayer_id",
    "CodeOfInvoice": "invoice_code",
    "NumberOfInvoice": "invoice_number",
    "NameOfPurchaser": "buyer_name",
    "NameOfSeller": "seller_name",
    "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser": "buyer_taxpayer_id",
    "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller": "seller_taxpayer_id",
}
_MONEY = {
    "合计金额": "net_amount",
    "合计税额": "tax_amount",
    "价税合计": "gross_amount",
    "TaxExclusiveTotalAmount": "net_amount",
    "TaxTotalAmount": "tax_amount",
    "TaxInclusiveTotalAmount": "gross_amount",
    "TotalAmountExcludingTax": "net_amount",
    "TotalTaxAmount": "tax_amount",
    "TaxIncludedAmountInFigures": "gross_amount",
}


def ofd_labels(documents: Path) -> Iterator[Label]:
    """What DocInfo, tags and attachments of each OFD say, taken apart by another program."""
    for name, found in json.loads((documents / "labels_ofd.json").read_text()).items():
        sources = [found.get("custom_datas", {}), (found.get("tag") or {}).get("resolved", {})]
        sources += [attached["fields"] for attached in found.get("attachments", {}).values()]
        fields = {key: value for source in sources for key, value in _ofd_fields(source)}
        if fields:
            yield Label(documents / "ofd" / name, 1, fields)


def _ofd_fields(source: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for key, value in source.items():
        plain = value.strip() if isinstance(value, str) else ""
        name = _CUSTOM.get(key) or _XML.get(key)
        if name and plain:
            yield name, plain
        amount = plain.replace("¥", "")
        if key in _MONEY and amount.replace(".", "", 1).isdigit():
            yield _MONEY[key], Decimal(amount).quantize(Decimal("0.01"))
