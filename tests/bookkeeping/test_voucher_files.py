"""Vouchers as files: slips to print, the table out and in again, tables of other packages."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from bookkeeping.domain.analysis import Item
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.domain.voucher_table import read_vouchers
from bookkeeping.models import Voucher
from bookkeeping.reports.voucher_slips import LAYOUTS, print_vouchers, volumes_of
from bookkeeping.reports.voucher_table import table_of
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.voucher_pages import pages_of
from bookkeeping.services.import_vouchers import import_vouchers, read_file
from bookkeeping.services.post_drafts import post_drafts
from bookkeeping.spreadsheets import read_table
from kernel.errors import InvalidValue
from kernel.money import ZERO
from tests.bookkeeping.test_voucher_entry import asking  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
D = Decimal
SALES, BOLTS = Item("department", "D01"), Item("stock_item", "S01")


@pytest.fixture
def booked(asking, accountant):  # noqa: F811 - the fixture above
    """A long voucher that says everything, and a red one."""
    long = [
        DraftLine("560204", D("1234.56"), ZERO, "出差", analysis=(SALES,)),
        DraftLine("1405", D("30.00"), ZERO, "=买螺栓", analysis=(BOLTS,), quantity=D("12.345678")),
        *(DraftLine("560203", D(n), ZERO, f"办公用品{n}") for n in range(1, 9)),
        DraftLine("1002", ZERO, D("1300.56"), "付款", foreign_amount=D("183.17")),
    ]
    red = (DraftLine("1001", D("-5.00"), ZERO, "更正", True), DraftLine("2202", ZERO, D("-5.00"), "更正", True, "王某"))
    drafts = [
        VoucherDraft(date(2026, 9, 5), "出差", tuple(long), attachments=4),
        VoucherDraft(date(2026, 9, 6), "更正", red),
    ]
    post_drafts(asking.pk, drafts, accountant)
    return asking


def printed(company, layout: str, *, each: int = 0, covers: bool = False) -> list[str]:
    pages = pages_of(books_of(company.pk).chart, list(Voucher.objects.order_by("number")))
    volumes = volumes_of(pages, company.name, "2026-09", each)
    content = print_vouchers(volumes, LAYOUTS[layout], covers=covers)
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [page.extract_text() for page in document.pages]


def test_slips_show_every_figure(booked) -> None:
    sheets = {}
    for layout in LAYOUTS:
        text = "\n".join(pages := printed(booked, layout))
        sheets[layout] = len(pages)
        for figure in ("1,234.56", "1,300.56", "-5.00", "（1/", "销售部", "USD 183.17", "附单据 4 张", "记字第 2 号"):
            assert figure in text.replace("　", ""), layout
        assert "壹仟叁佰元伍角陆分" in text
        assert booked.name in text
    assert sheets == {"a4-2": 2, "a4-3": 2, "a5": 3, "continuous": 3, "invoice": 3}


def test_covers_say_volume_numbers_and_counts(booked) -> None:
    [first, _slip, _more, second, *_rest] = printed(booked, "a5", each=1, covers=True)
    assert "第 1 册" in first.replace("　", " ")
    assert "记字第 1 号至第 1 号" in first
    assert "附件 4 张" in first
    assert "记字第 2 号至第 2 号" in second


def test_the_same_vouchers_give_the_same_bytes(booked) -> None:
    pages = pages_of(books_of(booked.pk).chart, list(Voucher.objects.order_by("number")))
    volumes = volumes_of(pages, booked.name, "2026-09", 0)
    assert print_vouchers(volumes, LAYOUTS["a5"], covers=True) == print_vouchers(volumes, LAYOUTS["a5"], covers=True)


def test_printing_from_the_list(login, viewer, stranger, booked) -> None:
    address = f"/c/{booked.pk}/books/vouchers/print.pdf?period=2026-09"
    whole = login(viewer).get(f"{address}&layout=invoice&cover=1&each=1")
    assert whole["Content-Type"] == "application/pdf"
    ticked = login(viewer).post(address, {"voucher": [Voucher.objects.get(number=2).pk], "layout": "a5"})
    with pdfplumber.open(io.BytesIO(ticked.content)) as document:
        assert len(document.pages) == 1
    assert login(viewer).get(f"{address}&layout=nothing").status_code == 404
    assert login(stranger).get(address).status_code == 404


def test_what_is_exported_can_be_taken_in_again(booked, accountant) -> None:
    before = [voucher.draft_lines() for voucher in Voucher.objects.order_by("number")]
    content = table_of(books_of(booked.pk).chart, Voucher.objects.filter(company=booked))
    reading, written = import_vouchers(booked, content, only_good=False, actor=accountant)
    assert reading.problems == []
    assert written == 2
    taken = Voucher.objects.filter(origin="import").order_by("date")
    assert [voucher.draft_lines() for voucher in taken] == before
    assert [voucher.attachment_count for voucher in taken] == [4, 0]
    again, written = import_vouchers(booked, content, only_good=False, actor=accountant)
    assert (again.known, written) == (2, 0)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


HEAD = ("日期", "凭证字", "凭证号", "摘要", "科目编码", "科目名称", "借方金额", "贷方金额", "部门", "客户")
GOOD = (("2026-09-05", "记", 1, "出差", "", "管理费用_差旅费", 70, None, "销售部", None),
        (None, None, None, "出差", "1001", "库存现金", None, 70, None, None))  # fmt: skip
BAD = (("2026/9/6", "记", 2, "采购", "9999", "没有的科目", 5, 0, None, None),
       ("2026/9/6", "记", 2, "付", "1001", "", 0, 6, None, None))  # fmt: skip


def test_a_file_with_mistakes_is_taken_in_as_the_person_chooses(booked, accountant) -> None:
    content = workbook(("凭证列表",), HEAD, *GOOD, *BAD, ("合计", None, None, None, None, None, 75, 76))
    reading, written = import_vouchers(booked, content, only_good=False, actor=accountant)
    assert (written, [problem.row for problem in reading.problems], reading.totals) == (0, [5], [7])
    _reading, written = import_vouchers(booked, content, only_good=True, actor=accountant)
    assert written == 1
    [trip, _cash] = Voucher.objects.get(origin="import").draft_lines()
    assert (trip.account_code, trip.analysis, trip.debit) == ("560204", (SALES,), D("70.00"))


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        ([("2026-08-05", "记", 1, "a", 1001, "", 1, None), (None, None, None, "a", 3001, "", None, 1)], 2, "启用之前"),
        ([("2026-09-05", "记", 1, "a", 1001, "", 1, None), (None, None, None, "a", 3001, "", None, 2)], 2, "借贷不平"),
        ([("九月", "记", 1, "a", "1001", "", 1, None)], 2, "日期"),
        ([("2026-09-05", "记", "甲", "a", "1001", "", 1, None)], 2, "凭证号"),
        ([("2026-09-05", "记", 1, "a", "1001", "", "x", None)], 2, "不是数字"),
        ([("2026-09-05", "记", 1, "a", "560204", "", 1, None, "没有的部门")], 2, "没有在用的部门"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_row(booked, rows, place, said) -> None:
    problem = read_file(booked, workbook(HEAD, *rows)).problems[0]
    assert problem.row == place
    assert said in problem.zh


def test_headings_of_other_packages_are_known() -> None:
    kingdee = [
        ["日期", "凭证字号", "摘要", "科目代码", "科目名称", "方向", "原币金额", "金额", "数量", "单价", "附件数"],
        [date(2026, 9, 5), "收-12", "货款", "1002.01", "银行存款", "借", None, D("100"), None, None, D(2)],
        [date(2026, 9, 5), "收-12", "货款", "1122", "应收账款", "贷", None, D("100"), None, None, None],
    ]
    [voucher] = read_vouchers(kingdee).vouchers
    assert (voucher.word, voucher.number, voucher.attachments) == ("收", "12", 2)
    assert [(row.debit, row.credit) for row in voucher.rows] == [("100", ""), ("", "100")]
    yonyou = [
        ["制单日期", "类别", "凭证编号", "摘要", "科目编码", "*借方", "贷方（必填）", "数量借方", "外币借方", "个人"],
        ["20260905", "转字", "0003", "领料", "4001", "1,000.50", "", "2", "", "王某"],
        ["", "", "", "领料", "1403", "", "1000.50", "", "", ""],
    ]
    [voucher] = read_vouchers(yonyou).vouchers
    assert (voucher.word, voucher.number, voucher.day) == ("转", "3", date(2026, 9, 5))
    assert (voucher.rows[0].quantity, voucher.rows[0].employee) == ("2", "王某")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", workbook(("a", "b")), workbook(HEAD)])
def test_what_is_no_table_of_vouchers_is_refused(small_scale, content) -> None:
    with pytest.raises(InvalidValue):
        read_file(small_scale, content)


def test_the_import_page_looks_then_takes_in(login, accountant, viewer, booked) -> None:
    address = f"/c/{booked.pk}/books/vouchers/import/"

    def send(client, mode: str, **options):
        file = SimpleUploadedFile("a.xlsx", workbook(HEAD, *GOOD, *BAD))
        return client.post(address, {"file": file, "mode": mode}, **options)

    client = login(accountant)
    looked = send(client, "look", HTTP_HX_REQUEST="true").content.decode()
    assert "没有的科目" in looked
    assert "<html" not in looked
    assert "没有的科目" in send(client, "all").content.decode()
    assert not Voucher.objects.filter(origin="import").exists()
    assert send(client, "good").status_code == 302
    assert Voucher.objects.filter(origin="import").count() == 1
    assert client.post(address, {"mode": "all"}).status_code == 422
    assert send(login(viewer), "good").status_code == 403
    exported = login(viewer).get(f"/c/{booked.pk}/books/vouchers/export.xlsx?period=2026-09&origin=manual")
    assert read_vouchers_of(exported.content) == 2


def read_vouchers_of(content: bytes) -> int:
    return len(read_vouchers(read_table(content)).vouchers)
