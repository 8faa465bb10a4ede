"""Which vouchers need papers from outside, and what is missing behind them.

会计基础工作规范 Art. 51: every voucher has its source papers but those that close the books or correct mistakes.
财会〔2020〕6号 Art. 4 and 财会〔2024〕11号 Art. 27: a print or scan of an electronic voucher needs its
electronic original.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Due(StrEnum):
    """What papers a voucher needs by its origin."""

    OUTSIDE = "outside"
    OWN = "own"
    NONE = "none"


class State(StrEnum):
    """What stands behind a voucher."""

    COMPLETE = "complete"
    NOT_NEEDED = "not_needed"
    PAPER_ONLY = "paper_only"
    ORIGINAL_MISSING = "original_missing"
    MISSING = "missing"


_NONE: Final = frozenset({"close_pnl", "closing_step", "reversal", "revaluation"})
_OWN: Final = frozenset({"payroll", "depreciation", "cost_of_sales", "provisional", "tax"})


def due_of(origin: str, *, is_reversal: bool) -> Due:
    """By the part of the origin before the colon. `OWN`: the table it was made from is kept by this program."""
    kind = origin.partition(":")[0]
    if is_reversal or kind in _NONE:
        return Due.NONE
    return Due.OWN if kind in _OWN else Due.OUTSIDE


def state_of(due: Due, *, files: int, attachments: int, lacks_original: bool) -> State:
    """`attachments` is the number a person wrote on the voucher: paper kept outside this program."""
    if lacks_original:
        return State.ORIGINAL_MISSING
    if files:
        return State.COMPLETE
    if due is not Due.OUTSIDE:
        return State.NOT_NEEDED
    return State.PAPER_ONLY if attachments > 0 else State.MISSING
