"""Who takes which files: unpackers open containers, readers read what is inside.

Apps register in `AppConfig.ready`; the store knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from foundation.models.document import Document

Unpacker = Callable[[Path], Iterable[tuple[str, bytes]]]
"""Gives name and bytes of each file inside. Raises `kernel.errors.Refusal` for what must not be opened."""

Reader = Callable[[Document], None]
"""Puts the reading of a document on the job table; runs inside the transaction that received it."""

_unpackers: dict[str, Unpacker] = {}
_readers: dict[str, Reader] = {}


def register_unpacker(media_type: str, unpacker: Unpacker) -> None:
    """Let `unpacker` open files of this type."""
    _unpackers[media_type] = unpacker


def register_reader(media_types: Iterable[str], reader: Reader) -> None:
    """Let `reader` take files of these types."""
    for media_type in media_types:
        _readers[media_type] = reader


def unpacker_for(media_type: str) -> Unpacker | None:
    """Who opens files of this type, `None` for a file that holds no others."""
    return _unpackers.get(media_type)


def reader_for(media_type: str) -> Reader | None:
    """Who reads files of this type, `None` where nobody does."""
    return _readers.get(media_type)
