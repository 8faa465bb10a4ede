"""Whether the engine acts alone in a company: off, in the shadow, or on; and what is still missing until it may.

Rules kept: a new company is in the shadow, where the engine only says what it would have posted; the bar may be raised
above the house's, never lowered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bookkeeping.engine.decision import BAR

OFF, SHADOW, ON = "off", "shadow", "on"
_FAR: Final = 100_000


@dataclass(frozen=True, slots=True)
class Automation:
    """A company's choice: the mode and the lower bound of precision a layer must prove."""

    mode: str = SHADOW
    bar: float = BAR

    def settled(self, action: str, bound: float) -> tuple[str, bool]:
        """(action to take, whether the engine would post by itself); `bound` is what the answer's record proves."""
        would_post = action == "post" and bound >= max(self.bar, BAR) and self.mode != OFF
        if action != "post":
            return action, False
        return ("post" if would_post and self.mode == ON else "suggest"), would_post


def still_missing(reaches: Callable[[int], bool]) -> int | None:
    """How many right answers in a row are missing until `reaches` says so of them; None where that is out of sight.

    `reaches` must stay true once it is.
    """
    if reaches(0):
        return 0
    high = 1
    while not reaches(high):
        high *= 2
        if high > _FAR:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high
