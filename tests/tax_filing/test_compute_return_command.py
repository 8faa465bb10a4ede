"""The command `compute_return`: one case or a list, exact numbers, errors in their place."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

FACTS = {
    "taxpayer": {"legal_form": "enterprise", "filing": "quarter", "location": "city", "six_taxes_relief": True},
    "period": "2026Q2",
    "sales": [{"net_amount": 350000.1, "rate": "0.01", "invoice": "ordinary", "nature": "services"}],
}


def answer(form: str, facts: Any, folder: Path) -> Any:
    path = folder / "facts.json"
    path.write_text(json.dumps(facts), encoding="utf-8")
    printed = StringIO()
    call_command("compute_return", form, str(path), stdout=printed)
    return json.loads(printed.getvalue())


def test_it_prints_one_return_with_every_agreed_field(tmp_path: Path) -> None:
    found = answer("vat_small_scale", FACTS, tmp_path)
    agreed = {
        "form",
        "edition",
        "tax_period",
        "deadline",
        "lines",
        "tax_payable",
        "surtaxes",
        "cross_checks",
        "findings",
        "trace",
    }
    assert agreed <= set(found)
    assert found["lines"]["main"]["1"] == {"goods": "0.00", "services": "350000.10", "total": "350000.10"}
    assert (found["tax_period"], found["deadline"]) == ({"start": "2026-04-01", "end": "2026-06-30"}, "2026-07-15")


def test_a_list_keeps_its_order_and_a_bad_case_answers_with_its_error(tmp_path: Path) -> None:
    good, bad, worse = answer("vat_small_scale", [FACTS, {**FACTS, "period": "soon"}, 7], tmp_path)
    assert good["tax_payable"] == "3500.00"
    assert bad["error"]["code"] == "invalid_value"
    assert worse["error"]["message"]


@pytest.mark.parametrize("text", ["{", "3", '{"period": NaN}'])
def test_unreadable_input_ends_with_status_2(text: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("compute_return", "vat_general", str(path), stderr=StringIO())
    assert ended.value.code == 2


def test_a_rate_outside_the_law_of_the_period_is_an_error_and_never_zero(tmp_path: Path) -> None:
    found = answer("vat_small_scale", {**FACTS, "period": "2035Q1"}, tmp_path)
    assert found["error"]["code"] in ("no_rule_in_force", "no_form_in_force")


def test_financial_statements_take_a_set_of_books(tmp_path: Path) -> None:
    books = {
        "standard": "小企业会计准则",
        "taxpayer": "小规模纳税人",
        "period": "2026-03",
        "opening_balances": [],
        "transactions": [
            {
                "id": "1",
                "description": "收到投资款",
                "entries": [
                    {"direction": "debit", "account": "银行存款", "amount": "50000.00"},
                    {"direction": "credit", "account": "实收资本", "amount": "50000.00"},
                ],
            }
        ],
        "close": True,
    }
    found = answer("financial_statements", books, tmp_path)
    cash = next(line for line in found["lines"]["balance_sheet"] if line["title"].startswith("货币资金"))
    assert cash["closing"] == "50000.00"
