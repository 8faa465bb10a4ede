"""A bank's electronic receipt (电子回单), 210 × 99 mm, with the bank's round seal."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples import fonts
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.page import BLACK, GREY, Page, Pen, Picture, Stroke
from samples.truth import Party, Truth

_LABEL = Pen(3.2, fonts.SANS, (70, 70, 80))
_VALUE = Pen(3.3, fonts.SONG, BLACK)
_INK = (90, 100, 120)


def layout(truth: Truth) -> Page:
    """The page."""
    page, extra, day = Page(210, 99), truth.extra, truth.issue_date
    page.centred_label(105, 12, f"{extra['bank']}  网上银行电子回单", Pen(5.6, fonts.SANS, (30, 60, 120)))
    page.label(12, 20, "电子回单号码:", _LABEL)
    page.value(34, 20, truth.invoice_number or "", _VALUE, field="invoice_number")
    page.label(140, 20, "记账日期:", _LABEL)
    if day:
        page.value(156, 20, f"{day.year}年{day.month:02d}月{day.day:02d}日", _VALUE, field="issue_date")
    page.box(10, 23, 200, 84, _INK)
    for y in (31, 39, 47, 55, 63, 71):
        page.strokes.append(Stroke(16 if y < 47 else 10, y, 200, y, 0.2, _INK))
    for x, top, bottom in ((16, 23, 47), (36, 23, 84), (105, 23, 47), (111, 23, 47), (131, 23, 47)):
        page.strokes.append(Stroke(x, top, x, bottom, 0.2, _INK))
    page.stacked(11.3, 30, "付款人", _LABEL, step=6)
    page.stacked(106.3, 30, "收款人", _LABEL, step=6)
    _party(page, truth.buyer or Party(""), 17.0, "buyer")
    _party(page, truth.seller or Party(""), 112.0, "seller")
    page.label(12, 52.3, "金额(大写)", _LABEL)
    page.value(38, 52.3, f"人民币{truth.amount_in_words}", _VALUE, field="amount_in_words")
    page.label(12, 60.3, "金额(小写)", _LABEL)
    page.value(38, 60.3, f"￥{_grouped(truth)}", Pen(3.6), field="gross_amount")
    page.label(12, 68.3, "用途", _LABEL)
    page.value(38, 68.3, extra["purpose"], _VALUE, field="remarks")
    page.label(12, 77.0, "交易流水号", _LABEL)
    page.value(38, 77.0, extra["serial"], _VALUE)
    page.label(90, 77.0, "时间戳", _LABEL)
    page.value(104, 77.0, f"{day} {extra['time']}", _VALUE)
    page.pictures.append(Picture(158, 50, 34, 34, seal.round_png(extra["bank"], "电子回单专用章"), is_seal=True))
    page.label(12, 90, "重要提示：本回单仅表示客户在我行完成的交易，不作为收款方发货依据。", Pen(2.8, fonts.SANS, GREY))
    page.centred_label(105, 95.5, NOTICE, Pen(2.2, fonts.KAI, GREY))
    return page


def _party(page: Page, party: Party, x: float, prefix: str) -> None:
    for row, (title, value) in enumerate(
        (("户    名", party.name), ("账    号", party.account), ("开户银行", party.bank))
    ):
        page.label(x, 28.3 + row * 8, title, _LABEL)
        page.value(x + 20.5, 28.3 + row * 8, value, Pen(3.0), field=f"{prefix}_name" if row == 0 else "")


def _grouped(truth: Truth) -> str:
    return (
        f"{truth.gross_amount or ZERO:,.2f}"
        if truth.gross_amount and truth.gross_amount > 9999
        else text(truth.gross_amount or ZERO)
    )
