"""Statements that come zipped, as wallets and banks send them by mail.

Rule kept: limits on members and on what they unpack to are kept while reading, not believed from the directory.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from foundation.workbooks import MAX_UNPACKED
from kernel.errors import InvalidValue

MAX_MEMBERS: Final = 100


def is_container(content: bytes) -> bool:
    """Whether this is a ZIP file with files in it, and no workbook."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def members(content: bytes) -> Iterator[bytes]:
    """The files inside; a ZIP inside a ZIP is refused. Raises `InvalidValue`."""
    left = MAX_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_MEMBERS:
            raise InvalidValue("too many files in the ZIP", message_zh="压缩包里文件过多")
        for entry in entries:
            data = _member(archive, entry, left)
            left -= len(data)
            if is_container(data):
                raise InvalidValue("a ZIP inside a ZIP is not opened", message_zh="不打开压缩包里的压缩包")
            if not entry.filename.startswith("__MACOSX/"):
                yield data


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    if entry.flag_bits & 1:
        raise InvalidValue(
            "the ZIP has a password; unpack it and send the file inside",
            message_zh="压缩包有密码，请解压后上传里面的文件",
        )
    try:
        with archive.open(entry) as stream:
            data = stream.read(limit + 1)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise InvalidValue("the ZIP is damaged", message_zh="压缩包已损坏") from error
    if len(data) > limit:
        raise InvalidValue("the file unpacks to too much", message_zh="文件解压后过大")
    return data
