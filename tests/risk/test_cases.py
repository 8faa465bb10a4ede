"""`inspect_period`: cases with facts, with books, with slips; one JSON document out."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from risk.domain.book_facts import facts_of_balances
from risk.domain.cases import inspect_case
from risk.domain.read_books import balances_of

BOOKS = {
    "opening_balances": [
        {"account": "库存现金", "debit": "1000"},
        {"account": "银行存款", "debit": 50000},
        {"account": "应交税费", "detail": "应交增值税（进项税额）", "debit": "0"},
        {"account": "实收资本", "credit": "51000.00"},
    ],
    "transactions": [
        {"entries": [
            {"direction": "debit", "account": "银行存款", "amount": "11300"},
            {"direction": "credit", "account": "主营业务收入", "amount": "10000"},
            {"direction": "credit", "account": "应交税费", "detail": "应交增值税（销项税额）", "amount": "1300"},
        ]},
        {"entries": [
            {"direction": "debit", "account": "管理费用", "detail": "业务招待费", "amount": 2000.5},
            {"direction": "credit", "account": "库存现金", "amount": "2000.50"},
        ]},
        {"entries": [
            {"direction": "debit", "account": "其他应收款", "detail": "股东张三", "amount": "5000"},
            {"direction": "credit", "account": "银行存款", "amount": "5000"},
        ]},
    ],
}  # fmt: skip


def run(tmp_path: Path, document: Any) -> Any:
    path = tmp_path / "case.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    out = StringIO()
    call_command("inspect_period", str(path), stdout=out)
    return json.loads(out.getvalue())


def test_books_tell_their_facts() -> None:
    facts = {key: str(value) for key, value in facts_of_balances(balances_of(BOOKS), months=1).items()}
    assert facts["revenue"] == "10000.00"
    assert facts["cash_balance"] == "-1000.50"
    assert facts["output_vat"] == "1300.00"
    assert facts["entertainment_expense"] == "2000.50"
    assert facts["other_receivables_shareholder"] == "5000.00"
    assert facts["net_profit"] == "7999.50"
    assert facts["total_assets"] == "60299.50"
    assert "inventory" not in facts


def test_warnings_from_books() -> None:
    found = {warning.indicator for warning in inspect_case({"period": "2026-10", "books": BOOKS})}
    assert {"cash_negative", "entertainment", "shareholder_loan_open"} <= found


def test_given_facts_win_over_the_books() -> None:
    case = {"period": "2026-10", "books": BOOKS, "facts": {"cash_balance": "5"}}
    assert "cash_negative" not in {warning.indicator for warning in inspect_case(case)}


def test_a_list_is_answered_in_order_and_a_bad_case_in_its_place(tmp_path: Path) -> None:
    answers = run(tmp_path, [{"id": "x", "period": "2026-10", "facts": {"cash_balance": -1}}, {"id": "y"}, 7])
    assert [warning["indicator"] for warning in answers[0]["warnings"]] == ["cash_negative"]
    assert answers[0]["id"] == "x"
    assert answers[1]["error"]["code"] == "invalid_value"
    assert "error" in answers[2]


def test_a_single_case_is_answered_alone(tmp_path: Path) -> None:
    answer = run(tmp_path, {"period": "2026-10", "facts": {"total_assets": 100, "total_liabilities": 75.5}})
    (warning,) = answer["warnings"]
    assert warning["evidence"] == {"total_liabilities": "75.50", "total_assets": "100.00", "metric": "0.755"}
    assert warning["threshold"] == "0.7"
    assert {"severity", "message_zh", "message_en", "source", "action"} <= set(warning)


@pytest.mark.parametrize("document", ["", "{", "3", '{"facts": NaN}', "[" * 100_000])
def test_an_unreadable_file_is_refused_with_status_2(tmp_path: Path, document: str) -> None:
    with pytest.raises(CommandError) as refusal:
        run(tmp_path, document)
    assert refusal.value.returncode == 2


@pytest.mark.parametrize(
    "case",
    [
        {"period": "2026-13"},
        {"period": "2026-10", "facts": [1]},
        {"period": "2026-10", "books": "x"},
        {"period": "2026-10", "books": {"transactions": [7]}},
    ],
)
def test_wrong_shapes_are_refused_not_crashed_on(tmp_path: Path, case: dict[str, Any]) -> None:
    assert run(tmp_path, case)["error"]["code"] == "invalid_value"
