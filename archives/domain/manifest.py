"""The list of a package's members with the SHA-256 of each, and the hash of the list itself.

Rule kept: the manifest is written last and is canonical, so equal contents give equal bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from kernel.errors import InvalidValue

FORMAT: Final = "zhangfang-archive/1"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sha256"
LOG: Final = "audit/entries.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: its path, bytes, hash and the class of papers it belongs to (for retention)."""

    path: str
    size: int
    sha256: str
    category: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says it holds."""

    head: Mapping[str, Any]
    entries: tuple[Entry, ...]


def write_manifest(head: Mapping[str, Any], entries: Sequence[Entry]) -> bytes:
    """The manifest as JSON."""
    whole = {"format": FORMAT, **head, "members": [asdict(entry) for entry in entries]}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode()


def seal_of(manifest: bytes) -> str:
    """SHA-256 of the manifest, written beside it."""
    return hashlib.sha256(manifest).hexdigest()


def read_manifest(data: bytes) -> Manifest:
    """The manifest of a package. Raises `InvalidValue` for what is none."""
    try:
        whole = json.loads(data)
        entries = tuple(
            Entry(str(row["path"]), int(row["size"]), str(row["sha256"]), str(row["category"]))
            for row in whole.pop("members")
        )
        known = whole["format"] == FORMAT
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidValue("the manifest cannot be read", message_zh="清单无法读取") from error
    if not known:
        raise InvalidValue("unknown format of package", message_zh="不认识的档案包格式")
    return Manifest(whole, entries)
