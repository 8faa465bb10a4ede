"""Write members into a ZIP on disk, piece by piece, with their hashes, and close it with the sealed manifest.

Rules kept: nothing of a package stands in memory as a whole; the file appears under its name only when it is complete;
the same members give the same bytes.
"""

from __future__ import annotations

import hashlib
import secrets
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from archives.domain.manifest import MANIFEST, SEAL, Entry, seal_of, write_manifest
from archives.domain.member import Member

_DATE: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it. `problems` names members whose bytes are missing or not those once received."""

    size: int
    sha256: str
    manifest_sha256: str
    members: int
    problems: tuple[str, ...]


def write_package(
    target: Path, head: Mapping[str, Any], members: Iterable[Member], *, progress: Callable[[int], None]
) -> Written:
    """Write the package; `progress` hears the number of finished members. Whatever goes wrong, no half file stays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{secrets.token_hex(8)}.part")  # two attempts never write into one file
    entries: list[Entry] = []
    problems: list[str] = []
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as package:
            for number, member in enumerate(members, 1):
                entry = _write(package, member, problems)
                if entry is not None:
                    entries.append(entry)
                progress(number)
            manifest = write_manifest({**head, "problems": problems}, entries)
            _put(package, MANIFEST, manifest)
            _put(package, SEAL, f"{seal_of(manifest)}  {MANIFEST}\n".encode())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return Written(target.stat().st_size, file_hash(target), seal_of(manifest), len(entries), tuple(problems))


def file_hash(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _info(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, date_time=_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _put(package: zipfile.ZipFile, path: str, data: bytes) -> None:
    package.writestr(_info(path), data)


def _write(package: zipfile.ZipFile, member: Member, problems: list[str]) -> Entry | None:
    """The member's entry; None for a received file whose bytes are gone."""
    pieces = iter(member.chunks())
    try:
        first = next(pieces, b"")
    except FileNotFoundError:
        problems.append(f"missing: {member.path}")
        return None
    digest, size = hashlib.sha256(), 0
    with package.open(_info(member.path), "w", force_zip64=True) as stream:
        for piece in _and(first, pieces):
            digest.update(piece)
            size += len(piece)
            stream.write(piece)
    found = digest.hexdigest()
    if member.sha256 and found != member.sha256:
        problems.append(f"changed: {member.path}")
    return Entry(member.path, size, found, member.category)


def _and(first: bytes, rest: Iterable[bytes]) -> Iterable[bytes]:
    yield first
    yield from rest
