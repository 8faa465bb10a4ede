"""Who holds a job: this process, named so that others on the same machine can tell when it is dead.

Rule kept: a holder is called dead only on proof (same boot, same process table, process gone). Without proof the
lease decides.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")


class _Process(NamedTuple):
    state: str
    started: str


def holder() -> str:
    """The name of this process; empty where the machine has no /proc."""
    me = _process(os.getpid())
    return f"{_machine()}:{os.getpid()}:{me.started}" if me and _machine() else ""


def is_dead(name: str) -> bool:
    """Whether the process of this name has surely ended."""
    machine, _, rest = name.rpartition(":")[0].rpartition(":")
    started = name.rpartition(":")[2]
    if not rest or machine != _machine() or not machine:
        return False
    process = _process(int(rest))
    return process is None or process.started != started or process.state in "ZX"


@cache
def _machine() -> str:
    """This boot and this process table; a container has a table of its own."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}:{(_PROC / 'self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _process(number: int) -> _Process | None:
    try:
        fields = (_PROC / str(number) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return _Process(state=fields[0], started=fields[19])
