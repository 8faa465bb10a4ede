"""How many reader processes this machine carries: as many as it has cores, fewer where memory is short."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

PROCESS_BYTES: Final = 2**30
"""What one process needs while it reads photographs: 0.6 GiB measured at the peak of an A4 page, and room to spare."""

_MEMORY: Final = Path("/proc/meminfo")
_GROUP_LIMIT: Final = Path("/sys/fs/cgroup/memory.max")
_GROUP_USE: Final = Path("/sys/fs/cgroup/memory.current")


def default_workers() -> int:
    """Processes side by side when nobody says how many."""
    return workers_for(_cores(), _free_bytes())


def workers_for(cores: int, free_bytes: int | None) -> int:
    """At least one; `free_bytes` is None where the system does not tell."""
    carried = cores if free_bytes is None else free_bytes // PROCESS_BYTES
    return max(1, min(cores, carried))


def _cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _free_bytes() -> int | None:
    """Free memory of the machine or of our control group, whichever is less."""
    known = [bytes_ for bytes_ in (_machine(), _group()) if bytes_ is not None]
    return min(known, default=None)


def _machine() -> int | None:
    try:
        lines = dict(line.split(":", 1) for line in _MEMORY.read_text("ascii").splitlines())
        return int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None


def _group() -> int | None:
    try:
        return int(_GROUP_LIMIT.read_text("ascii")) - int(_GROUP_USE.read_text("ascii"))
    except (OSError, ValueError):  # no control group, or no limit ("max")
        return None
