"""Overlapping statements: a movement is kept once, two alike stay two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bookkeeping.domain.bank_fingerprints import KnownLine, fingerprints, new_lines
from bookkeeping.domain.bank_statement import StatementLine

MOVEMENTS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([-100, -1, 1, 100, 250])), min_size=1, max_size=40
).map(sorted)


def history(movements: Sequence[tuple[int, int]]) -> list[StatementLine]:
    """Movements (day, yuan) as lines with the balance after each."""
    balance, found = Decimal(1000), []
    for number, (day, amount) in enumerate(movements):
        balance += amount
        found.append(
            StatementLine(
                date(2026, 1, 1) + timedelta(day), Decimal(amount), "货款", serial_number=f"S{number}", balance=balance
            )
        )
    return found


def kept(lines: Sequence[StatementLine], layout: str) -> list[KnownLine]:
    marks = fingerprints(lines)
    return [KnownLine(mark, layout, one.day, one.amount, one.balance) for one, mark in zip(lines, marks, strict=True)]


def days(lines: Sequence[StatementLine], first: int, last: int) -> list[StatementLine]:
    return [line for line in lines if first <= (line.day - date(2026, 1, 1)).days <= last]


@given(MOVEMENTS, st.integers(0, 5), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_files_that_overlap_bring_each_movement_once(movements, until, since):
    lines = history(movements)
    first, second = days(lines, 0, max(until, since)), days(lines, min(until, since), 5)
    added = [line for line, _mark in new_lines(second, "icbc", kept(first, "icbc"))]
    assert sorted(first + added, key=lambda one: one.serial_number) == sorted(lines, key=lambda one: one.serial_number)


@given(MOVEMENTS)
@settings(max_examples=60, deadline=None)
def test_the_same_days_in_another_layout_bring_nothing(movements):
    """One without balances and with other words and numbers, as MT940 has them."""
    lines = history(movements)
    other = [replace(one, balance=None, serial_number="", description="TRF") for one in lines]
    assert new_lines(other, "mt940", kept(lines, "icbc")) == []
    assert new_lines(lines, "icbc", kept(other, "mt940")) == []


def test_two_alike_on_one_day_stay_two():
    line = StatementLine(date(2026, 1, 1), Decimal("-5.00"), "手续费")
    marks = fingerprints([line, line])
    assert len(set(marks)) == 2
    assert [mark for _line, mark in new_lines([line, line], "cmb", kept([line], "cmb"))] == [marks[1]]


def test_movements_with_other_balances_are_others_even_in_another_layout():
    line = StatementLine(date(2026, 1, 1), Decimal("-5.00"), balance=Decimal("95.00"))
    later = replace(line, balance=Decimal("90.00"))
    assert [one for one, _mark in new_lines([later], "ccb", kept([line], "cmb"))] == [later]
