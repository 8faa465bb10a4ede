"""Closures a formula is made of: each takes the frame of one filling and gives a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

from kernel.money import FEN, ZERO
from tax_filing.domain.expression import ARITHMETIC

Frame = Sequence[Any]
"""All figures of one filling, one after the other: cells, cells of the previous return, inputs, rules."""
Evaluate = Callable[[Frame], Decimal]


def constant(number: Decimal) -> Evaluate:
    """A literal; whole numbers have two places like every other figure."""
    value = number.quantize(FEN) if number == number.to_integral_value() else number
    return lambda _: value


def rule_figure(slot: int) -> Evaluate:
    """A rule's figure; one not in force raises its refusal when it is asked for."""

    def figure(frame: Frame) -> Decimal:
        found = frame[slot]
        if isinstance(found, Decimal):
            return found
        raise found

    return figure


def added_up(added: Sequence[Evaluate], taken: Sequence[Evaluate]) -> Evaluate:
    """A chain of additions and subtractions; two parts, the usual case, without a loop."""
    if len(added) == 2 and not taken:
        one, two = added
        return lambda frame: one(frame) + two(frame)
    if len(added) == len(taken) == 1:
        whole, part = added[0], taken[0]
        return lambda frame: whole(frame) - part(frame)

    if all(isinstance(part, itemgetter) for part in (*added, *taken)):
        return _sum_of_slots(added, taken)

    def value(frame: Frame) -> Decimal:
        result = added[0](frame)
        for part in added[1:]:
            result += part(frame)
        for part in taken:
            result -= part(frame)
        return result

    return value


def _sum_of_slots(added: Sequence[Evaluate], taken: Sequence[Evaluate]) -> Evaluate:
    """A longer chain of plain figures."""
    if not taken:
        return lambda frame: sum([part(frame) for part in added], ZERO)
    return lambda frame: sum([part(frame) for part in added], ZERO) - sum([part(frame) for part in taken], ZERO)


def multiplied(left: Evaluate, right: Evaluate) -> Evaluate:
    """Left times right."""
    return lambda frame: left(frame) * right(frame)


def divided(left: Evaluate, right: Evaluate) -> Evaluate:
    """Left by right; by 0 it is 0, as on the form."""
    divide = ARITHMETIC["/"]
    return lambda frame: divide(left(frame), right(frame))


def compared(holds: Callable[[Decimal, Decimal], bool], left: Evaluate, right: Evaluate) -> Evaluate:
    """1 where it holds, else 0."""
    return lambda frame: Decimal(holds(left(frame), right(frame)))


def called(function: Callable[[Sequence[Decimal]], Decimal], parts: Sequence[Evaluate]) -> Evaluate:
    """A function of the list."""
    return lambda frame: function([part(frame) for part in parts])


def branched(condition: Evaluate, then: Evaluate, otherwise: Evaluate) -> Evaluate:
    """Only the branch taken is computed."""
    return lambda frame: then(frame) if condition(frame) else otherwise(frame)
