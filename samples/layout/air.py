"""电子发票（航空运输电子客票行程单), 210 × 148 mm: ochre labels, black grid."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples import fonts, qr
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.page import BLACK, GREY, Page, Pen, Picture, Stroke
from samples.truth import Party, Truth

_OCHRE = (214, 156, 36)
_LABEL = Pen(3.0, fonts.KAI, _OCHRE)
_VALUE = Pen(3.0, fonts.SONG, BLACK)
_ROWS = (31.8, 46.2, 51.5, 106.8, 117.4, 125.1, 132.9, 140.7)
_HEADS = (
    "承运人",
    "航班号",
    "座位等级",
    "日期",
    "时间",
    "客票级别/客票类别",
    "客票生效日期",
    "有效截止日期",
    "免费行李",
)
_STEPS = (40.2, 55.8, 75.5, 89.7, 109.4, 123.0, 151.1, 170.8, 190.6, 203.0)
_SUMS = (40.2, 63.2, 86.1, 102.4, 125.4, 148.2, 170.8, 203.0)


def layout(truth: Truth) -> Page:
    """The page."""
    page = Page(210, 148)
    _head(page, truth)
    _grid(page)
    _passenger(page, truth)
    _flight(page, truth)
    _amounts(page, truth)
    _foot(page, truth)
    page.centred_label(105, 145.5, NOTICE, Pen(2.2, fonts.KAI, GREY))
    return page


def _head(page: Page, truth: Truth) -> None:
    page.centred_label(104, 13, "电子发票（航空运输电子客票行程单）", Pen(5.6, fonts.KAI, _OCHRE))
    page.pictures.append(Picture(90, 6, 30, 20, seal.bureau_png("样票省"), is_seal=True))
    page.pictures.append(Picture(131, 14.6, 16, 16, qr.png(truth.qr or "")))
    for x, y, title, value, field in (
        (7.2, 26.0, "国内国际标识：", "国内", ""),
        (150.0, 17.8, "开具状态：", "正常", ""),
        (150.0, 30.2, "发票号码：", truth.invoice_number or "", "invoice_number"),
    ):
        page.label(x, y, title, _LABEL)
        page.value(x + len(title) * 3.0 + 1, y, value, _VALUE, field=field)


def _grid(page: Page) -> None:
    for y in _ROWS:
        left = 40.2 if y == 106.8 else 7.2
        page.strokes.append(Stroke(left, y, 203, y, 0.35, BLACK))
    verticals = [(7.2, 31.8, 140.7), (203.0, 31.8, 140.7), (46.0, 31.8, 46.2), (122.8, 31.8, 46.2)]
    verticals += [(x, 46.2, 106.8) for x in _STEPS[:-1]] + [(x, 106.8, 117.4) for x in _SUMS[:-1]]
    for x, top, bottom in verticals:
        page.strokes.append(Stroke(x, top, x, bottom, 0.35, BLACK))


def _passenger(page: Page, truth: Truth) -> None:
    titles = ((7.4, "旅客姓名"), (46.2, "有效身份证件号码"), (123.0, "签注"))
    for x, title in titles:
        page.label(x, 35.4, title, _LABEL)
    page.value(8.6, 42.8, truth.travel.traveller if truth.travel else "", _VALUE, field="travel.traveller")
    page.value(47.4, 42.8, truth.extra.get("identity", ""), _VALUE)
    page.value(124.4, 42.8, "不得签转", _VALUE)


def _flight(page: Page, truth: Truth) -> None:
    journey = truth.travel
    if journey is None:
        return
    for index, title in enumerate(_HEADS):
        page.centred_label((_STEPS[index] + _STEPS[index + 1]) / 2, 50.1, title, Pen(2.7, fonts.KAI, _OCHRE))
    for y, title, value, field in (
        (55.4, "自：", journey.origin, "travel.from"),
        (60.8, "至：", journey.destination, "travel.to"),
    ):
        page.label(8.8, y, title, _LABEL)
        page.value(15.0, y, value, _VALUE, field=field)
    shown = {
        0: (truth.extra.get("carrier", ""), ""),
        1: (journey.vehicle, "travel.vehicle"),
        2: (journey.seat_class, "travel.seat_class"),
        3: (journey.date.isoformat(), "travel.date"),
        4: (journey.time, ""),
        5: (f"{journey.seat_class}50", ""),
        8: ("20K", ""),
    }
    for index, (value, field) in shown.items():
        page.centre((_STEPS[index] + _STEPS[index + 1]) / 2, 58.0, value, Pen(2.8), field=field)


def _amounts(page: Page, truth: Truth) -> None:
    extra = truth.extra
    titles = ("票价", "燃油附加费", "增值税税率", "增值税税额", "民航发展基金", "其他税费", "合计")
    percent = f"{int(float(extra.get('rate', '0')) * 100)}%"
    values = (
        f"CNY  {extra.get('fare')}",
        f"CNY  {extra.get('fuel')}",
        percent,
        f"CNY  {text(truth.tax_amount or ZERO)}",
        f"CNY  {extra.get('fund')}",
        f"CNY  {extra.get('other')}",
        f"CNY  {text(truth.gross_amount or ZERO)}",
    )
    fields = ("", "", "", "tax_amount", "", "", "gross_amount")
    for index, (title, value, field) in enumerate(zip(titles, values, fields, strict=True)):
        page.label(_SUMS[index] + 0.2, 110.6, title, _LABEL)
        page.right(_SUMS[index + 1] - 0.4, 115.8, value, _VALUE, field=field)


def _foot(page: Page, truth: Truth) -> None:
    seller, buyer, day = truth.seller or Party(""), truth.buyer or Party(""), truth.issue_date
    extra = truth.extra
    for x, y, title, value, field in (
        (7.4, 122.2, "电子客票号码：", extra.get("e_ticket", ""), ""),
        (70.8, 122.2, "验证码：", extra.get("check", ""), ""),
        (102.5, 122.2, "提示信息：", "", ""),
        (171.0, 122.2, "保险费：", "XXX", ""),
        (7.4, 130.0, "销售网点代号：", extra.get("agent", ""), ""),
        (70.8, 130.0, "填开单位：", seller.name, "seller_name"),
        (165.0, 130.0, "填开日期：", day.isoformat() if day else "", "issue_date"),
        (7.4, 137.8, "购买方名称：", buyer.name, "buyer_name"),
        (105.2, 137.8, "统一社会信用代码/纳税人识别号：", buyer.taxpayer_id or "", "buyer_taxpayer_id"),
    ):
        page.label(x, y, title, _LABEL)
        page.value(x + len(title) * 3.0 - (1.4 if "/" in title else 0) + 0.6, y, value, _VALUE, field=field)
