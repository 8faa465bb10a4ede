"""Bytes of a received file, within the size limit.

Rule kept: the size is looked at before the file is read.
"""

from __future__ import annotations

from pathlib import Path

from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits


def load(path: Path, limits: Limits = LIMITS) -> bytes:
    """The whole file. Raises `Unreadable`: not_found, too_large, empty_file."""
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise Unreadable("too_large", f"{size} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable("not_found", error.strerror or "") from error
    return checked(data, limits)


def checked(data: bytes, limits: Limits = LIMITS) -> bytes:
    """The bytes themselves. Raises `Unreadable`: too_large, empty_file."""
    if len(data) > limits.file_bytes:
        raise Unreadable("too_large", f"{len(data)} bytes")
    if not data:
        raise Unreadable("empty_file")
    return data
