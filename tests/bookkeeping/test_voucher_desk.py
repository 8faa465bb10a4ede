"""Around vouchers: templates, papers, settings of accounts, lists of items, voucher types, and all of it by API."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from bookkeeping.models import Account, AnalysisItem, Voucher, VoucherTemplate
from bookkeeping.selectors.proof import changed_batches
from bookkeeping.selectors.templates import templates_due
from bookkeeping.selectors.voucher_pages import papers_added
from bookkeeping.services.close_period import close_period
from bookkeeping.services.close_profit_and_loss import close_profit_and_loss
from bookkeeping.services.open_books import open_books
from foundation.models import AuditEntry
from kernel.period import AccountingPeriod
from tests.bookkeeping.test_voucher_entry import asking, typed  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
SEPTEMBER = AccountingPeriod(2026, 9)


@pytest.fixture
def base(asking) -> str:  # noqa: F811 - the fixture above
    return f"/c/{asking.pk}/books/"


@pytest.fixture
def api(asking) -> str:  # noqa: F811
    return f"/api/v1/companies/{asking.pk}/books/"


def picture(colour: str = "white") -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(target, "PNG")
    return SimpleUploadedFile("小票.png", target.getvalue(), "image/png")


def test_a_recurring_template_is_offered_until_it_is_used(login, accountant, viewer, asking, base) -> None:  # noqa: F811
    client = login(accountant)
    client.post(f"{base}vouchers/new/?period=2026-09", typed(save="1"))
    pk = Voucher.objects.get().pk
    client.post(f"{base}vouchers/{pk}/template/", {"name": "月租", "is_recurring": "on"})
    template = VoucherTemplate.objects.get()
    assert [(row["account"].split()[0], row["debit"]) for row in template.rows] == [("560204", ""), ("1002", "")]
    assert templates_due(asking.pk, SEPTEMBER) == [template]
    assert "本月尚未录入" in client.get(f"{base}vouchers/?period=2026-09").content.decode()
    assert "D01 销售部" in client.get(f"{base}vouchers/new/?period=2026-09&template={template.pk}").content.decode()
    client.post(f"{base}vouchers/new/?period=2026-09", typed(entry_key="e2", template=str(template.pk), save_new="1"))
    assert templates_due(asking.pk, SEPTEMBER) == []
    assert templates_due(asking.pk, SEPTEMBER.shifted(1)) == [template]
    assert Voucher.objects.latest("pk").attachment_count == 3
    assert login(viewer).post(f"{base}vouchers/templates/{template.pk}/remove/").status_code == 403
    client.post(f"{base}vouchers/templates/{template.pk}/remove/")
    assert not VoucherTemplate.objects.exists()
    assert "还没有凭证模板" in client.get(f"{base}vouchers/templates/").content.decode()


def test_papers_are_added_even_after_posting(login, accountant, asking, base) -> None:  # noqa: F811
    client = login(accountant)
    client.post(f"{base}vouchers/new/?period=2026-09", typed(post="1"))
    voucher = Voucher.objects.get(state="posted")
    page = client.post(f"{base}vouchers/{voucher.pk}/papers/", {"files": [picture()]}, follow=True).content.decode()
    assert "小票.png" in page
    assert "附件 4 张" in page
    assert papers_added([voucher.pk]) == {voucher.pk: 1}
    assert changed_batches(asking.pk) == []
    [document] = AuditEntry.objects.filter(action="voucher.paper_added")
    client.post(f"{base}vouchers/{voucher.pk}/papers/", {"remove": document.content["document"]})
    assert papers_added([voucher.pk]) == {voucher.pk: 1}


def test_a_paper_is_taken_off_a_draft(login, accountant, base) -> None:
    client = login(accountant)
    client.post(f"{base}vouchers/new/?period=2026-09", typed(save="1"))
    voucher = Voucher.objects.get()
    client.post(f"{base}vouchers/{voucher.pk}/papers/", {"files": [picture("red"), picture("blue")]})
    [first, _second] = AuditEntry.objects.filter(action="voucher.paper_added").order_by("pk")
    client.post(f"{base}vouchers/{voucher.pk}/papers/", {"remove": first.content["document"]})
    assert papers_added([voucher.pk]) == {voucher.pk: 1}


def test_an_account_is_added_and_set(login, accountant, viewer, base) -> None:
    client = login(accountant)
    answer = client.post(f"{base}accounts/", {"parent": "1122", "name": "境外客户"})
    assert answer["Location"].endswith("/accounts/112201/")
    facts = {"name": "海外客户", "dimensions": ["project", "employee"], "currency": "usd", "is_active": "on"}
    client.post(f"{base}accounts/112201/", facts)
    row = Account.objects.get(code="112201")
    assert (row.name, row.dimensions, row.currency) == ("海外客户", "employee project", "USD")
    refused = client.post(f"{base}accounts/112201/", {**facts, "currency": "RMB"})
    assert refused.status_code in {302, 422}
    assert client.post(f"{base}accounts/1001/", {**facts, "name": "现金"}).status_code == 422
    assert "职员、项目" in client.get(f"{base}accounts/").content.decode()
    assert login(viewer).get(f"{base}accounts/112201/").status_code == 200
    assert login(viewer).post(f"{base}accounts/112201/", facts).status_code == 403


def sheet(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return SimpleUploadedFile("a.xlsx", target.getvalue())


def test_items_are_added_changed_found_and_imported(login, accountant, viewer, base) -> None:
    client = login(accountant)
    client.post(f"{base}items/?dimension=project", {"code": "P1", "name": "一号楼", "is_active": "on"})
    row = AnalysisItem.objects.get(code="P1")
    client.post(f"{base}items/{row.pk}/", {"code": "P1", "name": "二号楼"})
    row.refresh_from_db()
    assert (row.name, row.is_active) == ("二号楼", False)
    assert "二号楼" in client.get(f"{base}items/?dimension=project&q=ehl").content.decode()
    assert client.post(f"{base}items/?dimension=project", {"code": "P 2", "name": "x"}).status_code == 422
    place = f"{base}items/import/?dimension=project"
    wrong = sheet(("编码", "名称"), ("P2", "三号楼"), ("P3", ""), ("P4", "三号楼"))
    assert client.post(place, {"file": wrong}).content.decode().count("<tr><td>") == 2
    assert not AnalysisItem.objects.filter(code="P2").exists()
    client.post(place, {"file": sheet(("*编码", "名称", "规格型号"), ("P1", "二号楼", ""), (22, "四号楼", "大"))})
    assert set(AnalysisItem.objects.filter(dimension="project", is_active=True).values_list("code", flat=True)) == {
        "P1",
        "22",
    }
    assert login(viewer).post(place).status_code == 403


def test_voucher_types_change_only_at_the_start_of_a_month(
    login, supervisor, accountant, small_scale, post, no_closing_steps, invoices
) -> None:
    open_books(small_scale, actor=None)
    address = f"/c/{small_scale.pk}/books/vouchers/types/"
    client = login(supervisor)
    client.post(address, {"scheme": "three"})
    post(small_scale, ("1001", "10", ""), ("5001", "", "10"))
    assert str(Voucher.objects.get()) == "收-1"
    client.post(address, {"scheme": "one"})
    small_scale.refresh_from_db()
    assert small_scale.policy["voucher_types"] == "three"
    assert "现在不能更改" in client.get(address).content.decode()
    close_profit_and_loss(small_scale.pk, SEPTEMBER, actor=supervisor)
    close_period(small_scale.pk, SEPTEMBER, supervisor)
    client.post(address, {"scheme": "one"})
    small_scale.refresh_from_db()
    assert small_scale.policy["voucher_types"] == "one"
    assert login(accountant).post(address, {"scheme": "five"}).status_code == 403


def send(client, method: str, address: str, data: dict) -> object:
    return getattr(client, method)(address, data, content_type="application/json")


VOUCHER = {
    "date": "2026-09-10",
    "description": "买螺栓",
    "voucher_type": "记",
    "attachments": 2,
    "lines": [
        {"account_code": "1405", "debit": "30.00", "quantity": "12.5", "analysis": {"stock_item": "S01"}},
        {"account_code": "1002", "credit": "30.00", "foreign_amount": "4.20"},
    ],
}


def test_a_voucher_says_everything_by_api(login, accountant, api) -> None:
    client = login(accountant)
    made = send(client, "post", f"{api}vouchers/", VOUCHER)
    assert made.status_code == 201, made.content
    shown = client.get(f"{api}vouchers/{made.json()['id']}/").json()
    assert (shown["voucher_type"], shown["attachments"]) == ("记", 2)
    first, second = shown["lines"]
    assert (first["analysis"], first["quantity"]) == ({"stock_item": "S01"}, "12.500000")
    assert (second["analysis"], second["foreign_amount"]) == ({}, "4.20")
    lines = [VOUCHER["lines"][0] | {"analysis": {"weather": "x"}}, VOUCHER["lines"][1]]
    assert send(client, "post", f"{api}vouchers/", VOUCHER | {"lines": lines}).status_code == 400
    assert send(client, "post", f"{api}vouchers/", VOUCHER | {"voucher_type": "付"}).status_code == 400
    papers = f"{api}vouchers/{made.json()['id']}/papers/"
    assert client.post(papers, {"file": picture()}).status_code == 201
    assert [paper["name"] for paper in client.get(papers).json()] == ["小票.png"]
    assert client.post(papers, {}).status_code == 400


def test_accounts_and_items_by_api(login, accountant, viewer, api) -> None:
    client = login(accountant)
    made = send(client, "post", f"{api}accounts/", {"parent_code": "1122", "name": "海外"})
    assert (made.status_code, made.json()["code"]) == (201, "112201")
    changed = send(client, "patch", f"{api}accounts/112201/", {"dimensions": "project", "currency": "USD"})
    assert (changed.json()["dimensions"], changed.json()["name"]) == ("project", "海外")
    assert send(client, "patch", f"{api}accounts/112201/", {"currency": "CNY"}).status_code == 400
    assert client.get(f"{api}accounts/112201/").json()["currency"] == "USD"
    assert len(client.get(f"{api}accounts/?q=112201").json()) == 1
    item = send(client, "post", f"{api}items/", {"dimension": "project", "code": "P1", "name": "一号楼"}).json()
    assert send(client, "patch", f"{api}items/{item['id']}/", {"is_active": False}).json()["is_active"] is False
    assert client.get(f"{api}items/?dimension=project").json()["count"] == 1
    assert client.get(f"{api}items/{item['id']}/").json()["code"] == "P1"
    assert send(login(viewer), "post", f"{api}items/", {}).status_code == 403
