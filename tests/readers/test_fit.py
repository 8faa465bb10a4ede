"""The map from evidence to the share of right answers, as it is fitted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fit_reading_confidence import knots
from benchmarks.reading.totals import calibration_error


@settings(deadline=None)  # the first call imports scikit-learn
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_the_map_rises_and_is_never_quite_certain(answers: list[tuple[float, bool]]) -> None:
    found = knots(answers)
    assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(found))
    assert all(0 < share < 1 for _, share in found)


def test_the_error_is_the_distance_of_what_was_said_from_what_was_right() -> None:
    page = {"reliability": {"header/0": [10, 5, 4.0], "header/8": [10, 10, 9.9], "line/0": [1, 1, 0.0]}}
    assert calibration_error([page], "header") == pytest.approx((1.0 + 0.1) / 20)
    assert calibration_error([page], "line") == 1.0
    assert calibration_error([], "line") == 0.0
