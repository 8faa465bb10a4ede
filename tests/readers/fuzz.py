"""Broken copies of good files, and reading them in a process that may write nothing and call nobody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from PIL import Image

from invoices.readers import Unreadable, read_bytes
from invoices.readers.containers import open_container
from invoices.readers.ocr.page import PageOcr
from samples import containers
from samples.kinds import KINDS, generate

FORMS: Final = ("JPEG", "HEIF", "AVIF", "WEBP", "TIFF", "PNG", "GIF", "BMP")
QUICK: Final = (
    "digital_xml", "rail_xml", "digital_ofd", "vat_ofd_xbrl", "digital_pdf", "scattered_pdf", "rail_pdf", "fiscal_pdf",
    "mail", "mail_zip",
)  # fmt: skip
_MEMBERS: Final = 20
_FORBIDDEN: Final = frozenset(
    {"socket.connect", "subprocess.Popen", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.system", "os.exec"}
)


class Blind:
    """An engine that sees nothing, so that broken pictures cost no recognition."""

    name = model_generation = model_sha256 = "blind"

    def recognise(self, _image: object) -> list[Any]:
        return []


def whole_files(seed: int, *, all_kinds: bool) -> Iterator[tuple[str, bytes]]:
    """Good files of every sort by name."""
    for kind in sorted(KINDS) if all_kinds else QUICK:
        yield kind, next(generate(seed, 1, kinds=[kind])).content
    sheet = Image.effect_noise((400, 300), 40).convert("RGB")
    for form in FORMS:
        yield form, containers.picture([sheet], form)  # type: ignore[arg-type]
    [inner] = generate(seed, 1, kinds=["digital_pdf"])
    yield "portfolio", containers.portfolio({"a.pdf": inner.content})


def broken(whole: bytes, rng: Random) -> bytes:
    """A copy with bits turned, pieces cut out, doubled, zeroed or put elsewhere, or the end missing."""
    data = bytearray(whole)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        at, length = rng.randrange(len(data)), rng.randint(1, max(len(data) // 8, 1))
        match rng.randrange(8):
            case 0 | 1 | 2:
                data[at] ^= 1 << rng.randrange(8)
            case 3:
                data[at] = rng.choice((0, 0xFF, 0x7F, 0x80, rng.randrange(256)))
            case 4:
                del data[at : at + min(length, len(data) - 1)]
            case 5:
                data[at:at] = data[at : at + length]
            case 6:
                data[at : at + length] = bytes(min(length, len(data) - at))
            case _:
                data[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\x7f\xff\xff\xff"))
        if not data:
            return b"\x00"
    return bytes(data[: rng.randint(1, len(data))] if rng.random() < 0.25 else data)


def read_broken(seed: int, copies: int, *, all_kinds: bool) -> Iterator[tuple[str, str]]:
    """Name and outcome ("ok" or a code) of each broken copy; runs in a reader process, each copy on its own clock."""
    sys.addaudithook(_no_effects)
    for name, whole in whole_files(seed, all_kinds=all_kinds):
        for number in range(copies):
            data = broken(whole, Random(f"{seed}:{name}:{number}"))
            for outcome in _outcomes(data):
                yield f"{seed}:{name}:{number}", outcome


def _outcomes(data: bytes) -> Iterator[str]:
    code = _code(data)
    yield code
    if code != "container":
        return
    inside = open_container(data)
    try:
        for _, (_name, content) in zip(range(_MEMBERS), inside, strict=False):
            yield _code(content)
    except Unreadable as problem:
        yield problem.code
    except Exception as problem:  # noqa: BLE001 - what escapes here would end the job of a whole archive
        yield f"unreadable {type(problem).__name__}"


def _code(data: bytes) -> str:
    error = read_bytes(data, ocr=PageOcr(Blind)).error
    return f"unreadable {error.detail}" if error and error.code == "unreadable" else error.code if error else "ok"


def _no_effects(event: str, arguments: tuple[Any, ...]) -> None:
    """Readers have no business with files, processes or the network; whatever tries ends as `unreadable`."""
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    outside = writes and not str(arguments[0]).endswith(".pyc") and "__pycache__" not in str(arguments[0])
    if outside or event in _FORBIDDEN:
        raise PermissionError(f"a reader tried {event} {arguments[:1]}")


def counted(outcomes: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Names by outcome."""
    found: dict[str, list[str]] = {}
    for name, outcome in outcomes:
        found.setdefault(outcome, []).append(name)
    return found
