"""Files that hold documents: ZIP (also inside ZIP), mails, PDFs with attachments; unpacked in memory within limits.

Rule kept: names inside are labels, never paths; a container inside a container counts towards the same limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from invoices.readers.errors import Unreadable
from invoices.readers.files import load
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.mail import mail_parts
from invoices.readers.pdf.attachments import attached_documents
from invoices.readers.safe_zip import SafeZip
from invoices.readers.sniff import Format, sniff

_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class _Budget:
    """Members and bytes left for one container with everything inside it."""

    def __init__(self, limits: Limits) -> None:
        self.members = limits.zip_members
        self.bytes = limits.zip_total_bytes

    def spend(self, size: int) -> None:
        """Raises `Unreadable` (zip_bomb) when the budget is gone."""
        self.members -= 1
        self.bytes -= size
        if self.members < 0 or self.bytes < 0:
            raise Unreadable("zip_bomb", "members or bytes of the whole container")


def iter_container(path: Path, limits: Limits = LIMITS) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every document inside, nested containers opened.

    Raises `Unreadable`: unsupported when the file is no container, zip_bomb, encrypted, damaged, too_large.
    """
    yield from open_container(load(path, limits), limits)


def open_container(data: bytes, limits: Limits = LIMITS) -> Iterator[tuple[str, bytes]]:
    """The same for bytes in memory."""
    if sniff(data) not in (Format.ZIP, Format.EML, Format.PDF):
        raise Unreadable("unsupported", "not a container")
    yield from _members(data, "", limits, _Budget(limits), limits.container_depth)


def _members(data: bytes, prefix: str, limits: Limits, budget: _Budget, depth: int) -> Iterator[tuple[str, bytes]]:
    if depth <= 0:
        raise Unreadable("zip_bomb", "containers nested too deep")
    for name, content in _opened(data, limits):
        budget.spend(len(content))
        label = f"{prefix}{name}"
        if _is_container(content):
            yield from _members(content, f"{label}/", limits, budget, depth - 1)
        elif content:
            yield label, content


def _opened(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    kind = sniff(data)
    if kind is Format.ZIP:
        return _zip_members(data, limits)
    return mail_parts(data) if kind is Format.EML else attached_documents(data, limits)


def _is_container(content: bytes) -> bool:
    """Members of unknown type are handed out as they are; the reader names what is wrong with them."""
    try:
        return sniff(content) in (Format.ZIP, Format.EML)
    except Unreadable:
        return False


def _zip_members(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    package = SafeZip(data, limits)
    for name in package.names:
        if not any(part in name for part in _SKIPPED):
            yield name, package.read(name)
