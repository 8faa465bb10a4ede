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

Claim = Callable[[bytes], bool]
"""Whether a file is of the kind its reader takes. Asked while the file is received, so it is quick and never raises."""

_unpackers: dict[str, Unpacker] = {}
_readers: dict[str, Reader] = {}
_claims: dict[str, list[tuple[Claim, Reader]]] = {}


def register_unpacker(media_type: str, unpacker: Unpacker) -> None:
    """Let `unpacker` open files of this type."""
    _unpackers[media_type] = unpacker


def register_reader(media_types: Iterable[str], reader: Reader) -> None:
    """Let `reader` take files of these types."""
    for media_type in media_types:
        _readers[media_type] = reader


def register_claim(media_types: Iterable[str], claim: Claim, reader: Reader) -> None:
    """Let `reader` take those files of these types that `claim` knows; it goes before the reader of the type."""
    for media_type in media_types:
        _claims.setdefault(media_type, []).append((claim, reader))


def unpacker_for(media_type: str) -> Unpacker | None:
    """Who opens files of this type, `None` for a file that holds no others."""
    return _unpackers.get(media_type)


def reader_for(media_type: str, path: Path | None = None) -> Reader | None:
    """Who reads files of this type (and, with `path`, this very file), `None` where nobody does."""
    claims = _claims.get(media_type, []) if path is not None and path.is_file() else []
    data = path.read_bytes() if claims and path is not None else b""
    return next((reader for claim, reader in claims if claim(data)), _readers.get(media_type))
