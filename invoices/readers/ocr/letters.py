"""What a recogniser knew of each character of a line: how sure it was, what else it took it for, where it stands.

Rule kept: the text is the recogniser's own; what is kept besides only serves to mark, to mend by proof and to place.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from invoices.readers.words import Letter

_BLANK: Final = 0
_SURE: Final = 0.98


class Line(str):
    """Text of a line that remembers its letters, one for each character."""

    __slots__ = ("letters",)
    letters: tuple[Letter, ...]


class LetterDecode:
    """Best path through the recogniser's output (CTC), as RapidOCR's own decoder takes it, with the letters kept.

    `alphabet` begins with the blank. Called like the decoder it stands for.
    """

    def __init__(self, alphabet: list[str]) -> None:
        self.alphabet = alphabet

    def __call__(
        self, predictions: NDArray[np.float32], *_wishes: bool, **shape: Any
    ) -> tuple[list[tuple[Line, float]], list[Any]]:
        widest = float(shape.get("max_wh_ratio", 1.0))
        widths = shape.get("wh_ratio_list", (widest,) * len(predictions))
        lines = [self._line(found, min(width / widest, 1.0)) for found, width in zip(predictions, widths, strict=True)]
        return lines, []

    def _line(self, steps: NDArray[np.float32], share: float) -> tuple[Line, float]:
        best = steps.argmax(axis=1)
        kept = best != _BLANK
        kept[1:] &= best[1:] != best[:-1]
        places = np.flatnonzero(kept)
        line = Line("".join(self.alphabet[best[place]] for place in places))
        line.letters = tuple(
            self._letter(steps[place], int(best[place]), int(place), len(steps) * share) for place in places
        )
        score = sum(letter.certainty for letter in line.letters) / len(places) if len(places) else 0.0
        return line, round(score, 5)

    def _letter(self, step: NDArray[np.float32], best: int, place: int, length: float) -> Letter:
        certainty, other = float(step[best]), ""
        if certainty < _SURE:
            two = np.argpartition(step, -2)[-2:]
            second = int(two[0] if two[1] == best else two[1])
            other = self.alphabet[second] if second != _BLANK else ""
        return Letter(round(certainty, 4), other, round(min((place + 0.5) / length, 1.0), 4))
