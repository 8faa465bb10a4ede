"""销货清单: the list of goods behind an older invoice whose only line says 详见销货清单. It has no QR code."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples import fonts
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.layout.rows import number_text, rate_text
from samples.page import BLACK, GREY, Page, Pen, Picture, Stroke, fitted
from samples.truth import Party, Truth

_LABEL = Pen(3.4, fonts.SONG, BLACK)
_VALUE = Pen(3.1, fonts.SONG, BLACK)
_EDGES = (10, 22, 84, 106, 118, 134, 156, 178, 190, 205)
_TITLES = ("序号", "货物(劳务)名称", "规格型号", "单位", "数量", "单价", "金额", "税率", "税额")
_TOP, _STEP, ROOM = 58.0, 7.0, 22


def layout(truth: Truth) -> Page:
    """The sheet, portrait A4 of 215 mm width."""
    page, seller, buyer = Page(215, 279), truth.seller or Party(""), truth.buyer or Party("")
    page.centred_label(107, 18, "销售货物或者提供应税劳务、服务清单", Pen(5.6, fonts.SONG, BLACK))
    for y, title, value in ((30.0, "购买方名称：", buyer.name), (37.0, "销售方名称：", seller.name)):
        page.label(10, y, title, _LABEL)
        page.value(32, y, value, _LABEL)
    page.label(
        10,
        44,
        f"所属增值税电子普通发票代码：{truth.invoice_code}  号码：{truth.invoice_number}    共 1 页 第 1 页",
        _LABEL,
    )
    _frame(page)
    for index, line in enumerate(truth.lines):
        y, key = _TOP + _STEP * index + 4.8, f"lines.{index}"
        page.centre(16, y, str(index + 1), _VALUE)
        page.value(23, y, line.item_name, fitted(line.item_name, 60, (_VALUE, Pen(2.4))), field=f"{key}.item_name")
        pen = fitted(line.specification, 21, (_VALUE, Pen(2.2)))
        page.value(84.5, y, line.specification, pen, field=f"{key}.specification")
        page.centre(112, y, line.unit, _VALUE, field=f"{key}.unit")
        page.right(133, y, number_text(line.quantity), _VALUE, field=f"{key}.quantity")
        page.right(155.5, y, number_text(line.unit_price), Pen(2.6), field=f"{key}.unit_price")
        page.right(177.5, y, text(line.net_amount), _VALUE, field=f"{key}.net_amount")
        page.centre(184, y, rate_text(line), _VALUE, field=f"{key}.tax_rate")
        page.right(204.5, y, text(line.tax_amount), _VALUE, field=f"{key}.tax_amount")
    _foot(page, truth)
    return page


def _frame(page: Page) -> None:
    bottom = _TOP + _STEP * (ROOM + 2)
    page.box(_EDGES[0], _TOP - _STEP, _EDGES[-1], bottom, BLACK)
    for row in range(ROOM + 2):
        page.strokes.append(Stroke(_EDGES[0], _TOP + _STEP * row, _EDGES[-1], _TOP + _STEP * row, 0.2, BLACK))
    for x in _EDGES[1:-1]:
        page.strokes.append(Stroke(x, _TOP - _STEP, x, bottom, 0.2, BLACK))
    for index, title in enumerate(_TITLES):
        page.centred_label((_EDGES[index] + _EDGES[index + 1]) / 2, _TOP - 2.2, title, _LABEL)


def _foot(page: Page, truth: Truth) -> None:
    for row, title in ((ROOM, "小计"), (ROOM + 1, "总计")):
        y = _TOP + _STEP * row + 4.8
        page.label(23, y, title, _LABEL)
        page.right(177.5, y, f"¥{text(truth.net_amount or ZERO)}", _VALUE)
        page.right(204.5, y, f"¥{text(truth.tax_amount or ZERO)}", _VALUE)
    seller, day = truth.seller or Party(""), truth.issue_date
    page.label(10, 244, "销售方（章）：", _LABEL)
    page.label(140, 244, f"填开日期：{day:%Y年%m月%d日}" if day else "", _LABEL)
    stamp = seal.company_png(seller.name, seller.taxpayer_id or "")
    page.pictures.append(Picture(30, 232, 38, 28.5, stamp, is_seal=True))
    page.centred_label(107, 274, NOTICE, Pen(2.3, fonts.KAI, GREY))
