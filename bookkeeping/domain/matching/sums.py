"""Which few of some amounts add up to a target: meet in the middle, within bounds.

Rule kept: an answer that is not the only one is worth little, so it is said whether there are more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

MOST_CANDIDATES: Final = 40
MOST_PARTS: Final = 6
Subset = tuple[int, ...]


def subsets(amounts: Sequence[int], target: int, *, parts: int = MOST_PARTS, enough: int = 2) -> list[Subset]:
    """Positions of two to `parts` amounts that sum to `target`, at most `enough` answers, fewest parts first.

    Raises ValueError for more than `MOST_CANDIDATES` amounts.
    """
    if len(amounts) > MOST_CANDIDATES:
        raise ValueError(f"{len(amounts)} candidates are too many")
    bound = abs(target) if all(amount * target > 0 for amount in amounts) else None
    if bound is not None and (whole := abs(sum(amounts))) <= bound:  # all of one sign: no part comes to the whole
        return [tuple(range(len(amounts)))] if whole == bound and 2 <= len(amounts) <= parts else []
    middle = len(amounts) // 2
    right: dict[int, list[Subset]] = {}
    for total, picked in _choices(amounts, range(middle, len(amounts)), parts, bound):
        right.setdefault(total, []).append(picked)
    found = [
        (*picked, *rest)
        for total, picked in _choices(amounts, range(middle), parts, bound)
        for rest in right.get(target - total, ())
        if 2 <= len(picked) + len(rest) <= parts
    ]
    return sorted(found, key=lambda one: (len(one), one))[:enough]


def _choices(amounts: Sequence[int], rows: Iterable[int], parts: int, bound: int | None) -> list[tuple[int, Subset]]:
    """Sums of all choices of up to `parts` of these rows; where all point one way none runs past the target."""
    found: list[tuple[int, Subset]] = [(0, ())]
    for row in rows:
        amount = amounts[row]
        found += [
            (total + amount, (*picked, row))
            for total, picked in found
            if len(picked) < parts and (bound is None or abs(total + amount) <= bound)
        ]
    return found
