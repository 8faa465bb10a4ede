"""ZIP packages of strangers, read in memory only: no path of theirs ever reaches the file system.

Rule kept: sizes are counted while unpacking, because the sizes a package declares may be lies.
"""

from __future__ import annotations

import io
import itertools
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits

_CHUNK = 1 << 16
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, OverflowError,
)  # fmt: skip
"""What zipfile raises for directories and members that make no sense."""


class SafeZip:
    """A ZIP opened within limits. Raises `Unreadable`: damaged, encrypted, zip_bomb."""

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Unreadable("damaged", str(error)) from error
        if len(self._zip.infolist()) > limits.zip_members:
            raise Unreadable("zip_bomb", f"{len(self._zip.infolist())} members")
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if not info.filename.endswith("/"):
                self._members[_free(_plain(_name(info)) or "unnamed", self._members)] = info
        if sum(info.file_size for info in self._members.values()) > limits.zip_total_bytes:
            raise Unreadable("zip_bomb", "declared size")

    @property
    def names(self) -> tuple[str, ...]:
        """Paths of the members, normalised, without leading slash or `..`."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def read(self, name: str) -> bytes:
        """Bytes of one member. Raises `KeyError` when there is none, `Unreadable` as above."""
        info = self._members[_plain(name)]
        if info.flag_bits & 1:
            raise Unreadable("encrypted", "ZIP member")
        try:
            with self._zip.open(info) as stream:
                return b"".join(self._counted(stream, info))
        except _BROKEN as error:
            raise Unreadable("damaged", str(error)) from error

    def _counted(self, stream: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self._unpacked += len(chunk)
            inflated = size > self._limits.zip_ratio_floor and size > info.compress_size * self._limits.zip_ratio
            if inflated or size > self._limits.zip_member_bytes or self._unpacked > self._limits.zip_total_bytes:
                raise Unreadable("zip_bomb", "unpacked size")
            yield chunk


def _name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag: some tools write UTF-8 all the same, Chinese ones GB18030."""
    if info.flag_bits & 0x800:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename


def _free(name: str, taken: Mapping[str, object]) -> str:
    """The name, numbered where the archive holds it twice: the second file is a file of its own."""
    numbered = (f"{name} ({number})" for number in itertools.count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _plain(name: str) -> str:
    """A relative path without `..`, drive or leading slash: usable as a dictionary key only."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")
