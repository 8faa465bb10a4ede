"""Custom tags of OFD: element names of the invoice whose leaves point at text objects on the page.

Rule kept: a tag that resolves to a lone currency sign or to nothing is left unread; the page text fills it.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from invoices.domain.fapiao import Kind, Medium, Method
from invoices.readers.draft import Draft
from invoices.readers.safe_xml import Element, children, find, name_of
from invoices.readers.values import date_of, money_of
from invoices.readers.xml import einvoice, legacy

_CUSTOM: Final = {
    "发票代码": "invoice_code",
    "发票号码": "invoice_number",
    "校验码": "check_code",
    "销售方名称": "seller_name",
    "销售方纳税人识别号": "seller_taxpayer_id",
    "购买方名称": "buyer_name",
    "购买方纳税人识别号": "buyer_taxpayer_id",
}
_CUSTOM_MONEY: Final = {"合计金额": "net_amount", "合计税额": "tax_amount", "价税合计": "gross_amount"}
_TAG_TRUST, _CUSTOM_TRUST = 0.99, 0.985


def read_tags(tree: Element, objects: dict[str, str]) -> Draft | None:
    """The invoice of one tag tree, `None` when its references lead nowhere."""
    resolved = _resolved(tree, objects)
    draft = einvoice.read(resolved, Medium.OFD) if find(resolved, "EInvoiceData") is not None else None
    draft = draft or legacy.read(resolved, Medium.OFD)
    if draft is None:
        return None
    draft.kind = draft.kind if draft.values.get("invoice_code") else Kind.UNKNOWN
    draft.lines = []
    draft.confidence = dict.fromkeys(draft.values, _TAG_TRUST)
    return draft


def _resolved(element: Element, objects: dict[str, str]) -> Element:
    """The same tree with text in place of the references."""
    made = etree.Element(re.sub(r"[^\w.-]", "_", name_of(element)) or "_")
    references = list(children(element, "ObjectRef"))
    if references:
        made.text = "".join(objects.get((reference.text or "").strip(), "") for reference in references)
    for child in element:
        if name_of(child) != "ObjectRef":
            made.append(_resolved(child, objects))
    return made


def read_custom_data(data: dict[str, str]) -> Draft | None:
    """The named values of DocInfo; 合计金额 is the net amount there, never the total."""
    draft = Draft(Kind.UNKNOWN, Medium.OFD, Method.STRUCTURED)
    draft.put_all({name: data.get(label) for label, name in _CUSTOM.items()}, _CUSTOM_TRUST)
    draft.put_all({name: money_of(data.get(label)) for label, name in _CUSTOM_MONEY.items()}, _CUSTOM_TRUST)
    draft.put_all({"issue_date": date_of(data.get("开票日期"))}, _CUSTOM_TRUST)
    if "check_code" in draft.values:
        draft.values["check_code"] = str(draft.values["check_code"]).replace(" ", "")
    return draft if draft.values else None
