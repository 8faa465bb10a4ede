"""The demo clients: their figures are as planned, their bank agrees with their invoices, loading them twice is once."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from kernel.period import AccountingPeriod
from kernel.taxpayer_id import is_uscc
from samples.demo import bureau, folder, outcome
from samples.demo.documents import documents, truth_of
from samples.demo.plan import companies, company
from samples.demo.statement import statement

SEPTEMBER, OCTOBER = AccountingPeriod(2026, 9), AccountingPeriod(2026, 10)
KEYS = ["small_scale", "general", "individual"]


@pytest.mark.parametrize("key", KEYS)
def test_a_client_is_fictional_and_has_a_month_worth_of_documents(key):
    client = company(key)
    assert is_uscc(client.party.taxpayer_id)
    assert 12 <= len(documents(client, SEPTEMBER)) <= 26
    assert documents(client, OCTOBER)


def test_the_small_scale_company_passes_the_threshold_and_the_noodle_house_does_not():
    threshold = Decimal(300_000)
    assert outcome.sales(company("small_scale"), SEPTEMBER) == (Decimal("315000.00"), Decimal("3150.00"))
    assert outcome.sales(company("individual"), SEPTEMBER)[0] < threshold
    assert outcome.vat_due(company("individual"), SEPTEMBER) == 0


def test_the_general_taxpayer_owes_output_less_deductible_input():
    client = company("general")
    net, tax = outcome.sales(client, SEPTEMBER)
    assert (net, tax) == (Decimal("331000.00"), Decimal("43030.00"))
    travel = sum(truth_of("general", identity).tax_amount for identity in ("p12", "p13"))
    special = sum(
        truth_of("general", plan.id).tax_amount
        for plan in client.documents
        if plan.month == SEPTEMBER and plan.side == "purchase" and plan.special and not plan.oddity
    )
    assert outcome.vat_due(client, SEPTEMBER) == tax - travel - special


def test_the_reissued_invoice_replaces_the_one_taken_back():
    blue, red = truth_of("general", "s05"), truth_of("general", "s06")
    assert red.gross_amount == -blue.gross_amount
    assert red.original_invoice_number == blue.invoice_number
    assert red.issue_date.isoformat() == "2026-09-22"
    assert red.qr.split(",")[5] == "20260922"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("month", [SEPTEMBER, OCTOBER])
def test_the_statement_runs_from_opening_to_closing_balance(key, month):
    bank = statement(company(key), month)
    assert bank.opening + sum(each.amount for each in bank.movements) == bank.closing
    assert bank.movements[-1].balance == bank.closing > 0


@pytest.mark.parametrize("key", KEYS)
def test_what_was_paid_is_what_the_invoice_says(key):
    client = company(key)
    moved = {(each.name, abs(each.amount)) for month in client.months() for each in statement(client, month).movements}
    for plan in client.documents:
        if plan.paid:
            assert (client.partners[plan.partner].name, truth_of(key, plan.id).gross_amount) in moved


def test_the_statement_of_one_bank_can_be_read_as_csv_in_its_encoding():
    bank = statement(company("small_scale"), SEPTEMBER)
    rows = list(csv.reader(io.StringIO(bank.content.decode("gb18030"))))
    assert rows[0] == ["户名:", "云岚信息咨询有限公司"]
    assert rows[2] == ["日期", "对方户名", "对方账号", "摘要", "借方发生额", "贷方发生额", "余额"]
    assert rows[3][5] == "200000.00"


def test_the_bureau_does_not_know_the_forged_invoice():
    client = company("general")
    numbers = [row["invoice_number"] for row in bureau.invoices(client)]
    assert truth_of("general", "x04").invoice_number not in numbers
    assert len(numbers) == len(set(numbers))
    states = {row["invoice_number"]: row["state"] for row in bureau.invoices(client)}
    assert states[truth_of("general", "s05").invoice_number] == "red_lettered"


def test_files_and_truth_of_all_clients_are_written(tmp_path):
    count = folder.write(tmp_path)
    told = json.loads((tmp_path / "demo_truth.json").read_text(encoding="utf-8"))
    assert len(list(tmp_path.rglob("*.*"))) == count + 1
    assert {entry["tax_period"] for entry in told} == {"2026Q3", "2026Q4", "2026-09", "2026-10"}
    for entry in told:
        for document in entry["documents"]:
            assert (tmp_path / entry["folder"] / document["path"]).stat().st_size > 500


def test_a_duplicate_says_the_same_in_another_file():
    client = company("general")
    twins = [each for each in documents(client, SEPTEMBER) if each.plan.id in ("p05", "x01")]
    assert twins[0].truth.invoice_number == twins[1].truth.invoice_number
    assert twins[0].sample.content != twins[1].sample.content
    assert [each.expected for each in twins] == ["book", "duplicate"]


def test_all_clients_have_names_and_ids_of_their_own():
    assert len({client.party.taxpayer_id for client in companies()}) == 3
