"""The words of a knowledge table as one index: which rows does a text name, and by which of their words?

Rule kept: the index is built once; a text is read once from left to right, however many words there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Hit:
    """The longest word of a row found in a text and the place right after it."""

    word: str
    end: int


class WordIndex(Generic[Row]):
    """Words by their first two characters (single characters by themselves)."""

    def __init__(self, rows: Iterable[tuple[Row, Iterable[str]]]) -> None:
        self._heads: dict[str, list[tuple[str, int]]] = {}
        self._rows: list[Row] = []
        for place, (row, words) in enumerate(rows):
            self._rows.append(row)
            for word in words:
                self._heads.setdefault(word[:2], []).append((word, place))

    def found(self, text: str) -> list[tuple[Row, Hit]]:
        """Every row with a word in the text and the longest, last such word; rows in the order of the table."""
        best: dict[int, Hit] = {}
        for start in range(len(text)):
            for head in (text[start], text[start : start + 2]):
                for word, place in self._heads.get(head, ()):
                    if text.startswith(word, start) and len(word) >= len(best[place].word if place in best else ""):
                        best[place] = Hit(word, start + len(word))
        return [(self._rows[place], best[place]) for place in sorted(best)]
