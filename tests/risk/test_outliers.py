"""Outliers on a development ledger: found where planted, explained in words, silent on the healthy year."""

from __future__ import annotations

import pytest

from risk.domain.cases import inspect_case
from risk.domain.journal import Entry
from risk.domain.outliers import LEAST_LINES, find_outliers
from risk.domain.read_books import entries_of
from samples.ledgers import DEVELOPMENT, EVALUATION, FAULTS, Ledger, ledger, with_fault, with_outliers

SEED = 7


@pytest.fixture(scope="module")
def year() -> Ledger:
    return ledger(SEED)


def lines(made: Ledger) -> list[Entry]:
    return entries_of({"transactions": made.transactions})


def test_seeds_of_development_and_evaluation_are_apart() -> None:
    assert not set(DEVELOPMENT) & set(EVALUATION)


def test_a_ledger_balances_and_the_same_seed_gives_the_same_year(year: Ledger) -> None:
    assert year.transactions == ledger(SEED).transactions
    assert not sum(entry.debit - entry.credit for entry in lines(year))
    assert abs(sum(year.opening.values())) < 0.005


def test_what_was_planted_leads_the_list_and_says_why(year: Ledger) -> None:
    made, planted = with_outliers(year, SEED)
    found = find_outliers(lines(made))
    vouchers = {outlier.entry.voucher for outlier in found}
    assert vouchers <= {one.transaction for one in planted}
    assert len(vouchers) >= len(planted) // 2
    assert [outlier.score for outlier in found] == sorted((outlier.score for outlier in found), reverse=True)
    features = {reason.feature for outlier in found for reason in outlier.reasons}
    assert {"amount_for_party", "account_pair"} <= features
    assert all(reason.zh and reason.en for outlier in found for reason in outlier.reasons)


def test_the_healthy_year_has_none_and_few_lines_teach_nothing(year: Ledger) -> None:
    assert find_outliers(lines(year)) == []
    assert find_outliers(lines(with_outliers(year, SEED)[0])[: LEAST_LINES - 1]) == []


def test_a_healthy_month_has_few_warnings_and_each_fault_trips_its_own(year: Ledger) -> None:
    case = year.case("2026-05")
    assert len(inspect_case(case)) <= 5
    for fault in FAULTS:
        assert fault in {warning.indicator for warning in inspect_case(with_fault(case, fault, SEED))}, fault


def test_books_of_a_year_show_outliers_as_rows_with_reasons(year: Ledger) -> None:
    made, planted = with_outliers(year, SEED)
    case = {"company": made.company, "period": "2026", "books": {"transactions": made.transactions}}
    (warning,) = [one for one in inspect_case(case) if one.indicator == "unusual_entries"]
    assert {row["id"] for row in warning.rows} <= {one.transaction for one in planted}
    assert all(row["reason_zh"] for row in warning.rows)
