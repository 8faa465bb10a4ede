"""Checkpoints: what a run has done so far, handed out while it runs and kept before it goes on.

Rule kept: `put` returns only when the checkpoint is kept, so whoever is killed after the last click has said so.
The browser's thread may not touch the database; the thread that started it keeps the checkpoints.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

KEEP_SECONDS: Final = 30.0
_POLL_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The start or the end of a step. `picture` is a JPEG, `dom_hash` the SHA-256 of the page at that moment."""

    step: str
    state: str  # started | done | skipped | failed
    attempt: int = 1
    detail: str = ""
    detail_zh: str = ""
    picture: bytes | None = field(default=None, repr=False)
    dom_hash: str = ""
    is_irreversible: bool = False


class Sink(Protocol):
    """Where checkpoints go."""

    def put(self, checkpoint: Checkpoint) -> None:
        """Keep it. Raises when it could not be kept, which stops the run."""
        ...


class ListSink:
    """Keeps checkpoints in memory."""

    def __init__(self) -> None:
        self.checkpoints: list[Checkpoint] = []

    def put(self, checkpoint: Checkpoint) -> None:
        self.checkpoints.append(checkpoint)


class HandOverSink:
    """Hands each checkpoint to the thread that runs `keep_until_done`, and waits until it is kept there."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[Checkpoint, threading.Event, list[BaseException]]] = queue.Queue()

    def put(self, checkpoint: Checkpoint) -> None:
        kept, problems = threading.Event(), []  # type: ignore[var-annotated]
        self._waiting.put((checkpoint, kept, problems))
        if not kept.wait(KEEP_SECONDS):
            raise TimeoutError(f"checkpoint {checkpoint.step} was not kept in time")
        if problems:
            raise RuntimeError(f"checkpoint {checkpoint.step} could not be kept") from problems[0]

    def keep_until_done(self, work: Future[Any], keep: Callable[[Checkpoint], None]) -> None:
        """Keep checkpoints as they come, until `work` is done and none is left."""
        while not (work.done() and self._waiting.empty()):
            try:
                checkpoint, kept, problems = self._waiting.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            try:
                keep(checkpoint)
            except Exception as error:  # noqa: BLE001 - told to the run, which then stops
                problems.append(error)
            finally:
                kept.set()
