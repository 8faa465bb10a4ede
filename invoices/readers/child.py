"""The child's side of a reader process: do what is asked, send each value back, obey the clock and the memory limit.

Rule kept: the kernel keeps the limits. An alarm nobody catches ends this process even while native code is stuck, and
memory above the limit is refused to it, so a hostile file harms this process alone.
"""

from __future__ import annotations

import logging
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from invoices.readers.errors import Unreadable

logger = logging.getLogger(__name__)
# starting a process costs as much as reading two hundred digital documents
_MOST_FILES: Final = 2_000
_STATM: Final = Path("/proc/self/statm")

VALUE: Final = "value"
END: Final = "end"
REFUSED: Final = "refused"


def main() -> None:
    """Answers on the connection whose descriptor is the first argument; then bytes of memory and seconds of work."""
    connection, memory, cpu = Connection(int(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in range(1, _MOST_FILES + 1):
        try:
            function, arguments, seconds = connection.recv()
        except EOFError:
            return
        refusal = _work(connection, function, arguments, (seconds, cpu))
        stays = number < _MOST_FILES and refusal != ("too_much_memory", "") and _resident() < memory // 2
        connection.send((REFUSED, (refusal, stays)) if refusal else (END, stays))
        if not stays:
            return


def _work(
    connection: Connection,
    function: Callable[..., Iterator[Any]],
    arguments: tuple[Any, ...],
    limits: tuple[float, float],
) -> tuple[str, str] | None:
    """Sends every value of the function; gives code and detail of what stopped it. Only its own work is timed."""
    try:
        _clock(*limits)
        for value in function(*arguments):
            _clock(0, 0)
            connection.send((VALUE, value))
            _clock(*limits)
    except Unreadable as problem:
        return problem.code, problem.detail
    except MemoryError:
        return "too_much_memory", ""
    except Exception as problem:  # the parent must get an answer whatever went wrong here
        logger.exception("%s failed", function.__name__)
        return "unreadable", type(problem).__name__
    finally:
        _clock(0, 0)
    return None


def _clock(wall: float, work: float) -> None:
    """Starts both clocks anew, 0 stops them; when one runs out the kernel ends this process."""
    signal.setitimer(signal.ITIMER_REAL, wall)
    signal.setitimer(signal.ITIMER_PROF, work)


def _resident() -> int:
    """Bytes of memory this process holds now. The peak would not do: the kernel counts the parent's into it."""
    try:
        return int(_STATM.read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:  # no /proc
        return 0


if __name__ == "__main__":
    main()
