"""The bureau's lists: read from exported sheets, remembered columns, kept once, compared with what was received."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from invoices.domain.invoice_list import ListedRow
from invoices.domain.list_comparison import Side, differences
from invoices.models import Invoice, ListedInvoice, ListMapping
from invoices.selectors.listed import has_list, list_differences
from invoices.services.invoice_lists import Unexplained, _from_api, fetch_lists, import_list, unexplained
from kernel.errors import FinalFailure, InvalidValue, NotPermitted, TemporaryFailure
from kernel.period import AccountingPeriod

SEPTEMBER = AccountingPeriod(2026, 9)
D = Decimal
TITLES = [
    "序号",
    "发票代码",
    "发票号码",
    "数电发票号码",
    "销方识别号",
    "销方名称",
    "开票日期",
    "金额",
    "税额",
    "价税合计",
    "发票状态",
]
SELLER = ["91310000MA00000037", "青松文具店"]
ROWS = [
    [1, "", "", "26312000000000000001", *SELLER, "2026-09-10 10:11:12", 792.08, 7.92, 800, "正常"],
    [2, "", "", "26312000000000000002", *SELLER, "2026-09-11 09:00:00", "1,000.00", "130.00", "1,130.00", "正常"],
    [3, "", "", "26312000000000000002", *SELLER, "2026-09-11 09:00:00", 100, 13, 113, "正常"],
    [4, "", "", "26312000000000000003", *SELLER, "2026-09-12 09:00:00", 50, 0, 50, "已红冲-全额"],
]  # fmt: skip


def sheet(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.django_db
def test_an_exported_list_is_read_and_kept_once(general, accountant, viewer):
    content = sheet(["全量发票查询导出结果"], TITLES, *ROWS)
    assert import_list(general, "purchase", content, actor=accountant) == {"listed": 3, "new": 3, "unread": 0}
    assert import_list(general, "purchase", content, actor=accountant) == {"listed": 3, "new": 0, "unread": 0}
    two = ListedInvoice.objects.get(invoice_number="26312000000000000002")
    assert (two.gross_amount, two.issue_date, two.seller_name) == (D("1243.00"), date(2026, 9, 11), "青松文具店")
    assert ListedInvoice.objects.get(invoice_number__endswith="3").state == "red_lettered"
    with pytest.raises(NotPermitted):
        import_list(general, "purchase", content, actor=viewer)
    with pytest.raises(InvalidValue):
        import_list(general, "elsewhere", content, actor=accountant)


@pytest.mark.django_db
def test_unknown_columns_are_asked_for_once_and_remembered(general, small_scale, accountant, login):
    content = sheet(["编号甲", "日子", "对方", "总额"], ["26312000000000000009", "2026年9月3日", "青松文具店", 80])
    assert isinstance(unexplained(general, content), Unexplained)
    client, base = login(accountant), f"/c/{general.pk}/invoices/lists/"
    file = SimpleUploadedFile("清单.xlsx", content)
    asked = client.post(f"{base}import/?period=2026-09", {"file": file, "direction": "purchase"})
    assert "columns" in asked["Location"]
    assert "编号甲" in client.get(asked["Location"]).content.decode()
    said = {
        "column_0": "invoice_number",
        "column_1": "issue_date",
        "column_2": "seller_name",
        "column_3": "gross_amount",
    }
    client.post(asked["Location"], said)
    row = ListedInvoice.objects.get()
    assert (row.issue_date, row.gross_amount, row.direction) == (date(2026, 9, 3), D("80.00"), "purchase")
    assert unexplained(general, content) is None
    assert isinstance(unexplained(small_scale, content), Unexplained)
    assert ListMapping.objects.get().decided_by == accountant
    assert "26312000000000000009" in client.get(f"{base}?period=2026-09").content.decode()


@pytest.mark.django_db
def test_lists_are_asked_of_every_source(general, settings, monkeypatch):
    asked = []

    class Source:
        def rows(self, company, direction, start, end):
            asked.append((direction, start, end))
            return [ListedRow(f"2631200000000000000{len(asked)}", issue_date=start)]

    settings.BUREAU_INVOICE_SOURCES = ["invoices.services.invoice_lists.BureauApi"]
    with pytest.raises(TemporaryFailure):
        fetch_lists(general, SEPTEMBER)
    monkeypatch.setattr("invoices.services.invoice_lists.BureauApi", Source)
    assert fetch_lists(general, SEPTEMBER) == {"listed": 2, "new": 2}
    assert [one[0] for one in asked] == ["purchase", "sale"]
    assert has_list(general.pk, SEPTEMBER)


def test_an_answer_that_is_none_is_refused():
    with pytest.raises(KeyError):
        _from_api({"invoice_number": "1"})
    assert issubclass(FinalFailure, Exception)


def test_what_one_side_lacks_and_what_differs():
    def side(number: str, gross: str = "100.00", state: str = "", id_: int = 0) -> Side:
        return Side("purchase", number, "", date(2026, 9, 1), "青松", D(gross), state, id_)

    ours = [side("1", id_=1), side("2", "90.00", id_=2), side("3", id_=3), side("4", id_=4)]
    theirs = [side("1"), side("2"), side("4", state="voided"), side("5"), side("6", state="voided")]
    found = [(one.kind, one.shown.number) for one in differences(ours, theirs)]
    assert found == [("amount", "2"), ("not_listed", "3"), ("state", "4"), ("not_received", "5")]


@pytest.mark.django_db
def test_the_list_of_a_month_beside_what_was_received(general, accountant, receive):
    import_list(general, "purchase", sheet(TITLES, *ROWS), actor=accountant)
    found = list_differences(general.pk, SEPTEMBER)
    assert {one.kind for one in found} == {"not_received"}
    assert Invoice.objects.count() == 0
    assert list_differences(general.pk, AccountingPeriod(2026, 10)) == []
