"""Files of the document store, in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

PIECE: Final = 1024 * 1024


def file_pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file in pieces. Raises `FileNotFoundError` with the first."""
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
