"""Text features, measured confidence and the proved precision behind acting alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.learning import character_grams, lower_bound, measured, steady


@pytest.mark.parametrize(("right", "wrong", "bound"), [(0, 0, 0.05), (50, 0, 0.942952), (300, 2, 0.979369)])
def test_the_lower_bound_is_the_quantile_of_the_beta_posterior(right: int, wrong: int, bound: float) -> None:
    assert lower_bound(right, wrong) == pytest.approx(bound, abs=1e-5)


@given(st.integers(0, 400), st.integers(0, 40))
def test_more_right_answers_never_lower_the_bound_and_wrong_ones_never_raise_it(right: int, wrong: int) -> None:
    assert lower_bound(right, wrong) <= lower_bound(right + 1, wrong) + 1e-9
    assert lower_bound(right, wrong + 1) <= lower_bound(right, wrong) + 1e-9


def test_months_and_amounts_do_not_tell_two_descriptions_apart() -> None:
    assert steady("支付9月份电费1,280.50元") == steady("支付2026年10月份 电费 990元") == "支付电费"


def test_grams_are_all_runs_of_one_to_three_characters() -> None:
    assert character_grams("电费单") == ["电", "费", "单", "电费", "费单", "电费单"]


def test_a_score_between_measured_points_lies_on_the_line_and_outside_them_stays() -> None:
    points = [(0.5, 0.4), (0.9, 0.8)]
    assert measured(0.7, points) == 0.6
    assert measured(0.3, points) == 0.3
