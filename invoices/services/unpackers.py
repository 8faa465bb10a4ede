"""Opening ZIP files and e-mails within the readers' limits, spoken of in the store's words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from invoices.readers import Unreadable
from invoices.readers.guarded import iter_container
from kernel.errors import Refusal


class ContainerRefused(Refusal):
    """The container is damaged, encrypted or a bomb; the code says which."""

    code: ClassVar[str] = "container_refused"

    def __init__(self, code: str, *, zh: str, en: str) -> None:
        super().__init__(en, message_zh=zh)
        self.code = code  # type: ignore[misc]


def open_container(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file inside. Raises `ContainerRefused`."""
    try:
        yield from iter_container(path)
    except Unreadable as problem:
        error = problem.error
        raise ContainerRefused(error.code, zh=error.message_zh, en=error.message_en) from problem
