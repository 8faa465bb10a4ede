"""Archives and exports: whole, sealed, provable by themselves, and the client takes all its data away."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.urls import reverse

from archives.domain.manifest import MANIFEST, SEAL
from archives.domain.member import Member, whole
from archives.models import ArchivePackage
from archives.selectors.export_plan import NOT_EXPORTED, tables
from archives.services.start_package import start_package
from archives.services.verify_package import verify_package
from archives.services.write_package import write_package
from bookkeeping.services.keep_employees import save_employee
from foundation.credentials import store_secret
from foundation.documents.exports import document_path
from foundation.jobs import run_pending
from foundation.models import AuditEntry, Company
from foundation.provenance import Ref
from kernel.errors import InvalidValue, NotPermitted
from kernel.period import AccountingPeriod
from tests.bookkeeping.payroll_people import CARD

pytestmark = pytest.mark.django_db
SEPTEMBER = AccountingPeriod(2026, 9)


@pytest.fixture
def booked(books, post, invoice):
    """A voucher booked from an e-invoice and one without papers."""
    row = invoice()
    post("invoice:1", sources=(Ref("invoice", row.pk),), text="=SUM(A1) 办公用品")
    post("hand:1", "12.00")
    return row


@pytest.fixture
def archive(books, booked, supervisor) -> ArchivePackage:
    package = start_package(books, "archive", supervisor, start=SEPTEMBER, end=SEPTEMBER)
    run_pending(company_id=books.pk, kinds=["archives.make_package"])
    package.refresh_from_db()
    return package


def names(package: ArchivePackage) -> list[str]:
    with zipfile.ZipFile(package.path) as opened:
        return opened.namelist()


def read(package: ArchivePackage, name: str) -> str:
    with zipfile.ZipFile(package.path) as opened:
        return opened.read(name).decode("utf-8-sig")


def test_an_archive_holds_what_the_law_names(archive, booked):
    assert archive.state == "done", archive.error
    held = names(archive)
    for wanted in (
        "vouchers/2026-09.csv", "ledgers/journal/2026-09.csv", "ledgers/journal/2026-09.pdf",
        "ledgers/trial-balance/2026-09.csv", "ledgers/general-ledger/2026-09_2026-09.csv",
        "statements/2026-09/balance_sheet.pdf", "statements/2026-09/income_statement.csv",
        "originals/index-2026-09.csv", "audit/entries.jsonl", "retention.json", MANIFEST, SEAL,
    ):  # fmt: skip
        assert wanted in held, wanted
    assert any(name.startswith("ledgers/subsidiary/1002-") for name in held)
    booking = [name for name in held if name.startswith("booking/2026-09/")]
    assert len(booking) == 1
    assert booked.invoice_number in read(archive, booking[0])
    original = f"originals/{booked.document.sha256[:2]}/{booked.document.sha256}.pdf"
    assert original in held
    assert original in read(archive, "originals/index-2026-09.csv")
    assert "'=SUM(A1)" not in read(archive, "audit/entries.jsonl")
    assert "'=SUM(A1)" in read(archive, "vouchers/2026-09.csv")
    terms = {each["category"]: each["keep_until"] for each in json.loads(read(archive, "retention.json"))["terms"]}
    assert terms["vouchers"] == "2057-01-01"
    assert terms["annual_reports"] is None


def test_the_command_proves_a_package_and_finds_what_was_changed(archive, tmp_path, capsys):
    call_command("verify_archive", str(archive.path), "--manifest-sha256", archive.manifest_sha256)
    assert "members hold" in capsys.readouterr().out
    with pytest.raises(CommandError, match="another manifest"):
        call_command("verify_archive", str(archive.path), "--manifest-sha256", "0" * 64)
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(archive.path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name != "retention.json":
                new.writestr(name, data.replace(b"800.00", b"900.00") if name == "vouchers/2026-09.csv" else data)
        new.writestr("extra.txt", b"")
    with pytest.raises(CommandError, match=r"3 problem\(s\)"):
        call_command("verify_archive", str(forged))
    told = capsys.readouterr().out
    assert "changed: vouchers/2026-09.csv" in told
    assert "missing: retention.json" in told
    assert "not listed: extra.txt" in told


@pytest.mark.parametrize("name", [MANIFEST, SEAL])
def test_a_package_without_its_seal_or_with_another_does_not_hold(archive, tmp_path, name):
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(archive.path) as old, zipfile.ZipFile(forged, "w") as new:
        for each in old.namelist():
            new.writestr(
                each, old.read(each) + b" " if each == MANIFEST == name else b"x" if each == name else old.read(each)
            )
    assert not verify_package(forged).holds
    (tmp_path / "no.zip").write_bytes(b"PK no archive")
    assert not verify_package(tmp_path / "no.zip").holds


def test_making_it_again_gives_the_same_bytes(tmp_path):
    members = [whole("a.txt", "ledgers", lambda: b"one"), whole("b.txt", "ledgers", lambda: b"two")]
    heard: list[int] = []
    first = write_package(tmp_path / "1.zip", {"company": "甲"}, members, progress=heard.append)
    second = write_package(tmp_path / "2.zip", {"company": "甲"}, members, progress=heard.append)
    assert first == second
    assert heard == [1, 2, 1, 2]


def test_a_failure_leaves_no_half_file(tmp_path):
    def broken():
        yield b"some"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_package(tmp_path / "1.zip", {}, [Member("a", "ledgers", broken)], progress=lambda _done: None)
    assert list(tmp_path.iterdir()) == []


def test_a_changed_or_lost_original_is_named_in_the_package(books, booked, supervisor):
    document_path(booked.document).write_bytes(b"forged")
    package = start_package(books, "archive", supervisor, start=SEPTEMBER, end=SEPTEMBER)
    run_pending(company_id=books.pk)
    package.refresh_from_db()
    assert [problem.partition(":")[0] for problem in package.problems] == ["changed"]
    document_path(booked.document).unlink()
    package = start_package(books, "archive", supervisor, start=SEPTEMBER, end=SEPTEMBER)
    run_pending(company_id=books.pk)
    package.refresh_from_db()
    assert [problem.partition(":")[0] for problem in package.problems] == ["missing"]


def test_who_may_order_and_take_it_and_the_log_says_so(books, archive, supervisor, owner, accountant, login):
    with pytest.raises(NotPermitted):
        start_package(books, "archive", accountant, start=SEPTEMBER, end=SEPTEMBER)
    with pytest.raises(NotPermitted):
        start_package(books, "export", supervisor)
    with pytest.raises(InvalidValue):
        start_package(books, "archive", owner, start=SEPTEMBER, end=AccountingPeriod(2026, 8))
    address = reverse("archives:package_file", args=[books.pk, archive.pk])
    assert login(accountant).get(address).status_code == 403
    answer = login(supervisor).get(address)
    assert b"".join(answer.streaming_content) == archive.path.read_bytes()
    acts = list(
        AuditEntry.objects.filter(action__startswith="package.").order_by("sequence").values_list("action", flat=True)
    )
    assert acts == ["package.requested", "package.made", "package.downloaded"]
    made = AuditEntry.objects.get(action="package.made").content
    assert made["manifest_sha256"] == archive.manifest_sha256


@pytest.fixture
def export(books, booked, accountant, owner) -> ArchivePackage:
    save_employee(books, CARD, {"identity": "11010519491231002X"}, actor=accountant)
    store_secret(books, "bureau.portal", {"user": "13900000000", "password": "never leaves"})
    package = start_package(books, "export", owner)
    run_pending(company_id=books.pk, kinds=["archives.make_package"])
    package.refresh_from_db()
    return package


def test_every_model_of_a_company_is_exported_or_named_as_an_exception():
    """Found another way than the export does: by columns that name an exported table, round after round."""
    base = Path(project.BASE_DIR)
    models = [model for model in apps.get_models() if (base / model._meta.app_label).is_dir()]
    belongs = {Company}
    for _round in models:
        belongs |= {
            model
            for model in models
            for field in model._meta.get_fields()
            if field.concrete and (field.many_to_one or field.one_to_one) and field.related_model in belongs
        }
    exported = {table.label for table in tables()}
    assert {model._meta.label for model in belongs} == exported | (set(NOT_EXPORTED) & {m._meta.label for m in belongs})
    assert not exported & set(NOT_EXPORTED)
    assert {model._meta.label for model in models} >= set(NOT_EXPORTED)
    loose = {model._meta.label for model in models} - exported - set(NOT_EXPORTED)
    # Named in the schema and people; what companies of an agency have in common belongs to none of them.
    assert loose == {
        "bookkeeping.AgencyExperience", "foundation.Agency", "foundation.AuditChain", "foundation.User",
        "workbench.MorningReport",
    }  # fmt: skip


def test_the_export_holds_every_row_with_a_description_and_no_log_in(export, books, general, booked):
    assert export.state == "done", export.error
    schema = json.loads(read(export, "schema.json"))
    described = {table["name"]: table for table in schema["tables"]}
    for table in tables():
        lines = read(export, f"tables/{table.label}.jsonl").splitlines()
        # The row of the end of this very job came after its table was read.
        assert len(lines) == described[table.label]["rows"] <= table.rows(books).count()
        assert f"tables/{table.label}.csv" in names(export)
        for line in lines:
            assert set(json.loads(line)) == {field["name"] for field in described[table.label]["fields"]}
    assert described["bookkeeping.JournalLine"]["rows"] > 0
    assert [json.loads(line)["id"] for line in read(export, "tables/foundation.Company.jsonl").splitlines()] == [
        books.pk
    ]
    assert any(name.endswith(f"{booked.document.sha256}.pdf") for name in names(export))
    everything = "".join(read(export, name) for name in names(export) if name.endswith((".jsonl", ".csv", ".json")))
    assert "never leaves" not in everything
    assert "ciphertext" not in everything.replace("foundation.Handover.answer_ciphertext", "")
    assert general.name not in everything
    assert verify_package(export.path).holds
    assert Counter(names(export)).most_common(1)[0][1] == 1


def test_what_is_sealed_of_employees_leaves_with_the_company(export):
    line = json.loads(read(export, "tables/sealed_employees.jsonl").splitlines()[0])
    assert "11010519491231002X" in line.values()


def test_only_the_owner_takes_all_data_away(export, books, supervisor, owner, login):
    address = reverse("archives:package_file", args=[books.pk, export.pk])
    assert login(supervisor).get(address).status_code == 403
    answer = login(owner).get(address)
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None


def test_the_page_orders_and_shows_and_the_api_too(books, booked, owner, supervisor, login):
    page = reverse("archives:packages", args=[books.pk])
    client = login(supervisor)
    client.post(
        reverse("archives:package_make", args=[books.pk]), {"kind": "archive", "start": "2026-09", "end": "2026-09"}
    )
    again = reverse("archives:package_progress", args=[books.pk])
    assert again in client.get(page).content.decode()
    run_pending(company_id=books.pk)
    shown = client.get(page).content.decode()
    assert ArchivePackage.objects.get().sha256 in shown
    assert again not in shown
    assert "30 年" in shown
    made = login(owner).post(
        f"/api/v1/companies/{books.pk}/archives/packages/", {"kind": "export"}, content_type="application/json"
    )
    assert made.status_code == 202
    second = login(owner).post(
        f"/api/v1/companies/{books.pk}/archives/packages/", {"kind": "export"}, content_type="application/json"
    )
    assert second.json()["id"] == made.json()["id"]
    assert len(client.get(f"/api/v1/companies/{books.pk}/archives/packages/").json()) == 2
