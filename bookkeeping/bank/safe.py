"""XML of strangers, and money as international formats write it.

Rule kept: no entities, no document types, no network, limits on size and nodes; names count without their namespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, TypeAlias

from lxml import etree

from kernel.errors import InvalidValue
from kernel.money import exact, round_to_fen

Element: TypeAlias = Any
MAX_NODES: Final = 2_000_000
_DOCTYPE: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_DIGITS: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


def decoded(content: bytes) -> str:
    """Text in UTF-8, UTF-16 (by its mark), GB18030 or, where nothing else fits, Latin."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def parse(content: bytes) -> Element:
    """The root element. Raises `InvalidValue` for what is no XML or tries more than to be data."""
    said = decoded(content)
    if _DOCTYPE.search(said):
        raise InvalidValue("the XML declares a document type; refused", message_zh="XML 含有文档类型声明，已拒绝")
    if said.count("<") > MAX_NODES:
        raise InvalidValue("the XML has too many elements", message_zh="XML 元素过多，请分月导出")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(_DECLARED.sub("", said).strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InvalidValue("the XML is damaged", message_zh="XML 文件已损坏") from error


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Direct children of that name."""
    return (child for child in (element if element is not None else ()) if local(child) == name)


def find(element: Element | None, path: str) -> Element | None:
    """The first element along a path of names (`Bal/Amt`)."""
    for name in path.split("/"):
        element = next(children(element, name), None)
    return element


def text_at(element: Element | None, *paths: str) -> str:
    """The text of the first of the paths that has one."""
    for path in paths:
        found = find(element, path)
        if found is not None and (said := " ".join("".join(found.itertext()).split())):
            return said
    return ""


def decimal(said: str) -> Decimal | None:
    """An amount with point or comma before its fraction; None for what is none. Thousands are not parted here."""
    said = said.strip()
    if not _DIGITS.fullmatch(said) or len(said) > 20:
        return None
    return round_to_fen(exact(said.replace(",", ".").removesuffix(".")))
