"""Prove a package by what it holds alone: the seal, every member, nothing more and nothing less, the log's chain."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from archives.domain.manifest import LOG, MANIFEST, SEAL, Manifest, read_manifest, seal_of
from kernel.errors import InvalidValue

_LARGEST_MANIFEST: Final = 512 * 1024 * 1024
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PackageProof:
    """What a package says of itself and what is wrong with it; `problems` are `code: path` lines."""

    manifest: Manifest | None
    manifest_sha256: str
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_package(path: Path) -> PackageProof:
    """Read the package once. Raises nothing for a damaged one: that is what the problems say."""
    try:
        with zipfile.ZipFile(path) as package:
            return _prove(package)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, InvalidValue) as error:
        return PackageProof(None, "", (f"unreadable: {error}",))


def _prove(package: zipfile.ZipFile) -> PackageProof:
    names = package.namelist()
    absent = [f"missing: {name}" for name in (MANIFEST, SEAL) if name not in names]
    if absent:
        return PackageProof(None, "", tuple(absent))
    if package.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        return PackageProof(None, "", (f"too large: {MANIFEST}",))
    data = package.read(MANIFEST)
    manifest, seal = read_manifest(data), seal_of(data)
    problems = [] if package.read(SEAL).decode(errors="replace").split()[:1] == [seal] else [f"changed: {MANIFEST}"]
    problems += _members(package, manifest, names)
    if LOG in names:
        problems += [f"chain broken: {LOG} {line}" for line in _broken_chain(package)]
    return PackageProof(manifest, seal, tuple(problems))


def _members(package: zipfile.ZipFile, manifest: Manifest, names: list[str]) -> Iterator[str]:
    listed = {entry.path for entry in manifest.entries}
    yield from (f"not listed: {name}" for name in sorted(set(names) - listed - {MANIFEST, SEAL}))
    yield from (f"twice: {name}" for name in sorted(name for name, count in Counter(names).items() if count > 1))
    held = set(names)
    for entry in manifest.entries:
        if entry.path not in held:
            yield f"missing: {entry.path}"
            continue
        try:
            with package.open(entry.path) as stream:
                same = _hash(stream, most=entry.size) == entry.sha256
        except (zipfile.BadZipFile, OSError, EOFError):
            same = False
        if not same:
            yield f"changed: {entry.path}"


def _hash(stream: IO[bytes], *, most: int) -> str:
    """The hash of what is read, at most one piece beyond the size named: a swollen member is wrong anyway."""
    digest, read = hashlib.sha256(), 0
    while read <= most and (piece := stream.read(_PIECE)):
        digest.update(piece)
        read += len(piece)
    return digest.hexdigest()


def _broken_chain(package: zipfile.ZipFile) -> Iterator[int]:
    """Sequence numbers at which the log's links do not meet."""
    expected, previous = 1, "0" * 64
    with package.open(LOG) as stream:
        for line in stream:
            entry = json.loads(line)
            if entry["sequence"] != expected or entry["previous_hash"] != previous:
                yield entry["sequence"]
            expected, previous = entry["sequence"] + 1, entry["entry_hash"]
