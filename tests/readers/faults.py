"""Readers that misbehave, one fault a file name; run inside real reader processes."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from invoices.readers.batch import Answer, Task
from invoices.readers.errors import Unreadable


def read(task: Task) -> Iterator[Answer]:
    """Hangs, crashes or grows as the name of the file says; otherwise tells which process read it."""
    fault = Path(task.path).stem
    if fault == "sleeps":
        time.sleep(3600)
    elif fault == "hangs":  # native code that never gives the interpreter back
        ctypes.PyDLL(None).sleep(3600)
    elif fault == "spins":  # native code that works for ever
        import re

        re.fullmatch("(a|aa)+b", "a" * 300)
    elif fault == "crashes":
        ctypes.string_at(0)
    elif fault == "killed":  # what the kernel does when memory is gone
        os.kill(os.getpid(), signal.SIGKILL)
    elif fault == "grows":
        bytearray(1 << 40)
    elif fault == "raises":
        raise ValueError("a fault of our own")
    elif fault == "refuses":
        raise Unreadable("damaged", "as it says")
    yield [{"path": task.path, "process": os.getpid()}]


def endless() -> Iterator[int]:
    """More values than anybody wants."""
    number = 0
    while True:
        yield number
        number += 1


def limits_of_the_kernel() -> Iterator[tuple[int, int]]:
    """Memory the kernel grants this process, and the size of a core file."""
    import resource

    yield resource.getrlimit(resource.RLIMIT_DATA)[0], resource.getrlimit(resource.RLIMIT_CORE)[0]
