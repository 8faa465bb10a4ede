"""`reconcile_bank`: the contract's answer, and worked exercises of a folder named by CASES_DIR."""

from __future__ import annotations

import io
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

D = Decimal
CASE = {
    "as_of": "2026-09-30",
    "ledger_balance": "10000.00",
    "statement_balance": 12345.5,
    "ledger": [
        {
            "id": "L1",
            "date": "2026-09-02",
            "amount": "5000.00",
            "counterparty": "青岚云杉商贸有限公司",
            "description": "货款",
        },
        {"id": "L2", "date": "2026-09-29", "amount": "-1500.00", "description": "开出支票", "reference": "ZP0007"},
    ],
    "statement": [
        {"id": 1, "date": "2026-09-03", "amount": 5000, "counterparty": "云杉商贸"},
        {"id": 2, "date": "2026-09-30", "amount": "849.00", "description": "存款利息"},
        {"id": 3, "date": "2026-09-30", "amount": "-3.50", "description": "手续费"},
    ],
}


def run(tmp_path: Path, data: object) -> object:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    out = io.StringIO()
    call_command("reconcile_bank", str(path), stdout=out)
    return json.loads(out.getvalue())


def test_a_case_is_answered_as_the_contract_says(tmp_path) -> None:
    answer = run(tmp_path, CASE)
    assert [(one["ledger"], one["statement"], one["action"]) for one in answer["matches"]] == [(["L1"], [1], "match")]
    assert 0.99 < answer["matches"][0]["confidence"] <= 1
    assert answer["matches"][0]["reason"]
    assert answer["outstanding"] == {
        "bank_received_not_ledger": [2],
        "bank_paid_not_ledger": [3],
        "ledger_received_not_bank": [],
        "ledger_paid_not_bank": ["L2"],
    }
    assert answer["adjusted_ledger_balance"] == answer["adjusted_statement_balance"] == "10845.50"
    assert answer["balanced"] is True


def test_a_case_that_fails_stands_in_its_place(tmp_path) -> None:
    bad = {"ledger": [{"id": 1, "date": "2026-13-01", "amount": "1"}]}
    twice = {"statement": [{"id": 1, "amount": "1"}, {"id": 1, "amount": "2"}]}
    answers = run(tmp_path, [bad, CASE, twice, {}])
    assert [set(answer) == {"error"} for answer in answers] == [True, False, True, False]
    assert answers[3]["balanced"] is True


def _case(raw: dict) -> dict:
    """Lines of an exercise told in sums: what one side lacks stands on the other; corrections are of their own side."""
    day = raw["date"] if raw["date"][:1].isdigit() else None

    def lines(mark: str, *parts: tuple[str, int]) -> list[dict]:
        rows = [(row, sign) for name, sign in parts for row in raw[name]]
        return [
            {"id": f"{mark}{n}", "date": day, "amount": str(sign * D(str(row["amount"]))), "description": row["item"]}
            for n, (row, sign) in enumerate(rows, 1)
        ]

    return {
        "as_of": day,
        "ledger_balance": raw["ledger_balance"],
        "statement_balance": raw["bank_balance"],
        "ledger": lines("L", ("company_received_bank_not", 1), ("company_paid_bank_not", -1), ("bank_corrections", 1)),
        "statement": lines(
            "B", ("bank_received_company_not", 1), ("bank_paid_company_not", -1), ("ledger_corrections", 1)
        ),
    }


def test_worked_exercises_come_to_their_adjusted_balances(tmp_path) -> None:
    folder = os.environ.get("CASES_DIR", "")
    if not folder:
        pytest.skip("CASES_DIR is not set: worked exercises are not checked")
    cases = json.loads((Path(folder) / "reconciliation.json").read_text(encoding="utf-8"))["cases"]
    worked = [raw for raw in cases if raw["status"] == "verified"]
    answers = run(tmp_path, [_case(raw) for raw in worked])
    for raw, answer in zip(worked, answers, strict=True):
        wanted = D(str(raw["adjusted_balance"]))
        assert D(answer["adjusted_ledger_balance"]) == D(answer["adjusted_statement_balance"]) == wanted, raw["id"]
        assert answer["balanced"]
