"""The command contract: shapes, refusals in place, exit status 2 for what cannot be read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bookkeeping.cases import run_case
from bookkeeping.engine.decision import LEAST_TRIALS
from bookkeeping.services.keep_case import keep_case

SET = {
    "standard": "小企业会计准则",
    "taxpayer": "小规模纳税人",
    "period": "2026-01",
    "opening_balances": [
        {"account": "银行存款", "detail": "工商银行", "debit": 1000, "credit": 0},
        {"account": "实收资本", "detail": "", "debit": 0, "credit": "1000.00"},
    ],
    "transactions": [
        {
            "id": "t1",
            "date": "2026-01-05",
            "description": "咨询收入",
            "entries": [
                {"direction": "debit", "account": "银行存款", "detail": "工商银行", "amount": 1010.0},
                {"direction": "credit", "account": "主营业务收入", "amount": 1000},
                {"direction": "credit", "account": "应交税费", "detail": "应交增值税", "amount": "10.00"},
            ],
        },
        {
            "id": "t2",
            "description": "办公费",
            "entries": [
                {"direction": "debit", "account": "管理费用", "amount": 200},
                {"direction": "credit", "account": "银行存款", "amount": 200},
            ],
        },
        {"id": "bad", "entries": [{"direction": "debit", "account": "银行存款", "amount": 5}]},
        {
            "id": "unknown",
            "entries": [
                {"direction": "debit", "account": "不存在的科目", "amount": 5},
                {"direction": "credit", "account": "银行存款", "amount": 5},
            ],
        },
    ],
    "close": True,
}


def run(name: str, path: Path, data: object, **options: object) -> object:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    out = io.StringIO()
    call_command(name, str(path), stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_a_set_is_kept_closed_and_reported() -> None:
    answer = keep_case(SET)
    assert set(answer) == {"trial_balance", "balance_sheet", "income_statement", "cash_flow", "findings"}
    rows = {row["account"]: row for row in answer["trial_balance"]}
    bank = rows["银行存款"]
    assert (bank["opening_debit"], bank["period_debit"], bank["closing_debit"]) == ("1000.00", "1010.00", "1810.00")
    assert {child["account"] for child in bank["children"]} == {"工商银行", "其他"}
    assert rows["本年利润"]["closing_credit"] == "800.00"
    income = {line["line"]: line["current"] for line in answer["income_statement"]}
    assert (income[1], income[14], income[32]) == ("1000.00", "200.00", "800.00")
    sheet = {line["line"]: line for line in answer["balance_sheet"]}
    assert (sheet[30]["closing"], sheet[53]["closing"], sheet[30]["opening"]) == ("1810.00", "1810.00", "1000.00")
    assert {finding["subject"] for finding in answer["findings"]} == {"bad", "unknown"}


@pytest.mark.django_db
@pytest.mark.parametrize("close", [True, False])
def test_the_database_and_the_pure_ledger_agree(close: bool) -> None:
    case = {**SET, "close": close}
    assert keep_case(case) == run_case(case)


@pytest.mark.django_db
def test_without_closing_retained_earnings_include_the_profit() -> None:
    sheet = {line["line"]: line["closing"] for line in keep_case({**SET, "close": False})["balance_sheet"]}
    assert sheet[51] == "800.00"


ODD = {
    "standard": " 《小企业会计准则》 ",
    "taxpayer": "小规模",
    "period": "2026年1月",
    "opening_balances": [
        {"account": "1002", "direction": "借", "amount": "1,000.00"},
        {"account": "3001 实收资本", "credit": 1000},
    ],
    "transactions": [
        {
            "date": "2026/1/5",
            "entries": [
                {"direction": "借方", "account": "管理费用—业务招待费", "amount": "￥200"},
                {"direction": "Cr", "account": "银行存款（工商银行）", "amount": 200},
            ],
        },
        {
            "date": "一月",
            "entries": [
                {"account": "应收账款", "counterparty": "甲公司", "debit": "300.00", "credit": None},
                {"account": "营业收入", "debit": 0, "credit": "300.00"},
            ],
        },
        {"id": "sideways", "entries": [{"direction": "up", "account": "银行存款", "amount": 1}]},
        {"id": "no list", "entries": "银行存款"},
    ],
}


def test_a_set_written_in_other_ways_is_understood_and_what_is_not_is_named() -> None:
    answer = run_case(ODD)
    rows = {row["account"]: row for row in answer["trial_balance"]}
    assert (rows["银行存款"]["opening_debit"], rows["银行存款"]["closing_debit"]) == ("1000.00", "800.00")
    assert [child["account"] for child in rows["管理费用"]["children"]] == ["业务招待费"]
    assert rows["主营业务收入"]["closing_credit"] == rows["应收账款"]["closing_debit"] == "300.00"
    assert {finding["subject"] for finding in answer["findings"]} == {"sideways", "no list"}


def test_vat_in_debit_moves_to_other_current_assets_and_other_taxes_stay() -> None:
    entries = [
        {"direction": "debit", "account": "应交税费", "detail": "应交增值税（进项税额）", "amount": 130},
        {"direction": "debit", "account": "应交税费", "detail": "应交企业所得税", "amount": 70},
        {"direction": "credit", "account": "银行存款", "amount": 200},
    ]
    case = {"standard": "小企业会计准则", "period": "2026-01", "transactions": [{"entries": entries}]}
    sheet = {line["line"]: line["closing"] for line in run_case(case)["balance_sheet"]}
    assert (sheet[14], sheet[36], sheet[30], sheet[53]) == ("130.00", "-70.00", "-70.00", "-70.00")


def test_keep_books_prints_one_document_for_one_set_and_a_list_for_a_list(tmp_path, monkeypatch) -> None:
    from bookkeeping.management.commands import keep_books

    monkeypatch.setattr(keep_books, "keep_case", run_case)
    monkeypatch.setattr(keep_books, "scratch_database", _nothing)
    one = run("keep_books", tmp_path / "one.json", SET)
    assert isinstance(one, dict)
    many = run("keep_books", tmp_path / "many.json", [SET, {"standard": "火星准则"}, 5])
    assert many[0] == one
    assert many[1]["error"]["code"] == "invalid_value"
    assert many[2]["error"]["code"] == "invalid_value"


class _nothing:  # noqa: N801 (stands in for a context manager function)
    def __enter__(self) -> None: ...
    def __exit__(self, *args: object) -> None: ...


CASES = [
    {
        "id": 1,
        "taxpayer": "一般纳税人",
        "standard": "小企业会计准则",
        "item": "*文具*签字笔",
        "direction": "purchase",
        "net_amount": "100.00",
        "tax_amount": 13,
        "counterparty": "晨光文具",
        "date": "2026-10-08",
    },
    {"id": 2, "description": "发放9月工资30,000元"},
    {"id": 3, "standard": "火星准则"},
    {
        "id": 4,
        "direction": "sale",
        "item": "咨询费",
        "gross_amount": "101.00",
        "tax_rate": "0.01",
        "taxpayer": "小规模纳税人",
    },
]


def test_propose_entries_answers_each_case_in_its_place(tmp_path) -> None:
    answers = run("propose_entries", tmp_path / "cases.json", CASES)
    first = answers[0]
    assert set(first) == {"id", "entries", "input_vat", "confidence", "action", "reason_zh", "alternatives"}
    assert first["entries"][0] == {
        "direction": "debit",
        "account_code": "560203",
        "account": "管理费用",
        "detail": "办公费",
        "amount": "100.00",
        "is_red_letter": False,
    }
    assert first["entries"][1]["detail"] == "应交增值税（进项税额）"
    assert "今日" in answers[1]["reason_zh"]
    assert answers[2] == {"error": {"code": "invalid_value", "message": "未知的会计准则“火星准则”"}}
    assert [(row["account"], row["amount"]) for row in answers[3]["entries"]] == [
        ("主营业务收入", "100.00"),
        ("应交税费", "1.00"),
        ("应收账款", "101.00"),
    ]
    assert {answer.get("action") for answer in answers} <= {"suggest", "ask", None}


def _history(count: int) -> list[dict[str, object]]:
    entry = {"direction": "debit", "account": "主营业务成本", "detail": "", "amount": "100.00"}
    return [
        {
            **CASES[0],
            "id": f"h{number}",
            "sequence": number,
            "item": f"*信息技术服务*{number % 12 + 1}月服务费",
            "entries": [entry],
        }
        for number in range(1, count + 1)
    ]


def test_history_teaches_the_company_s_own_way(tmp_path) -> None:
    (tmp_path / "history.json").write_text(json.dumps(_history(5), ensure_ascii=False), encoding="utf-8")
    asked = [{**CASES[0], "item": "*信息技术服务*7月服务费"}]
    answer = run("propose_entries", tmp_path / "cases.json", asked, company_history=str(tmp_path / "history.json"))[0]
    assert answer["entries"][0]["account"] == "主营业务成本"
    assert answer["action"] == "suggest"


def test_a_long_clean_history_earns_posting(tmp_path) -> None:
    measured = run("evaluate_engine", tmp_path / "history.json", _history(400))
    assert set(measured) >= {"cases", "accuracy_account", "post", "coverage_at_99", "by_position", "predictions"}
    assert measured["cases"] == 400
    assert measured["accuracy_account_and_detail"] > 0.98
    assert measured["post"]["precision"] == 1.0
    assert all(row["action"] != "post" for row in measured["predictions"][:LEAST_TRIALS])
    assert measured["by_position"][-1]["post_coverage"] == 1.0


@pytest.mark.parametrize("name", ["propose_entries", "evaluate_engine", "keep_books"])
def test_an_unreadable_file_ends_with_status_2(tmp_path, name: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError) as stopped:
        call_command(name, str(path))
    assert stopped.value.returncode == 2
