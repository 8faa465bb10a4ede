"""A file that goes into a package: where, of which class of papers, and how its bytes are made when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Chunks = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Member:
    """`sha256` is what the bytes must hash to where that is known before, as for received files."""

    path: str
    category: str
    chunks: Chunks
    sha256: str = ""


def whole(path: str, category: str, make: Callable[[], bytes], sha256: str = "") -> Member:
    """A member made in one piece, when it is written."""

    def chunks() -> Iterator[bytes]:
        yield make()

    return Member(path, category, chunks, sha256)


def safe_part(text: str, longest: int = 60) -> str:
    """A name that is one part of a path everywhere: no separators, no control characters, no leading dots."""
    kept = "".join("_" if letter in '/\\:*?"<>|' or not letter.isprintable() else letter for letter in text)
    return kept.strip(". ")[:longest] or "_"
