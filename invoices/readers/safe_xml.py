"""XML of strangers: parsed without entities, document types or network, within limits of size, depth and nodes.

Rule kept: names are matched without their namespace, because real issuers differ in prefixes and dates of namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from lxml import etree

from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits

Element: TypeAlias = Any
"""An lxml element; lxml carries no types."""

_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([\w.-]+)["'][^>]*\?>""")
_OFD_NAMESPACE: Final = b'xmlns:ofd="http://www.ofdspec.org/2016"'


def parse_xml(data: bytes, limits: Limits = LIMITS) -> Element:
    """The root element. Raises `Unreadable`: too_large, external_entity, xml_too_deep, damaged."""
    if len(data) > limits.xml_bytes:
        raise Unreadable("too_large", f"{len(data)} bytes of XML")
    if _DOCTYPE.search(_as_utf8(data)):
        raise Unreadable("external_entity")
    root = _parse(data)
    if root is None:
        root = _parse(_repaired(data))
    if root is None:
        raise Unreadable("damaged", "not well-formed XML")
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("external_entity")
    _check_size(root, limits)
    return root


def _parse(data: bytes) -> Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data.strip(b"\x00 \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _as_utf8(data: bytes) -> bytes:
    """The same text in an ASCII-compatible encoding, so that a UTF-16 file cannot hide a document type."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode()
    if b"\x00" in data[:64]:
        return data.replace(b"\x00", b"")
    return data


def _repaired(data: bytes) -> bytes:
    """Mends what real OFD producers get wrong: an empty prefix, an undeclared `ofd:`, a wrong declared encoding."""
    text = data.replace(b"</:", b"</").replace(b"<:", b"<").replace(b' xmlns:=""', b"")
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() in (b"gbk", b"gb2312"):
        text = text.replace(declared[1], b"GB18030", 1)
    if b"ofd:" in text and b"xmlns:ofd" not in text:
        text = re.sub(rb"<(?!\?)([\w:.-]+)", rb"<\1 " + _OFD_NAMESPACE, text, count=1)
    return text


def _check_size(root: Element, limits: Limits) -> None:
    stack, nodes = [(root, 1)], 0
    while stack:
        element, depth = stack.pop()
        nodes += 1
        if depth > limits.xml_depth or nodes > limits.xml_nodes:
            raise Unreadable("xml_too_deep")
        stack.extend((child, depth + 1) for child in element)


def name_of(element: Element) -> str:
    """Local name, without namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Direct children with that local name."""
    return (child for child in (element if element is not None else ()) if name_of(child) == name)


def find(element: Element | None, path: str) -> Element | None:
    """First element along a path of local names (`A/B/C`), direct children only."""
    for name in path.split("/"):
        element = next(children(element, name), None)
        if element is None:
            return None
    return element


def text_of(element: Element | None, path: str = "") -> str | None:
    """Stripped text at the path, `None` when missing, empty or marked `xsi:nil`."""
    found = find(element, path) if path else element
    if found is None or any(key.endswith("}nil") and value == "true" for key, value in found.attrib.items()):
        return None
    return "".join(found.itertext()).strip() or None


def descendants(root: Element, name: str) -> Iterator[Element]:
    """Every element below (and the root itself) with that local name, in document order."""
    return (element for element in root.iter() if name_of(element) == name)
