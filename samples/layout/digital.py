"""The page of a fully digital invoice (数电票): 210 × 140 mm, dark red form, continued on further pages when long.

Rule kept: positions are those of the tax bureau's own form, so that readers trained here meet the same shapes there.
"""

from __future__ import annotations

from decimal import Decimal

from kernel.money import text, total
from samples import fonts, qr
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.layout.rows import Row, number_text, pages, rate_text, rows, tax_text
from samples.page import BLACK, BROWN, GREY, Page, Pen, Picture, Stroke, fitted, wrap
from samples.parties import PROVINCES
from samples.truth import Party, Truth

WIDTH, HEIGHT = 210.0, 140.0
_TITLE = Pen(7.07, fonts.KAI, BROWN)
_LABEL = Pen(3.175, fonts.KAI, BROWN)
_VALUE = Pen(3.175, fonts.SONG, BLACK)
_CODE = Pen(4.2, fonts.MONO, BLACK)
_SMALL = Pen(2.7, fonts.SONG, BLACK)
_SIGN = Pen(3.4, fonts.SONG, BLACK)
_ROOM, _STEP = 7, 4.5


def layout(truth: Truth) -> list[Page]:
    """All pages of the invoice."""
    groups = pages(rows(truth.lines, _VALUE, name_width=36.0, spec_width=22.0), room=_ROOM)
    result = []
    for number, group in enumerate(groups, start=1):
        page = Page(WIDTH, HEIGHT)
        _form(page, special=truth.kind.endswith("special"))
        _head(page, truth)
        _party(page, truth.buyer or Party(""), x=20.0, code_x=54.0, prefix="buyer")
        _party(page, truth.seller or Party(""), x=120.5, code_x=154.5, prefix="seller")
        _rows(page, group)
        if len(groups) > 1:
            _page_number(page, number, len(groups), group)
        if number == len(groups):
            _totals(page, truth)
        result.append(page)
    return result


def _form(page: Page, *, special: bool) -> None:
    page.centred_label(105, 14.1, f"电子发票（{'增值税专用发票' if special else '普通发票'}）", _TITLE)
    for y in (18.0, 19.0):
        page.strokes.append(Stroke(65.5, y, 144.5, y))
    page.box(4.5, 30, 205.5, 124)
    for y in (52, 96, 104):
        page.strokes.append(Stroke(4.5, y, 205.5, y))
    for x, top, bottom in ((10.7, 30, 52), (105.2, 30, 52), (111.2, 30, 52), (10.7, 104, 124), (56.5, 96, 104)):
        page.strokes.append(Stroke(x, top, x, bottom))
    page.label(154.5, 14.0, "发票号码：", _LABEL)
    page.label(154.5, 20.0, "开票日期：", _LABEL)
    page.stacked(6.0, 35.3, "购买方信息", _LABEL, step=3.5)
    page.stacked(106.6, 35.3, "销售方信息", _LABEL, step=3.5)
    for x in (11.5, 112.0):
        page.label(x, 36.5, "名称：", _LABEL)
        page.label(x, 47.0, "统一社会信用代码/纳税人识别号：", Pen(2.7, fonts.KAI, BROWN))
    _column_titles(page)
    page.label(20.5, 95.0, "合", _LABEL)
    page.label(36.5, 95.0, "计", _LABEL)
    page.label(17.0, 101.5, "价税合计（大写）", _LABEL)
    page.label(143.5, 101.5, "（小写）", _LABEL)
    page.label(6.0, 112.0, "备", _LABEL)
    page.label(6.0, 118.0, "注", _LABEL)
    page.label(19.5, 132.5, "开票人：", _LABEL)
    page.centred_label(160, 137.5, NOTICE, Pen(2.2, fonts.KAI, GREY))


def _column_titles(page: Page) -> None:
    titles = ((16.0, "项目名称"), (42.1, "规格型号"), (66.5, "单 位"), (91.5, "数 量"))
    more = ((116.0, "单 价"), (143.0, "金 额"), (157.5, "税率/征收率"), (194.5, "税 额"))
    for x, title in titles + more:
        page.label(x, 56.0, title, _LABEL)


