"""Structured invoices: XML files of their own, and the same XML inside OFD and PDF."""

from __future__ import annotations

from invoices.domain.fapiao import Medium
from invoices.readers.draft import Draft
from invoices.readers.errors import Unreadable
from invoices.readers.safe_xml import Element, name_of, parse_xml
from invoices.readers.xml import einvoice, legacy, xbrl

__all__ = ["drafts_of", "read_xml"]


def read_xml(data: bytes, medium: Medium = Medium.XML) -> list[Draft]:
    """Every invoice in the XML. Raises `Unreadable` (unsupported when it is XML but no invoice)."""
    drafts = drafts_of(parse_xml(data), medium)
    if not drafts:
        raise Unreadable("unsupported", "XML without an invoice")
    return drafts


def drafts_of(root: Element, medium: Medium) -> list[Draft]:
    """Invoices at or below this root: an EInvoice, an eInvoice or an XBRL instance; nested ones are found too."""
    drafts = (_draft_of(element, medium) for element in root.iter("{*}EInvoice", "{*}eInvoice", "{*}xbrl"))
    return [draft for draft in drafts if draft]


def _draft_of(element: Element, medium: Medium) -> Draft | None:
    name = name_of(element)
    if name == "eInvoice":
        return legacy.read(element, medium)
    return xbrl.read(element, medium) if name == "xbrl" else einvoice.read(element, medium)
