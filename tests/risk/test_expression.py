"""The formula language: exact, small, and silent where a fact is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.expression import BadFormula, evaluate, names_in

D = Decimal


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * 3 - 4 / 2", D(5)),
        ("-(a)", D(-2)),
        ("abs(a - b) / max(a, b)", D("0.6")),
        ("min(a, b, 1)", D(1)),
        ("0.07", D("0.07")),
        ("a < b", True),
        ("a == b or a < b and not b < a", True),
        ('word == "general"', True),
        ("a / 0", None),
        ("a / (b - 5)", None),
    ],
)
def test_values(formula: str, value: object) -> None:
    assert evaluate(formula, {"a": D(2), "b": D(5), "word": "general"}) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("missing > 1", None),
        ("missing > 1 or a > 1", True),
        ("missing > 1 or a > 2", None),
        ("missing > 1 and a > 2", False),
        ("missing > 1 and a > 1", None),
        ("not missing", None),
        ("a + missing", None),
        ("max(a, missing)", None),
    ],
)
def test_what_is_missing_decides_nothing(formula: str, value: object) -> None:
    assert evaluate(formula, {"a": D(2)}) is value


@pytest.mark.parametrize(
    "formula",
    ["__import__('os')", "a.b", "[1]", "a ** 9", "lambda: 1", "a if b else c", "1 <", "a < b < c", "f(a)", "a // 1"],
)
def test_nothing_else_is_understood(formula: str) -> None:
    with pytest.raises(BadFormula):
        evaluate(formula, {"a": D(1), "b": D(2), "c": D(3)})


@given(a=st.decimals(-(10**6), 10**6, places=2), b=st.decimals(-(10**6), 10**6, places=2))
def test_arithmetic_is_exact(a: Decimal, b: Decimal) -> None:
    assert evaluate("a + b - a", {"a": a, "b": b}) == b


def test_names_in_order_of_appearance() -> None:
    assert names_in("abs(b - a) / max(b, c)") == ("b", "a", "c")
