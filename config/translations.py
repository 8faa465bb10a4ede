"""English texts: reads the hand-written `.po` files and compiles them to `.mo` without any gettext tools installed.

Run as `python -m config.translations`. Rule kept: the `.po` files are the source, no `.mo` is committed.
Format of `.mo`: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_MAGIC: Final = 0x950412DE
_FIELDS: Final = ("msgctxt", "msgid_plural", "msgid", "msgstr")


class BadCatalogue(ValueError):
    """A `.po` file that cannot be read; the message names file and line."""


def po_files(root: Path = ROOT) -> list[Path]:
    """Every English catalogue of the project: the shared one first, then one per app."""
    shared = root / "locale/en/LC_MESSAGES/django.po"
    return [path for path in (shared, *sorted(root.glob("*/locale/en/LC_MESSAGES/django.po"))) if path.exists()]


def read_po(path: Path) -> dict[str, str]:
    """The catalogue as `key → text`, keys and plural texts joined as gettext stores them. Raises `BadCatalogue`."""
    catalogue: dict[str, str] = {}
    entry: dict[str, str] = {}
    field = ""
    for number, raw in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        line = raw.strip()
        if line.startswith("#"):
            continue
        if not line or (line.startswith(("msgctxt", "msgid ")) and "msgstr" in "".join(entry)):
            _keep(entry, catalogue, f"{path}:{number}")
            entry, field = {}, ""
        if not line:
            continue
        if not line.startswith('"'):
            field, _space, line = line.partition(" ")
            if not field.startswith(_FIELDS):
                raise BadCatalogue(f"{path}:{number}: {raw!r} is not part of a catalogue")
        entry[field] = entry.get(field, "") + _text(line, f"{path}:{number}")
    return catalogue


def _text(quoted: str, place: str) -> str:
    try:
        value = ast.literal_eval(quoted.strip())
    except (SyntaxError, ValueError) as error:
        raise BadCatalogue(f"{place}: {quoted!r} is not a quoted text") from error
    return str(value)


def _keep(entry: dict[str, str], catalogue: dict[str, str], place: str) -> None:
    if "msgid" not in entry:
        return
    key = (f"{entry['msgctxt']}\x04" if "msgctxt" in entry else "") + entry["msgid"]
    key += f"\x00{entry['msgid_plural']}" if "msgid_plural" in entry else ""
    texts = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
    if key in catalogue:
        raise BadCatalogue(f"{place}: {entry['msgid']!r} stands twice in this file")
    catalogue[key] = "\x00".join(texts)


def to_mo(catalogue: dict[str, str]) -> bytes:
    """The binary catalogue: sorted keys, two tables of (length, offset), then the texts. Untranslated ones stay out."""
    said = {key: text for key, text in catalogue.items() if text.strip("\x00")}
    said[""] = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    keys = sorted(said, key=str.encode)
    blobs = [key.encode() for key in keys] + [said[key].encode() for key in keys]
    offset = 28 + 16 * len(keys)
    table = b""
    for blob in blobs:
        table += struct.pack("<2I", len(blob), offset)
        offset += len(blob) + 1
    head = struct.pack("<7I", _MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys))
    return head + table + b"".join(blob + b"\0" for blob in blobs)


def compile_all(root: Path = ROOT) -> int:
    """Write a `.mo` beside every `.po` that changed; returns how many were written. Raises `BadCatalogue`."""
    written = 0
    for path in po_files(root):
        target, content = path.with_suffix(".mo"), to_mo(read_po(path))
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
            written += 1
    return written


if __name__ == "__main__":
    sys.stderr.write(f"{compile_all()} catalogue(s) compiled\n")
