"""Kombu's filesystem broker with whole messages only: written aside and renamed, a torn one dropped.

Reason: Kombu opens a message under its final name before it writes it, and a worker that finds the empty file ends with
an "unrecoverable error". A dropped message loses nothing: it is a doorbell for a row of the job table.
"""

from __future__ import annotations

import logging
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """A channel whose messages appear whole."""

    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        folder, name = Path(self.data_folder_out), f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}"
        written = folder / f"{name}.part"
        written.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]
        written.replace(folder / f"{name}.{queue}.msg")

    def _get(self, queue: str) -> Any:  # type: ignore[override]
        try:
            return super()._get(queue)  # type: ignore[no-untyped-call]
        except ValueError as error:
            logger.warning("a torn message of %s was dropped", queue)
            raise Empty from error


class Transport(filesystem.Transport):
    """The transport behind `filesystem://`."""

    Channel = Channel


def register() -> None:
    """Make `filesystem://` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
