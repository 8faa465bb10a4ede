"""The books over HTTP."""

from __future__ import annotations

import pytest

from bookkeeping.models import Voucher
from foundation.models import AuditEntry

CAPITAL = {
    "date": "2026-09-03",
    "description": "收到投资款",
    "key": "capital",
    "post": True,
    "lines": [{"account_code": "1002", "debit": "5000.00"}, {"account_code": "3001", "credit": "5000.00"}],
}


@pytest.fixture
def base(small_scale) -> str:
    return f"/api/v1/companies/{small_scale.pk}/books/"


def send(client, url: str, data: dict) -> object:
    return client.post(url, data, content_type="application/json")


def test_a_voucher_is_posted_once_and_read_back(login, accountant, base) -> None:
    client = login(accountant)
    first = send(client, base + "vouchers/", CAPITAL)
    assert (first.status_code, first.json()["number"], first.json()["state"]) == (201, 1, "posted")
    assert send(client, base + "vouchers/", CAPITAL).json()["id"] == first.json()["id"]
    listed = client.get(base + "vouchers/?period=2026-09").json()
    assert listed["count"] == 1
    assert listed["results"][0]["lines"][0] == {
        "account_code": "1002",
        "description": "收到投资款",
        "counterparty": "",
        "debit": "5000.00",
        "credit": "0.00",
        "is_red_letter": False,
        "analysis": {},
        "quantity": "0.000000",
        "foreign_amount": "0.00",
    }


def test_an_unbalanced_voucher_is_a_conflict_with_a_sentence(login, accountant, base) -> None:
    broken = {
        **CAPITAL,
        "lines": [{"account_code": "1002", "debit": "1.00"}, {"account_code": "3001", "credit": "2.00"}],
    }
    answer = send(login(accountant), base + "vouchers/", broken)
    assert answer.status_code == 409
    assert answer.json()["code"] == "voucher_refused"
    assert not Voucher.objects.exists()


def test_reports_and_statements_come_as_two_place_strings(login, accountant, base) -> None:
    client = login(accountant)
    send(client, base + "vouchers/", CAPITAL)
    rows = client.get(base + "trial-balance/?period=2026-09").json()
    assert {row["code"]: row["closing_debit"] for row in rows}["1002"] == "5000.00"
    ledger = client.get(base + "ledger/1002/?period=2026-09").json()
    assert (ledger["closing"], ledger["rows"][0]["balance"]) == ("5000.00", "5000.00")
    assert client.get(base + "ledger/9999/").status_code == 404
    sheet = client.get(base + "statements/?period=2026-09").json()["balance_sheet"]
    assert sheet[0]["amounts"] == {"closing": "5000.00", "opening": "0.00"}


def test_reversing_names_the_original(login, accountant, base) -> None:
    client = login(accountant)
    pk = send(client, base + "vouchers/", CAPITAL).json()["id"]
    red = send(client, f"{base}vouchers/{pk}/reverse/", {"date": "2026-09-05", "reason": "重复"}).json()
    assert red["reverses"] == pk
    assert red["lines"][0]["debit"] == "-5000.00"


def test_closing_asks_for_a_supervisor_and_reopening_for_a_reason(
    login, accountant, supervisor, base, invoices, no_closing_steps
) -> None:
    assert send(login(accountant), base + "period/close/?period=2026-09", {}).status_code == 403
    boss = login(supervisor)
    send(boss, base + "vouchers/", CAPITAL)
    assert send(boss, base + "period/carry-forward/?period=2026-09", {}).json() == {"steps": [], "carried_forward": []}
    assert send(boss, base + "period/close/?period=2026-09", {}).status_code == 200
    assert boss.get(base + "period/?period=2026-09").json()["is_closed"]
    assert send(boss, base + "vouchers/", {**CAPITAL, "key": "late"}).status_code == 409
    assert send(boss, base + "period/reopen/?period=2026-09", {}).status_code == 400
    assert send(boss, base + "period/reopen/?period=2026-09", {"reason": "漏记"}).status_code == 200
    assert AuditEntry.objects.filter(action="period.reopened").exists()


