"""Rail tickets: the electronic invoice page and the blue paper ticket of 86 × 54 mm."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples import fonts, qr
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.page import BLACK, BROWN, GREY, Page, Pen, Picture, Stroke
from samples.truth import Journey, Party, Truth
from samples.truths.tickets import data

_INK = (30, 30, 40)
_BIG = Pen(7.0, fonts.SONG, BLACK)
_MID = Pen(4.2, fonts.SONG, BLACK)
_SMALL = Pen(3.4, fonts.SONG, BLACK)


def electronic(truth: Truth) -> Page:
    """电子发票（铁路电子客票）, 190 × 110 mm."""
    page, journey, day = Page(190, 110), _journey(truth), truth.issue_date
    label = Pen(3.4, fonts.KAI, BROWN)
    page.centred_label(95, 13.5, "电子发票（铁路电子客票）", Pen(6.6, fonts.KAI, BROWN))
    page.pictures.append(Picture(80, 6, 30, 20, seal.bureau_png("样票省"), is_seal=True))
    page.label(9, 24, "发票号码:", label)
    page.value(26, 24, truth.invoice_number or "", _SMALL, field="invoice_number")
    page.label(135, 24, "开票日期:", label)
    if day:
        page.value(152, 24, f"{day.year}年{day.month:02d}月{day.day:02d}日", _SMALL, field="issue_date")
    page.box(8, 28, 182, 88)
    _route(page, journey, left=24.0, right=122.0, top=38.0)
    when = journey.date
    page.value(16, 54, f"{when.year}年{when.month:02d}月{when.day:02d}日", _MID, field="travel.date")
    page.value(62, 54, f"{journey.time}开", _MID)
    page.value(94, 54, journey.seat, _MID)
    page.value(136, 54, journey.seat_class, _MID, field="travel.seat_class")
    page.label(16, 63, "票价:", Pen(4.2, fonts.KAI, BROWN))
    page.value(28, 63, f"￥{text(truth.gross_amount or ZERO)}", _MID, field="gross_amount")
    page.value(16, 72, truth.extra.get("identity", ""), _MID)
    page.value(64, 72, journey.traveller, _MID, field="travel.traveller")
    page.label(16, 81, "电子客票号:", Pen(3.4, fonts.KAI, BROWN))
    page.value(37, 81, truth.extra.get("e_ticket", ""), _SMALL)
    page.pictures.append(Picture(150, 58, 26, 26, qr.png(truth.qr or "")))
    buyer = truth.buyer or Party("")
    page.label(9, 95, "购买方名称:", label)
    page.value(29, 95, buyer.name, _SMALL, field="buyer_name")
    page.label(100, 95, "统一社会信用代码:", label)
    page.value(130, 95, buyer.taxpayer_id or "", _SMALL, field="buyer_taxpayer_id")
    page.centred_label(95, 102, "买票请到12306 发货请到95306   中国铁路祝您旅途愉快", Pen(3.0, fonts.KAI, BROWN))
    page.centred_label(95, 107, NOTICE, Pen(2.2, fonts.KAI, GREY))
    return page


def paper(truth: Truth) -> Page:
    """The blue magnetic ticket; the code in its corner is unreadable by design, so it is digits of noise here."""
    page, journey = Page(86, 54), _journey(truth)
    page.value(5, 7.5, truth.invoice_number or "", Pen(4.2, fonts.SONG, (200, 50, 60)), field="invoice_number")
    page.right(81, 7.0, f"{journey.origin}售", Pen(2.8, fonts.SONG, _INK))
    page.right(66, 7.0, f"检票:{truth.extra.get('gate', '')}", Pen(2.8, fonts.SONG, _INK))
    _route(page, journey, left=7.0, right=58.0, top=14.0, scale=0.72)
    when, body = journey.date, Pen(3.2, fonts.SONG, _INK)
    page.value(5, 25, f"{when.year}年{when.month:02d}月{when.day:02d}日", body, field="travel.date")
    page.value(30, 25, f"{journey.time}开", body)
    page.value(58, 25, journey.seat, body)
    page.value(5, 30, f"￥{text(truth.gross_amount or ZERO).removesuffix('0')}元", body, field="gross_amount")
    page.value(36, 30, "网", body)
    page.value(58, 30, journey.seat_class, body, field="travel.seat_class")
    page.value(5, 34.5, "限乘当日当次车", Pen(2.7, fonts.SONG, _INK))
    page.value(5, 40, f"{truth.extra.get('identity', '')}{journey.traveller}", body, field="travel.traveller")
    page.value(12, 45, "买票请到12306 发货请到95306", Pen(2.5, fonts.SONG, _INK))
    page.value(16, 48, "中国铁路祝您旅途愉快", Pen(2.5, fonts.SONG, _INK))
    page.value(5, 52, truth.extra.get("serial", ""), Pen(2.5, fonts.SONG, _INK))
    noise = (truth.extra.get("serial", "") * 8).translate(str.maketrans("ABCDEFGHKLMNXYZ", "123456789012345"))[:144]
    page.pictures.append(Picture(66, 34, 16, 16, qr.png(noise)))
    page.centred_label(62, 53, NOTICE, Pen(1.7, fonts.KAI, GREY))
    return page


def _journey(truth: Truth) -> Journey:
    if truth.travel is None:
        raise ValueError("a ticket needs a journey")
    return truth.travel


def _route(page: Page, journey: Journey, *, left: float, right: float, top: float, scale: float = 1.0) -> None:
    big, small = Pen(_BIG.size * scale, fonts.SONG, _INK), Pen(3.4 * scale, fonts.SONG, _INK)
    names = data()["pinyin"]
    for x, name, field in ((left, journey.origin, "travel.from"), (right, journey.destination, "travel.to")):
        page.value(x, top, name, big, field=field)
        page.value(x + len(name) * big.size + 0.6, top, "站", Pen(4.0 * scale, fonts.SONG, _INK))
        page.value(x, top + 5 * scale, names[name], small)
    middle = (left + right + 20 * scale) / 2
    page.centre(middle, top, journey.vehicle, big, field="travel.vehicle")
    page.strokes.append(Stroke(middle - 13 * scale, top + 1.8, middle + 13 * scale, top + 1.8, 0.4, _INK))