def _head(page: Page, truth: Truth) -> None:
    day = truth.issue_date
    page.pictures.append(Picture(6.5, 6, 20, 20, qr.png(truth.qr or "")))
    place = PROVINCES.get(truth.seller.province if truth.seller else "", "样票")
    page.pictures.append(Picture(90, 8, 30, 20, seal.bureau_png(f"{place}省"), is_seal=True))
    if business := truth.extra.get("business"):
        page.value(36.8, 17.2, business, _VALUE)
    page.value(170, 13.95, truth.invoice_number or "", _VALUE, field="invoice_number")
    if day:
        page.value(170, 20.05, f"{day.year}年{day.month:02d}月{day.day:02d}日", _VALUE, field="issue_date")


def _party(page: Page, party: Party, *, x: float, code_x: float, prefix: str) -> None:
    for index, part in enumerate(wrap(party.name, 84, _VALUE)):
        page.value(x, 36.5 + index * 3.9, part, _VALUE, field=f"{prefix}_name")
    page.value(code_x, 47.1, party.taxpayer_id or "", _CODE, field=f"{prefix}_taxpayer_id")


def _rows(page: Page, group: list[Row]) -> None:
    y = 59.4 + 0.0
    for row in group:
        line, key = row.line, f"lines.{row.index}"
        for offset, part in enumerate(row.names):
            page.value(4.8, y + offset * _STEP, part, _VALUE, field=f"{key}.item_name")
        for offset, part in enumerate(row.specs):
            page.value(42, y + offset * _STEP, part, _VALUE, field=f"{key}.specification")
        page.centre(70.5, y, line.unit, _VALUE, field=f"{key}.unit")
        page.right(101.5, y, number_text(line.quantity), _VALUE, field=f"{key}.quantity")
        price = number_text(line.unit_price)
        page.right(127, y, price, fitted(price, 24, (_VALUE, _SMALL)), field=f"{key}.unit_price")
        page.right(153, y, text(line.net_amount), _VALUE, field=f"{key}.net_amount")
        page.centre(166.5, y, rate_text(line), _VALUE, field=f"{key}.tax_rate")
        page.right(205, y, tax_text(line), _VALUE, field=f"{key}.tax_amount")
        y += row.height * _STEP


def _page_number(page: Page, number: int, count: int, group: list[Row]) -> None:
    page.right(204, 28.4, f"共{count}页 第{number}页", _VALUE)
    if number == count:
        return
    page.label(20.5, 91.0, "小", _LABEL)
    page.label(36.5, 91.0, "计", _LABEL)
    _sum(page, 153, 91.0, total(row.line.net_amount for row in group), "")
    _sum(page, 205, 91.0, total(row.line.tax_amount for row in group), "")


def _totals(page: Page, truth: Truth) -> None:
    _sum(page, 153, 94.7, truth.net_amount or Decimal(0), "net_amount")
    if all(line.tax_rate is None for line in truth.lines):
        page.right(205, 94.7, "***", _VALUE, field="tax_amount")
    else:
        _sum(page, 205, 94.7, truth.tax_amount or Decimal(0), "tax_amount")
    _cross_in_circle(page, 60.4, 100.0)
    page.value(63.5, 101.3, truth.amount_in_words or "", Pen(3.4), field="amount_in_words")
    page.value(155.5, 101.4, "¥", _SIGN, field="gross_amount")
    page.value(158.0, 101.4, text(truth.gross_amount or Decimal(0)), Pen(3.8), field="gross_amount")
    for index, part in enumerate(wrap(truth.remarks or "", 192, _VALUE)):
        page.value(11.5, 108.0 + index * 3.9, part, _VALUE, field="remarks")
    page.value(32, 132.6, truth.drawer, _VALUE, field="drawer")


def _sum(page: Page, x: float, y: float, amount: Decimal, field: str) -> None:
    figure = Pen(3.175)
    width = fonts.width(text(amount), font=fonts.SONG, size=3.175)
    page.right(x - width - 0.4, y, "¥", _SIGN, field=field)
    page.right(x, y, text(amount), figure, field=field)


def _cross_in_circle(page: Page, x: float, y: float) -> None:
    page.value(x - 1.9, y + 1.4, "⊗" if fonts.has_glyphs("⊗") else "×", Pen(4.0))
