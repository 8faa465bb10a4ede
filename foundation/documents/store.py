"""Bytes on disk: one file per company and hash, written beside its place and renamed into it.

Rule kept: a file is either wholly there or not there; a crash in the middle leaves nothing under the final name.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: SHA-256, bytes, and the first bytes for telling the type. `kept` is False above the limit."""

    sha256: str
    size: int
    kept: bool


def path_of(company_id: int, sha256: str) -> Path:
    """Where the bytes of a company's document lie."""
    return Path(settings.MEDIA_ROOT) / str(company_id) / sha256[:2] / sha256


def keep(company_id: int, chunks: Iterable[bytes], *, limit: int) -> Stored:
    """Hash the chunks and keep them under their hash. Above `limit` bytes they are hashed only."""
    folder = Path(settings.MEDIA_ROOT) / str(company_id)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as stream:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                if size <= limit:
                    stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        kept = 0 < size <= limit
        if kept:
            _into_place(Path(name), path_of(company_id, digest.hexdigest()))
    finally:
        Path(name).unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size, kept)


def _into_place(temporary: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o640)
    temporary.replace(target)
