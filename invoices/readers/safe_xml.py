"""XML of strangers: parsed without entities, document types or network, within limits of size, depth and nodes.

Rule kept: names are matched without their namespace, because real issuers differ in prefixes and dates of namespaces.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, TypeAlias

from lxml import etree

from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits

Element: TypeAlias = Any
"""An lxml element; lxml carries no types."""

_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([\w.-]+)["'][^>]*\?>""")
_NODES: Final = etree.XPath("count(//*)")
_OF_THREAD: Final = threading.local()
_OFD_NAMESPACE: Final = b'xmlns:ofd="http://www.ofdspec.org/2016"'


def parse_xml(data: bytes, limits: Limits = LIMITS) -> Element:
    """The root element. Raises `Unreadable`: too_large, external_entity, xml_too_deep, damaged."""
    if len(data) > limits.xml_bytes:
        raise Unreadable("too_large", f"{len(data)} bytes of XML")
    if b"!" in data and _DOCTYPE.search(_as_utf8(data)):
        raise Unreadable("external_entity")
    root = _parse(data)
    if root is None:
        root = _parse(_repaired(data))
    if root is None:
        raise Unreadable("damaged", "not well-formed XML")
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("external_entity")
    _check_size(root, data, limits)
    return root


def _parse(data: bytes) -> Element | None:
    try:
        return etree.fromstring(data.strip(b"\x00 \t\r\n"), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parser() -> Any:
    """One parser for each thread: making it costs as much as reading an invoice."""
    if not hasattr(_OF_THREAD, "parser"):
        _OF_THREAD.parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True, remove_blank_text=True,
        )  # fmt: skip
    return _OF_THREAD.parser


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


def _check_size(root: Element, data: bytes, limits: Limits) -> None:
    # few brackets spare the count: an element has one, and two when others lie in it (UTF-16 has the same byte)
    brackets = data.count(b"<")
    if brackets > limits.xml_nodes and _NODES(root) > limits.xml_nodes:
        raise Unreadable("xml_too_deep")
    if brackets > 2 * limits.xml_depth and _too_deep(limits.xml_depth)(root):
        raise Unreadable("xml_too_deep")


@lru_cache(maxsize=8)
def _too_deep(depth: int) -> Any:
    """Whether an element lies below that many levels."""
    return etree.XPath(f"boolean({'/*' * (depth + 1)})")


@lru_cache(maxsize=4096)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def name_of(element: Element) -> str:
    """Local name, without namespace."""
    return _local(element.tag)


def leaves(element: Element | None) -> dict[str, str]:
    """Stripped texts of the direct children by local name, the first of each name; empty ones are not there."""
    found: dict[str, str] = {}
    for child in element if element is not None else ():
        if (text := child.text) and (text := text.strip()):
            found.setdefault(_local(child.tag), text)
    return found


def parts(element: Element | None) -> dict[str, Element]:
    """Direct children by local name, the first of each name."""
    found: dict[str, Element] = {}
    for child in element if element is not None else ():
        found.setdefault(_local(child.tag), child)
    return found


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
