"""Browsers this process has started, and the memory they hold, from /proc."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Held(NamedTuple):
    """How many browsers (not counting their helper processes), and the resident memory of all in MB."""

    browsers: int
    megabytes: float


def browsers_of(parent: int) -> Held:
    """The browsers among the descendants of `parent`."""
    count, pages = 0, 0
    for pid in _descendants(parent):
        with suppress(OSError):
            command = (Path("/proc") / pid / "cmdline").read_bytes().decode(errors="replace")
            if "chrom" in command.partition("\0")[0]:
                count += "--type=" not in command and "crashpad" not in command
                pages += int((Path("/proc") / pid / "statm").read_text().split()[1])
    return Held(count, pages * 4096 / 1e6)


def _descendants(parent: int) -> Iterator[str]:
    children: dict[str, list[str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                above = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
                children.setdefault(above, []).append(entry.name)
    waiting = [str(parent)]
    while waiting:
        for child in children.get(waiting.pop(), []):
            yield child
            waiting.append(child)
