"""Small papers: shop slips and quota invoices."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples import fonts
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.layout.rows import number_text
from samples.page import BLACK, BLUE, BROWN, GREY, Page, Pen, Picture, Stroke
from samples.truth import Truth
from samples.truths.slips import change_of

_PRINT = Pen(3.3, fonts.SANS, (52, 52, 56))
_LARGE = Pen(3.9, fonts.SANS, (45, 45, 48))


def shop(truth: Truth) -> Page:
    """58 mm thermal paper."""
    height = 74.0 + 9.0 * len(truth.lines)
    page, extra, day = Page(58, height), truth.extra, truth.issue_date
    page.centre(29, 9, truth.seller.name if truth.seller else "", _LARGE, field="seller_name")
    page.centred_label(29, 14.5, "收 银 小 票", _PRINT)
    page.value(3, 20.5, f"单号:{extra['serial']}", _PRINT)
    page.value(3, 25, f"时间:{day} {extra['time']}", _PRINT, field="issue_date")
    page.value(3, 29.5, f"收银员:{extra['cashier']}", _PRINT)
    _dashes(page, 32)
    page.label(3, 36.5, "商品", _PRINT)
    page.label(27, 36.5, "数量   单价     金额", _PRINT)
    y = 41.5
    for index, line in enumerate(truth.lines):
        page.value(3, y, line.item_name, _PRINT, field=f"lines.{index}.item_name")
        page.right(34, y + 4.3, number_text(line.quantity), _PRINT, field=f"lines.{index}.quantity")
        page.right(44, y + 4.3, text(line.unit_price or ZERO), _PRINT, field=f"lines.{index}.unit_price")
        page.right(55, y + 4.3, text(line.net_amount), _PRINT, field=f"lines.{index}.net_amount")
        y += 9
    _dashes(page, y - 2)
    handed, change = change_of(truth)
    page.label(3, y + 4, "合计:", _LARGE)
    page.right(55, y + 4, f"￥{text(truth.gross_amount or ZERO)}", _LARGE, field="gross_amount")
    page.value(3, y + 9, f"{extra['paid_by']}: {handed}", _PRINT)
    page.value(34, y + 9, f"找零: {change}", _PRINT)
    _dashes(page, y + 11.5)
    page.centred_label(29, y + 17, "谢谢惠顾  欢迎再次光临", _PRINT)
    page.centred_label(29, y + 22, "如需发票请于当月凭小票开具", Pen(2.7, fonts.SANS, (52, 52, 56)))
    page.centred_label(29, height - 3, NOTICE, Pen(2.0, fonts.KAI, GREY))
    return page


def quota(truth: Truth) -> Page:
    """A small coupon of 135 × 70 mm."""
    page, amount = Page(135, 70), truth.gross_amount or ZERO
    page.box(4, 4, 131, 66)
    page.centred_label(67, 15, f"{truth.extra['place']}省通用定额发票", Pen(6.0, fonts.KAI, BROWN))
    page.centred_label(67, 22, "发 票 联", Pen(4.0, fonts.KAI, BROWN))
    page.label(60, 30, "发票代码", Pen(3.6, fonts.KAI, BROWN))
    page.value(78, 30, truth.invoice_code or "", Pen(4.4, fonts.MONO, BLACK), field="invoice_code")
    page.label(60, 36, "发票号码", Pen(3.6, fonts.KAI, BROWN))
    page.value(78, 36, truth.invoice_number or "", Pen(4.6, fonts.MONO, BLUE), field="invoice_number")
    page.value(30, 48, truth.amount_in_words or "", Pen(8.0, fonts.KAI, BROWN), field="amount_in_words")
    page.value(88, 47, f"￥{text(amount)}", Pen(6.0, fonts.SONG, BROWN), field="gross_amount")
    page.label(10, 58, "收款单位(盖章有效)", Pen(3.4, fonts.KAI, BROWN))
    page.label(82, 58, "开票日期    年  月  日", Pen(3.4, fonts.KAI, BROWN))
    stamp = seal.company_png(truth.extra["company"], truth.extra["taxpayer_id"])
    page.pictures.append(Picture(32, 34, 38, 28.5, stamp, is_seal=True))
    page.centred_label(67, 64, NOTICE, Pen(2.1, fonts.KAI, GREY))
    return page


def _dashes(page: Page, y: float) -> None:
    x = 3.0
    while x < page.width - 3:
        page.strokes.append(Stroke(x, y, min(x + 1.4, page.width - 3), y, 0.2, (70, 70, 74)))
        x += 2.4
