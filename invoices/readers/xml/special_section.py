"""Fields of special business (建筑服务, 货物运输, 不动产 …) as the platform writes them, a section per business.

Rule kept: whatever the section is called and however it nests, its texts are kept under their path; the references of
a red letter, of a toll and of a journey have fields of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.domain.fapiao import SPECIAL_SECTION
from invoices.readers.safe_xml import Element, name_of

MOST_FIELDS: Final = 200
_WITH_FIELDS: Final = frozenset({"RedEInvoice", "Toll", "PassengerTransportation"})


def special_section(specific: Element | None) -> dict[str, str]:
    """Texts by path, each name beginning with `SPECIAL_SECTION`; a repeated path is numbered."""
    found: dict[str, str] = {}
    for part in specific if specific is not None else ():
        if name_of(part) in _WITH_FIELDS:
            continue
        for path, text in _texts(part, SPECIAL_SECTION + name_of(part)):
            if len(found) < MOST_FIELDS:
                found[path if path not in found else f"{path}.{len(found)}"] = text
    return found


def _texts(element: Element, path: str) -> Iterator[tuple[str, str]]:
    if not len(element) and element.text and element.text.strip():
        yield path, element.text.strip()
    for child in element:
        yield from _texts(child, f"{path}.{name_of(child)}")
