"""A fiscal e-bill (财政电子票据), 210 × 120 mm, black form with a blue-green title line."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples import fonts, qr
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.layout.rows import number_text
from samples.page import BLACK, GREY, Page, Pen, Picture, Stroke
from samples.truth import Party, Truth

_LABEL = Pen(3.2, fonts.KAI, BLACK)
_VALUE = Pen(3.2, fonts.SONG, BLACK)
_COLUMNS = (10, 34, 84, 100, 120, 146, 176, 200)
_TITLES = ("项目编码", "项目名称", "单位", "数量", "标准", "金额(元)", "备注")


def layout(truth: Truth) -> Page:
    """The page."""
    page, seller, buyer = Page(210, 120), truth.seller or Party(""), truth.buyer or Party("")
    page.centred_label(110, 13, truth.extra["title"], Pen(6.0, fonts.KAI, BLACK))
    page.pictures.append(Picture(10, 5, 20, 20, qr.png(truth.qr or "")))
    left = (
        ("票据代码：", truth.invoice_code or "", "invoice_code"),
        ("交款人统一社会信用代码：", buyer.taxpayer_id or "", "buyer_taxpayer_id"),
        ("交款人：", buyer.name, "buyer_name"),
    )
    day = truth.issue_date
    right = (
        ("票据号码：", truth.invoice_number or "", "invoice_number"),
        ("校验码：", truth.check_code or "", "check_code"),
        ("开票日期：", day.isoformat() if day else "", "issue_date"),
    )
    for edge, rows in ((34.0, left), (140.0, right)):
        for index, (title, value, field) in enumerate(rows):
            page.label(edge, 21 + index * 6, title, _LABEL)
            page.value(edge + len(title) * 3.2, 21 + index * 6, value, _VALUE, field=field)
    _table(page, truth)
    page.label(12, 96.5, "金额合计（大写）", _LABEL)
    page.value(40, 96.5, truth.amount_in_words or "", _VALUE, field="amount_in_words")
    page.label(130, 96.5, "（小写）", _LABEL)
    page.value(144, 96.5, text(truth.gross_amount or ZERO), _VALUE, field="gross_amount")
    page.stacked(12, 103, "其他", _LABEL, step=4)
    for x, title, value, field in (
        (10, "收款单位（章）：", seller.name, "seller_name"),
        (110, "复核人：", truth.extra["reviewer"], ""),
        (155, "收款人：", truth.drawer, ""),
    ):
        page.label(x, 114.5, title, _LABEL)
        page.value(x + len(title) * 3.2, 114.5, value, _VALUE, field=field)
    page.pictures.append(Picture(46, 90, 26, 26, seal.round_png(seller.name, "财务专用章"), is_seal=True))
    page.centred_label(105, 118.5, NOTICE, Pen(2.1, fonts.KAI, GREY))
    return page


def _table(page: Page, truth: Truth) -> None:
    page.box(10, 36, 200, 110, BLACK)
    for y in (43.0, 91.0, 99.0):
        page.strokes.append(Stroke(10, y, 200, y, 0.25, BLACK))
    for x in _COLUMNS[1:-1]:
        page.strokes.append(Stroke(x, 36, x, 91, 0.25, BLACK))
    for index, title in enumerate(_TITLES):
        page.centred_label((_COLUMNS[index] + _COLUMNS[index + 1]) / 2, 41, title, _LABEL)
    for index, line in enumerate(truth.lines):
        y, key = 48.0 + index * 6, f"lines.{index}"
        page.value(12, y, f"{index + 1:04d}", _VALUE)
        page.value(36, y, line.item_name, _VALUE, field=f"{key}.item_name")
        page.centre(92, y, line.unit, _VALUE, field=f"{key}.unit")
        page.right(118, y, number_text(line.quantity), _VALUE, field=f"{key}.quantity")
        page.right(144, y, text(line.unit_price or ZERO), _VALUE, field=f"{key}.unit_price")
        page.right(174, y, text(line.net_amount), _VALUE, field=f"{key}.net_amount")
