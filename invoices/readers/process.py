"""A reader in a process of its own: a file that hangs, crashes or devours memory costs its own answer, nothing else.

The process is started at first use, keeps its models from file to file, and is replaced when it died, grew or has
read many files. Rule kept: what a stranger sent is parsed in such a process only.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, Self

from invoices.readers.child import REFUSED, VALUE
from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits

_ROOT: Final = Path(__file__).resolve().parents[2]
_GRACE_SECONDS: Final = 30.0
"""How long after its alarm a child may still be silent (starting up, or held in the kernel) before it is killed."""

Function = Callable[..., Iterator[Any]]


class ReaderProcess:
    """One child at a time. For one thread; close it when done."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def stream(self, function: Function, *arguments: object, seconds: float | None = None) -> Iterator[Any]:
        """The values `function(*arguments)` yields in the child; `seconds` bounds the making of each.

        The function is sent by name. Raises `Unreadable`: too_slow, reader_died, too_much_memory, and what the
        function raises.
        """
        limit = seconds or self._limits.seconds
        connection, finished = self._started(), False
        try:
            connection.send((function, arguments, limit))
            while True:
                if not connection.poll(limit + _GRACE_SECONDS):
                    raise Unreadable("too_slow", "killed")
                kind, value = connection.recv()
                if kind != VALUE:
                    break
                yield value
            refusal, stays = value if kind == REFUSED else (None, value)
            finished = bool(stays)
        except (EOFError, OSError) as error:
            raise self._fate() from error
        finally:
            if not finished:
                self.close()
        if refusal:
            raise Unreadable(*refusal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child, whatever it is doing."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection:
            connection.close()
        if process:
            process.kill()
            process.wait()

    def _started(self) -> Connection:
        """The connection to a living child."""
        if self._connection is None or self._process is None or self._process.poll() is not None:
            self.close()
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = _child(theirs.fileno(), self._limits)
            self._connection = Connection(ours.detach())
        return self._connection

    def _fate(self) -> Unreadable:
        """Why the child fell silent."""
        code = self._process.wait() if self._process else 0
        if code in (-signal.SIGALRM, -signal.SIGPROF):
            return Unreadable("too_slow", signal.Signals(-code).name)
        return Unreadable("reader_died", signal.Signals(-code).name if code < 0 else f"status {code}")


def _child(descriptor: int, limits: Limits) -> subprocess.Popen[bytes]:
    """A fresh child. What it prints goes to standard error: standard output belongs to the answers of a command."""
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
    limited = (str(limits.memory_bytes), str(limits.cpu_seconds))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "invoices.readers.child", str(descriptor), *limited],
        pass_fds=[descriptor],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=2,
    )
