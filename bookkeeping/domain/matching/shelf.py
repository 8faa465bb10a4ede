"""Open lines of one side by amount and day.

Rule kept: where a crowd has the same amount at the same time nobody can be told apart by it, so a crowd is not even
looked through; this keeps common round amounts from costing more than others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator
from typing import Final

from bookkeeping.domain.matching.board import Side

CROWD: Final = 60


class Shelf:
    """Open positions by amount, each amount in order of days. What is settled later is passed over.

    With `amounts` only lines of these are put on it.
    """

    def __init__(self, side: Side, amounts: Container[int] | None = None) -> None:
        self._side = side
        self._rows: dict[int, list[int]] = defaultdict(list)
        of = side.amounts
        for row in side.still_open():
            if amounts is None or of[row] in amounts:
                self._rows[of[row]].append(row)
        self._days: dict[int, list[int]] = {}

    def __contains__(self, amount: object) -> bool:
        return amount in self._rows

    def near(self, amount: int, first: int, last: int) -> Iterator[int]:
        """Open positions of this amount from day `first` to day `last`; none where they are a crowd."""
        rows = self._rows.get(amount)
        if rows is None:
            return iter(())
        is_open, days = self._side.open, self._days.get(amount)
        if days is None:
            rows.sort(key=self._side.days.__getitem__)
            days = self._days[amount] = [self._side.days[row] for row in rows]
        low, high = bisect_left(days, first), bisect_right(days, last)
        return (row for row in rows[low:high] if is_open[row]) if high - low <= CROWD else iter(())
