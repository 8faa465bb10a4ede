"""The bureau judges returns by its own arithmetic: right ones pass, each wrong figure is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bureau_sandbox.checks import Known, judge, payable
from tests.bureau_sandbox.sample_returns import (
    Cells,
    below_threshold_return,
    changed,
    general_return,
    row,
    small_scale_return,
)

QUARTER = Known(date(2026, 7, 1), date(2026, 9, 30), vat_status="small_scale", legal_form="enterprise", location="city")
MONTH = Known(date(2026, 10, 1), date(2026, 10, 31), vat_status="general", location="city")


def codes(form: str, cells: Cells, known: Known) -> set[str]:
    return {problem.code for problem in judge(form, cells, known)}


def test_a_right_small_scale_return_passes() -> None:
    assert judge("vat_small_scale", small_scale_return(), QUARTER) == []
    assert payable("vat_small_scale", small_scale_return()) == Decimal("4240.00")


def test_an_exempt_quarter_passes_and_owes_nothing() -> None:
    assert judge("vat_small_scale", below_threshold_return(), QUARTER) == []
    assert payable("vat_small_scale", below_threshold_return()) == 0


def test_a_right_general_return_passes() -> None:
    assert judge("vat_general", general_return(), MONTH) == []
    assert payable("vat_general", general_return()) == Decimal("21280.00")


@pytest.mark.parametrize(
    ("path", "amount", "code"),
    [
        ("main.15.services", "4000.00", "total_column"),
        ("main.15.total", "11000.00", "line_15"),
        ("main.16.total", "13000.00", "line_16"),
        ("main.20.total", "4001.00", "line_20"),
        ("main.22.total", "4000.01", "line_22"),
        ("main.22.total", "-1.00", "refund_online"),
        ("main.2.total", "1.00", "part_exceeds_whole"),
        ("main.10.total", "5.00", "line_9"),
        ("main.18.total", "9.00", "line_18"),
        ("main.23.total", "200.00", "surtax_relation"),
        ("main.24.total", "0.00", "surtax_relation"),
        ("main.1.total", "12,5", "amount_malformed"),
        ("main.1.total", "12.505", "amount_malformed"),
    ],
)
def test_each_wrong_small_scale_figure_is_named(path: str, amount: str, code: str) -> None:
    assert code in codes("vat_small_scale", changed(small_scale_return(), path, amount), QUARTER)


@pytest.mark.parametrize(
    ("path", "amount", "code"),
    [
        ("main.11.general", "60000.00", "line_11"),
        ("main.17.general", "19000.00", "line_17"),
        ("main.18.general", "39000.00", "line_18"),
        ("main.19.general", "18999.99", "line_19"),
        ("main.20.general", "1.00", "line_20"),
        ("main.24.general", "19000.01", "line_24"),
        ("main.32.general", "0.00", "line_32"),
        ("main.34.general", "18000.00", "line_34"),
        ("main.39.general", "1000.00", "surtax_relation"),
        ("schedule_2.12.tax_amount", "19999.00", "schedule_2_line_12"),
    ],
)
def test_each_wrong_general_figure_is_named(path: str, amount: str, code: str) -> None:
    assert code in codes("vat_general", changed(general_return(), path, amount), MONTH)


def test_lines_10_and_11_exclude_each_other() -> None:
    cells = below_threshold_return()
    cells["main"]["9"], cells["main"]["11"], cells["main"]["19"] = row("241000.00"), row("1000.00"), row("30.00")
    cells["main"]["17"] = row("7230.00")
    assert "lines_10_and_11" in codes("vat_small_scale", cells, QUARTER)


def test_an_individual_business_belongs_in_line_11() -> None:
    individual = Known(QUARTER.period_start, QUARTER.period_end, legal_form="individual_business")
    assert codes("vat_small_scale", below_threshold_return(), individual) == {"line_10_individual"}


def test_credit_brought_forward_must_be_last_months_line_20() -> None:
    before = changed(general_return(), "main.20.general", "5000.00")
    known = Known(date(2026, 11, 1), date(2026, 11, 30), vat_status="general", location="city", previous=before)
    assert {"line_13", "year_to_date"} <= codes("vat_general", general_return(), known)


def test_special_invoices_issued_must_be_declared() -> None:
    known = Known(
        QUARTER.period_start, QUARTER.period_end, special_net=Decimal("400000.00"), special_tax=Decimal("4000.00")
    )
    assert codes("vat_small_scale", small_scale_return(), known) == {"011022001"}


def test_the_wrong_form_for_the_taxpayer_is_refused() -> None:
    assert codes("vat_general", general_return(), QUARTER) == {"not_registered_for_form"}


def test_surcharges_may_be_free_below_the_limit_but_never_the_construction_tax() -> None:
    cells = small_scale_return()
    cells["main"]["1"] = cells["main"]["2"] = row("90000.00")
    cells["main"]["3"] = row()
    cells["main"]["15"], cells["main"]["16"] = row("2700.00"), row("1800.00")
    cells["main"]["20"] = cells["main"]["22"] = row("900.00")
    for line, amount in (("23", "31.50"), ("24", "0.00"), ("25", "0.00")):
        cells["main"][line] = {"total": amount}
    assert judge("vat_small_scale", cells, QUARTER) == []
    assert "surtax_relation" in codes("vat_small_scale", changed(cells, "main.23.total", "0.00"), QUARTER)


@pytest.mark.parametrize("cells", [{}, {"main": {}}, {"main": []}, {"main": {"1": "x"}}, {"main": {"1": 5}}, []])
def test_shapeless_cells_are_refused_before_any_arithmetic(cells: object) -> None:
    assert judge("vat_small_scale", cells, QUARTER)


def test_income_tax_line_32_may_be_floored_at_zero_only() -> None:
    main = {"27": "1000.00", "28": "800.00", "30": "500.00"}
    assert judge("cit_prepayment", {"main": main | {"32": "0.00"}}, QUARTER) == []
    assert judge("cit_prepayment", {"main": main | {"32": "-300.00"}}, QUARTER) == []
    assert codes("cit_prepayment", {"main": main | {"32": "200.00"}}, QUARTER) == {"line_32"}
