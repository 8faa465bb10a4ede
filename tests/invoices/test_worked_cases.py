"""Worked cases of practice, written in the shape of `check_invoices`: the verdict, and what may be deducted."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

COMPANY = {
    "name": "赤松商贸有限公司",
    "taxpayer_id": "91310000MA00000025",
    "vat_status": "general",
    "accounting_period": "2026-10",
}
PARTIES = {
    "seller_name": "云杉咨询有限公司",
    "seller_taxpayer_id": "91310000MA00000012",
    "buyer_name": COMPANY["name"],
    "buyer_taxpayer_id": COMPANY["taxpayer_id"],
    "issue_date": "2026-10-15",
    "medium": "xml",
}
FILES = sorted((Path(__file__).parent / "worked_cases").glob("*.yaml"))
CASES = {row["name"]: row for file in FILES for row in yaml.safe_load(file.read_text(encoding="utf-8"))}


def run(cases: list[dict], tmp_path: Path) -> list[dict]:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    out = StringIO()
    call_command("check_invoices", str(path), stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("name", list(CASES))
def test_verdict_and_input_vat_are_those_of_practice(name, tmp_path):
    row = CASES[name]
    case = {"id": name, "company": COMPANY, **row["case"]}
    if row.get("usual_parties"):
        case["invoice"] = PARTIES | case["invoice"]
    [answer] = run([case], tmp_path)
    assert {key: answer[key] for key in row["expect"]} == row["expect"], answer["findings"]


def test_every_published_case_of_practice_is_answered_as_stated():
    """The verdicts are the publisher's; our rows only give the facts a structure."""
    folder = os.environ.get("CASES_DIR", "")
    if not folder:
        pytest.skip("CASES_DIR names no folder of published cases")
    published = json.loads((Path(folder) / "invoices_compliance.json").read_text(encoding="utf-8"))["cases"]
    ours = {row["practice"]: row["expect"]["verdict"] for row in CASES.values() if "practice" in row}
    assert ours == {case["id"]: case["verdict"] for case in published}


def test_missing_is_unknown_and_trips_nothing(tmp_path):
    [answer] = run([{"id": 1, "company": {}, "invoice": {"kind": "special_vat"}}], tmp_path)
    assert answer["verdict"] == "compliant"
    assert answer["findings"] == []


def test_one_bad_case_does_not_stop_the_others(tmp_path):
    good, bad = run([{"id": "a", "invoice": {}}, {"id": "b", "invoice": {"issue_date": "morgen"}}], tmp_path)
    assert good["id"] == "a"
    assert bad["error"]["code"] == "invalid_value"


def test_a_file_that_is_no_json_ends_with_status_2(tmp_path):
    path = tmp_path / "cases.json"
    path.write_text("not json", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("check_invoices", str(path))
    assert caught.value.returncode == 2


def test_json_numbers_are_read_exactly(tmp_path):
    invoice = {"kind": "special_vat", "net_amount": 0.1, "tax_amount": 0.2, "gross_amount": 0.3}
    [answer] = run([{"id": 1, "company": {}, "invoice": invoice}], tmp_path)
    assert answer["verdict"] == "compliant"
