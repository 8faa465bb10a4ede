"""The operation log: found by person, time and content; its chain proves itself (财会〔2024〕12号 Art. 32)."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from archives.selectors.operation_log import LogQuery, entries_of, read_query
from archives.services.verify_log import prove_log
from foundation.audit import record
from foundation.models import AuditEntry
from kernel.errors import InvalidValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(small_scale, owner, accountant):
    with time_machine.travel(datetime(2026, 9, 1, 2, tzinfo=UTC), tick=False):
        record(company=small_scale, actor=owner, action="period.closed", content={"period": "2026-08"})
    with time_machine.travel(datetime(2026, 9, 2, 2, tzinfo=UTC), tick=False):
        record(company=small_scale, actor=accountant, action="voucher.reversed", content={"reason": "金额录错"})
    with time_machine.travel(datetime(2026, 9, 3, 2, tzinfo=UTC), tick=False):
        record(company=small_scale, actor=None, action="invoice.read", subject="invoice:41", content={"number": "2631"})
    return small_scale


def found(company, **given) -> list[str]:
    return [entry.action for entry in entries_of([company], read_query(given))]


def test_the_log_is_found_by_person_time_and_content(history, owner):
    assert found(history) == ["invoice.read", "voucher.reversed", "period.closed"]
    assert found(history, actor=str(owner.pk)) == ["period.closed"]
    assert found(history, actor="system") == ["invoice.read"]
    assert found(history, start="2026-09-02", end="2026-09-02") == ["voucher.reversed"]
    assert found(history, q="金额录错") == ["voucher.reversed"]
    assert found(history, q="结账 2026-08") == ["period.closed"]
    assert found(history, q="invoice:41") == ["invoice.read"]
    assert found(history, action="invoice.read", q="accountant") == []


def test_days_are_days_in_china(history, owner):
    late = datetime(2026, 9, 4, 16, 30, tzinfo=UTC)  # 00:30 of the fifth
    with time_machine.travel(late, tick=False):
        record(company=history, actor=owner, action="period.reopened")
    assert found(history, start="2026-09-05", end="2026-09-05") == ["period.reopened"]
    with pytest.raises(InvalidValue):
        read_query({"start": "yesterday"})


def test_a_supervisor_sees_the_page_and_an_accountant_does_not(history, supervisor, accountant, login):
    address = reverse("archives:log", args=[history.pk])
    page = login(supervisor).get(address, {"q": "金额录错"}).content.decode()
    assert "红字冲销" in page
    assert "识别发票</td>" not in page
    assert login(accountant).get(address).status_code == 403


def test_the_log_of_the_agency_holds_every_company_supervised_and_no_other(
    history, general, supervisor, accountant, stranger, login
):
    record(company=general, actor=None, action="document.received", content={"name": "别的公司.pdf"})
    page = login(supervisor).get(reverse("archives_agency:log")).content.decode()
    assert "别的公司.pdf" in page
    assert "金额录错" in page
    assert login(accountant).get(reverse("archives_agency:log")).status_code == 403
    assert login(stranger).get(reverse("archives_agency:log")).status_code == 403  # supervises no company yet


def test_the_excel_file_holds_what_was_found_as_text(history, supervisor, owner, login):
    record(company=history, actor=owner, action="voucher.reversed", content={"reason": "=1+1 公式"})
    answer = login(supervisor).get(reverse("archives:log_file", args=[history.pk]), {"q": "公式"})
    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active for cell in row if cell.value]
    assert any("=1+1" in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    assert not any("金额录错" in str(cell.value) for cell in cells)


def test_the_chain_holds_and_a_forged_entry_is_found(history, supervisor, login):
    address = reverse("archives:log_verify", args=[history.pk])
    page = login(supervisor).post(address, follow=True).content.decode()
    assert "日志链完整" in page
    last = AuditEntry.objects.filter(company=history).latest("sequence")
    forged = {field.attname: getattr(last, field.attname) for field in last._meta.concrete_fields if field.name != "id"}
    AuditEntry.objects.bulk_create([AuditEntry(**forged | {"sequence": last.sequence + 2})])
    assert prove_log(history).first_broken == last.sequence + 2
    assert "断开" in login(supervisor).post(address, follow=True).content.decode()


def test_the_api_searches_and_proves(history, supervisor, login):
    client = login(supervisor)
    answer = client.get(f"/api/v1/companies/{history.pk}/archives/log/", {"q": "金额录错"}).json()
    assert [row["action"] for row in answer["results"]] == ["voucher.reversed"]
    proof = client.post(f"/api/v1/companies/{history.pk}/archives/log/verify/").json()
    assert proof == {"holds": True, "entries": 3, "first_broken": None, "first_changed": None}
    assert entries_of([history], LogQuery(action="log.verified")).get().content["entries"] == 3