def test_proposals_are_accepted_over_the_api(login, accountant, base, invoices, small_scale) -> None:
    invoices.add(small_scale)
    client = login(accountant)
    assert send(client, base + "proposals/?period=2026-09", {}).json() == {"post": 0, "suggest": 1, "ask": 0}
    proposal = client.get(base + "proposals/?period=2026-09").json()["results"][0]
    answer = send(client, f"{base}proposals/{proposal['id']}/accept/", {"account_code": "560242"}).json()
    assert (answer["state"], answer["account_code"]) == ("corrected", "560242")


def test_the_engine_is_led_over_the_api(login, accountant, supervisor, base, invoices, small_scale) -> None:
    for item in ("*文具*签字笔", "*文具*签字笔", "*文具*文件夹", "*文具*订书机"):
        invoices.add(small_scale, item=item)
    client = login(accountant)
    send(client, base + "proposals/?period=2026-09", {})
    rows = client.get(base + "proposals/queue/?period=2026-09").json()
    assert [row["count"] for row in rows] == [2, 1, 1]
    pens, folder, stapler = (row["proposal"] for row in rows)
    assert send(client, f"{base}proposals/{pens}/accept-equal/", {"account_code": "560242"}).json()["accepted"] == 2
    assert client.get(base + "engine/rules/").json() == []
    lines = [
        {"side": "debit", "account_code": "560242", "amount": "113.00"},
        {"side": "credit", "account_code": "1001", "amount": "113.00"},
    ]
    assert send(client, f"{base}proposals/{folder}/accept/", {"lines": lines}).json()["state"] == "corrected"
    rule = client.get(base + "engine/rules/?state=suggested").json()[0]
    assert send(client, f"{base}engine/rules/{rule['id']}/", {"state": "in_force"}).json()["state"] == "in_force"
    assert send(client, f"{base}proposals/{stapler}/reject/", {"reason": "不是文具"}).json()["state"] == "rejected"
    refusal = client.get(base + "engine/refusals/").json()[0]
    assert client.post(f"{base}engine/refusals/{refusal['id']}/lift/").status_code == 204
    again = client.post(f"{base}proposals/{stapler}/undo/").json()
    assert (again["state"], again["account_code"], again["layer"]) == ("proposed", "560242", "rule")
    assert send(client, f"{base}proposals/{again['id']}/rule/", {"account_code": "560203"}).status_code == 201
    assert send(client, base + "engine/", {"mode": "on"}).status_code == 403
    assert send(login(supervisor), base + "engine/", {"mode": "on", "bar": "0.98"}).status_code == 400
    assert send(login(supervisor), base + "engine/", {"mode": "shadow", "bar": "0.995"}).json()["bar"] == "0.9950"
    record = client.get(base + "engine/").json()
    assert (record["whole"]["answers"], record["whole"]["suggested_right"], record["bar"]) == (3, 0, 0.995)


def test_templates_are_tried_and_kept_over_the_api(login, accountant, base, invoices, small_scale) -> None:
    invoices.add(small_scale)
    client = login(accountant)
    send(client, base + "proposals/?period=2026-09", {})
    draft = {"code": "purchase", "settle": {"default": "1123"}}
    tried = send(client, base + "engine/templates/dry-run/?period=2026-10", draft).json()
    assert (tried["period"], tried["tried"], tried["count"]) == ("2026-09", 1, 1)
    assert client.get(base + "engine/templates/").json() == []
    assert send(client, base + "engine/templates/", draft).json()["version"] == 1
    assert send(client, base + "engine/templates/", {"code": "purchase", "lines": []}).status_code == 400
    assert send(client, base + "engine/templates/", {"name": "坏", "lines": [{"percent": "x"}]}).status_code == 400
