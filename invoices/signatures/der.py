"""DER as a tree of tag, content and children: the few shapes that seals and CMS signatures are made of.

Rule kept: read only, definite lengths only, every length checked against the bytes that are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OID: Final = 0x06
SEQUENCE: Final = 0x30
SET: Final = 0x31
UTC_TIME: Final = 0x17
GENERALIZED_TIME: Final = 0x18
CONTEXT: Final = 0xA0
MOST_CHILDREN: Final = 2_000


class NotDer(ValueError):
    """The bytes are not DER of the expected shape."""


@dataclass(frozen=True)
class Node:
    """One element: `raw` is tag, length and content, `content` what is inside."""

    tag: int
    raw: bytes
    content: bytes

    @cached_property
    def children(self) -> tuple[Node, ...]:
        """The elements inside. Raises `NotDer` when this is no constructed element."""
        if not self.tag & 0x20:
            raise NotDer(f"tag {self.tag:#x} has no children")
        found, rest = [], self.content
        while rest:
            node, rest = split(rest)
            found.append(node)
            if len(found) > MOST_CHILDREN:
                raise NotDer("too many elements")
        return tuple(found)

    def __getitem__(self, index: int) -> Node:
        try:
            return self.children[index]
        except IndexError as error:
            raise NotDer(f"element {index} is missing") from error

    def tagged(self, tag: int) -> Node | None:
        """The first child with that tag."""
        return next((child for child in self.children if child.tag == tag), None)

    @property
    def number(self) -> int:
        """The value of an INTEGER."""
        return int.from_bytes(self._of(INTEGER), "big", signed=True)

    @property
    def oid(self) -> str:
        """The value of an OBJECT IDENTIFIER, dotted."""
        arcs, value = [], 0
        for byte in self._of(OID):
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                arcs.append(value)
                value = 0
        if not arcs:
            raise NotDer("empty object identifier")
        first = min(arcs[0] // 40, 2)
        return ".".join(str(arc) for arc in (first, arcs[0] - 40 * first, *arcs[1:]))

    @property
    def bits(self) -> bytes:
        """The bytes of a BIT STRING."""
        return self._of(BIT_STRING)[1:]

    @property
    def octets(self) -> bytes:
        """The bytes of an OCTET STRING."""
        return self._of(OCTET_STRING)

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode("utf-8", "replace")

    @property
    def moment(self) -> datetime:
        """The value of a UTCTime or GeneralizedTime in UTC. Raises `NotDer`."""
        shown = self.content.decode("ascii", "replace")
        if self.tag == UTC_TIME:
            shown = ("20" if shown[:2] < "50" else "19") + shown
        try:
            return datetime.strptime(shown.rstrip("Z").partition(".")[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError as error:
            raise NotDer(f"{shown!r} is no time") from error

    def _of(self, tag: int) -> bytes:
        if self.tag != tag:
            raise NotDer(f"tag {self.tag:#x} where {tag:#x} was expected")
        return self.content


def parse(data: bytes) -> Node:
    """The first element of the bytes; what follows (padding of a signature field) is left out. Raises `NotDer`."""
    return split(data)[0]


def split(data: bytes) -> tuple[Node, bytes]:
    """The first element and the bytes behind it. Raises `NotDer`."""
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        raise NotDer("too short or an unusual tag")
    length, start = data[1], 2
    if length & 0x80:
        count = length & 0x7F
        if not 0 < count <= 4 or len(data) < 2 + count:
            raise NotDer("indefinite or unusual length")
        length, start = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
    end = start + length
    if end > len(data):
        raise NotDer("cut off")
    return Node(data[0], data[:end], data[start:end]), data[end:]
