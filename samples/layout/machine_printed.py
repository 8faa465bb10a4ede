"""A machine-printed invoice (通用机打发票) on a 76 mm roll, with the seller's seal over the total."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples import fonts
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.layout.rows import number_text
from samples.page import BROWN, GREY, Page, Pen, Picture, wrap
from samples.truth import Line, Party, Truth

_LABEL = Pen(3.2, fonts.KAI, BROWN)
_BODY = Pen(3.2, fonts.SANS, (40, 44, 60))


def layout(truth: Truth) -> Page:
    """The page."""
    page, seller = Page(76, 150), truth.seller or Party("")
    page.centred_label(38, 10, "通用机打发票", Pen(5.6, fonts.KAI, BROWN))
    page.centred_label(38, 16, "发 票 联", Pen(3.8, fonts.KAI, BROWN))
    y = _head(page, truth, 25.0)
    page.label(5, y + 2, "项目            数量      单价        金额", _LABEL)
    y = _lines(page, truth.lines, y + 8)
    _foot(page, truth, y + 1)
    stamp = seal.company_png(seller.name, seller.taxpayer_id or "")
    page.pictures.append(Picture(34, y - 4, 38, 28.5, stamp, is_seal=True))
    page.centred_label(38, 146, NOTICE, Pen(2.1, fonts.KAI, GREY))
    return page


def _head(page: Page, truth: Truth, y: float) -> float:
    seller, buyer, day = truth.seller or Party(""), truth.buyer or Party(""), truth.issue_date
    rows = (
        ("发票代码", truth.invoice_code or "", "invoice_code"),
        ("发票号码", truth.invoice_number or "", "invoice_number"),
        ("机器编号", truth.extra["machine_number"], ""),
        ("收款单位", seller.name, "seller_name"),
        ("税    号", seller.taxpayer_id or "", "seller_taxpayer_id"),
        ("开票日期", day.isoformat() if day else "", "issue_date"),
        ("收 款 员", truth.extra["cashier"], ""),
        ("付款单位", buyer.name, "buyer_name"),
        ("税    号", buyer.taxpayer_id or "", "buyer_taxpayer_id"),
    )
    for title, value, field in rows:
        page.label(5, y, title, _LABEL)
        for part in wrap(value, 48, _BODY):
            page.value(22, y, part, _BODY, field=field)
            y += 5.2
    return y


def _lines(page: Page, lines: tuple[Line, ...], y: float) -> float:
    for index, line in enumerate(lines):
        for part in wrap(line.item_name, 66, _BODY):
            page.value(5, y, part, _BODY, field=f"lines.{index}.item_name")
            y += 5
        page.value(28, y, number_text(line.quantity), _BODY, field=f"lines.{index}.quantity")
        page.right(54, y, number_text(line.unit_price), _BODY, field=f"lines.{index}.unit_price")
        page.right(71, y, text(line.net_amount), _BODY, field=f"lines.{index}.net_amount")
        y += 6
    return y


def _foot(page: Page, truth: Truth, y: float) -> None:
    page.label(5, y, "合计金额(小写)", _LABEL)
    page.value(32, y, f"￥{text(truth.gross_amount or ZERO)}", _BODY, field="gross_amount")
    page.label(5, y + 6, "合计金额(大写)", _LABEL)
    page.value(32, y + 6, truth.amount_in_words or "", _BODY, field="amount_in_words")
    page.label(5, y + 12, "校验码", _LABEL)
    page.value(18, y + 12, truth.check_code or "", _BODY, field="check_code")
