"""`run_period` from the shell: what it answers when nobody stands behind it, and when the input cannot be used."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foundation.models import Agency, Company, TaxpayerStatus
from samples.demo.documents import documents
from samples.demo.plan import company as plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_company(agency: Agency) -> Company:
    """The small-scale demo client with open doors and no documents."""
    plan = plan_of("small_scale")
    company = Company.objects.create(
        agency=agency, name=plan.party.name, taxpayer_id=plan.party.taxpayer_id, books_begin="2026-09"
    )
    TaxpayerStatus.objects.create(
        company=company, effective_from=date(2026, 9, 1), vat_status="small_scale", vat_filing="quarter"
    )
    return company


@pytest.fixture
def folder(tmp_path):
    """Two of the client's documents that need no OCR."""
    plan = plan_of("small_scale")
    for document in documents(plan, plan.months()[0]):
        if document.plan.id in {"s02", "s05"}:
            (tmp_path / document.name).write_bytes(document.sample.content)
    return tmp_path


def run(*options: str) -> tuple[int, dict]:
    """Exit status and the JSON document."""
    out = StringIO()
    try:
        call_command("run_period", *options, "--json", stdout=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_without_a_person_it_stops_with_status_3_and_says_what_waits(client_company, folder):
    status, answer = run("--company", client_company.name, "--period", "2026-09", "--documents", str(folder))
    assert status == 3
    (waiting,) = answer["waiting"]
    assert (waiting["stage"], waiting["count"]) == ("entries", 2)
    assert waiting["url"] == f"/c/{client_company.pk}/books/proposals/?period=2026-09"


def test_with_a_person_it_goes_on_to_the_approval_and_names_the_hash(client_company, folder, supervisor):
    options = ["--company", client_company.taxpayer_id, "--period", "2026-09", "--documents", str(folder)]
    status, answer = run(*options, "--as", supervisor.username, "--accept-suggestions")
    assert status == 3
    (waiting,) = answer["waiting"]
    assert waiting["stage"] == "approval"
    assert len(waiting["hash"]) == 64


def test_a_wrong_hash_approves_nothing(client_company, folder, supervisor):
    options = ["--company", client_company.taxpayer_id, "--period", "2026-09", "--documents", str(folder)]
    person = ["--as", supervisor.username, "--accept-suggestions", "--approve", "0" * 64, "--file", "direct_api"]
    status, answer = run(*options, *person)
    assert (status, answer["waiting"][0]["stage"]) == (3, "approval")
    assert answer["receipts"] == []


def test_an_accountant_cannot_close_and_is_told_so(client_company, folder, accountant):
    options = ["--company", client_company.taxpayer_id, "--period", "2026-09", "--documents", str(folder)]
    with pytest.raises(CommandError, match="主管"):
        run(*options, "--as", accountant.username, "--accept-suggestions")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--company", "没有这家", "--period", "2026-09"], "must name one company"),
        (["--company", "云岚", "--period", "September"], "not a month"),
        (["--company", "云岚", "--period", "2026-09", "--as", "nobody"], "nobody logs in"),
    ],
)
def test_input_that_cannot_be_used_is_refused_with_status_2(client_company, options, said):
    with pytest.raises(CommandError, match=said) as refused:
        run(*options)
    assert refused.value.returncode == 2


def test_a_stranger_does_not_learn_that_the_company_exists(client_company, stranger):
    with pytest.raises(CommandError, match="it names none"):
        run("--company", client_company.name, "--period", "2026-09", "--as", stranger.username)
