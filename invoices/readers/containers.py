"""Archives and mails that hold documents: ZIP (also inside ZIP) and .eml, unpacked in memory within limits.

Rule kept: names inside are labels, never paths; a container inside a container counts towards the same limits.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path, PurePosixPath

from invoices.readers.errors import Unreadable
from invoices.readers.files import load
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.safe_zip import SafeZip
from invoices.readers.sniff import Format, sniff

_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_INLINE = ("text/plain", "text/html")


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
    data = load(path, limits)
    if sniff(data) not in (Format.ZIP, Format.EML):
        raise Unreadable("unsupported", "not a container")
    yield from _members(data, "", limits, _Budget(limits), limits.container_depth)


def _members(data: bytes, prefix: str, limits: Limits, budget: _Budget, depth: int) -> Iterator[tuple[str, bytes]]:
    if depth <= 0:
        raise Unreadable("zip_bomb", "containers nested too deep")
    inside = _zip_members(data, limits) if data[:2] == b"PK" else _mail_parts(data)
    for name, content in inside:
        budget.spend(len(content))
        label = f"{prefix}{name}"
        if _is_container(content):
            yield from _members(content, f"{label}/", limits, budget, depth - 1)
        elif content:
            yield label, content


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


def _mail_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise Unreadable("damaged", "mail")
    for number, part in enumerate(message.walk(), 1):
        if part.is_multipart() or (part.get_content_type() in _INLINE and not part.get_filename()):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield PurePosixPath(part.get_filename() or f"part-{number}").name, content
