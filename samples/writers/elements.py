"""Small XML builder used by the writers.

Rule kept: element order is the order of the calls, and output has no clock in it, so bytes repeat.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

OFD = "http://www.ofdspec.org/2016"
ET.register_namespace("ofd", OFD)
Element = ET.Element


def child(parent: Element, tag: str, value: str | None = None, **attributes: str) -> Element:
    """A new element under `parent`, with text."""
    element = ET.SubElement(parent, tag, attributes)
    element.text = value
    return element


def children(parent: Element, values: Mapping[str, str]) -> None:
    """One element per entry."""
    for tag, value in values.items():
        child(parent, tag, value)


def ofd(tag: str) -> str:
    """`tag` in the OFD namespace."""
    return f"{{{OFD}}}{tag}"


def document(root: Element) -> bytes:
    """UTF-8 bytes with an XML declaration."""
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()
