"""Structured invoices: XML files of their own, and the same XML inside OFD and PDF."""

from __future__ import annotations

from invoices.domain.fapiao import Medium
from invoices.readers.draft import Draft
from invoices.readers.errors import Unreadable
from invoices.readers.safe_xml import Element, name_of, parse_xml, text_of
from invoices.readers.xml import einvoice, fiscal, legacy, xbrl

__all__ = ["drafts_of", "read_xml"]


def read_xml(data: bytes, medium: Medium = Medium.XML) -> list[Draft]:
    """Every invoice in the XML. Raises `Unreadable` (unsupported when it is XML but no invoice)."""
    drafts = drafts_of(parse_xml(data), medium)
    if not drafts:
        raise Unreadable("unsupported", "XML without an invoice")
    return drafts


def drafts_of(root: Element, medium: Medium) -> list[Draft]:
    """Invoices at or below this root: an EInvoice, an eInvoice or an XBRL instance; nested ones are found too."""
    found: list[Draft] = []
    for element in root.iter():
        draft = _draft_of(element, medium)
        if draft:
            found.append(draft)
    return found


def _draft_of(element: Element, medium: Medium) -> Draft | None:
    name = name_of(element)
    if name == "EInvoice":
        tag = text_of(element, "Header/EInvoiceTag") or ""
        return fiscal.read(element, medium) if tag.startswith("CZ-EI") else einvoice.read(element, medium)
    if name == "eInvoice":
        return legacy.read(element, medium)
    return xbrl.read(element, medium) if name == "xbrl" else None
