"""Which function handles which kind of job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from foundation.models import Job

Effect = Callable[[], None]
Handler = Callable[[Job], Effect | None]


@dataclass(frozen=True, slots=True)
class HandlerSpec:
    """A handler with its limits: how long one attempt may hold the job, and how many attempts there are."""

    function: Handler
    lease: timedelta
    max_attempts: int


_handlers: dict[str, HandlerSpec] = {}


class JobLater(Exception):
    """Raised by a handler whose work is not due yet; the job sleeps without using up an attempt."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


def job_handler(kind: str, *, lease_seconds: int = 300, max_attempts: int = 5) -> Callable[[Handler], Handler]:
    """Register the decorated function for jobs of `kind`. A kind has one handler."""

    def register(function: Handler) -> Handler:
        if kind in _handlers and _handlers[kind].function.__qualname__ != function.__qualname__:
            raise RuntimeError(f"job kind {kind} has two handlers")
        _handlers[kind] = HandlerSpec(function, timedelta(seconds=lease_seconds), max_attempts)
        return function

    return register


def handler_for(kind: str) -> HandlerSpec:
    """The handler. Raises KeyError for an unknown kind, which is a bug."""
    return _handlers[kind]
