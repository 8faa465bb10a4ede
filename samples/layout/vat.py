"""The older VAT invoice: 215 × 139 mm as an e-invoice, 240 × 140 mm on paper, same frame.

Rule kept: on paper the form is printed first and the figures later by a dot-matrix printer, so they never sit quite
where the form wants them; `samples.printing` puts them there.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kernel.money import text
from samples import fonts, qr
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.layout.rows import Row, number_text, rate_text, rows, tax_text
from samples.page import BLACK, BLUE, GREY, OCHRE, RED, Colour, Page, Pen, Picture, Stroke, fitted, wrap
from samples.parties import PROVINCES
from samples.truth import Party, Truth

WIDTH, HEIGHT = 215.0, 139.0
PAPER_WIDTH = 240.0
ROOM = 8
_VALUE = Pen(3.1, fonts.SONG, BLACK)
_CODE = Pen(4.2, fonts.MONO, BLACK)
_STEP = 4.3
_COLUMNS = (61.9, 77.3, 89.4, 112.9, 138.0, 169.3, 177.6)


def fits(truth: Truth) -> bool:
    """Whether all lines find room on the one page this form has."""
    return sum(row.height for row in _cut(truth)) <= ROOM


def electronic(truth: Truth) -> Page:
    """The e-invoice with QR code, password area and the seller's seal; seal texts stand in the text layer."""
    page = Page(WIDTH, HEIGHT)
    place = PROVINCES.get(truth.seller.province if truth.seller else "", "")
    _form(page, OCHRE)
    _fill(page, truth)
    title = "深圳电子普通发票" if truth.kind == "blockchain" else f"{place}增值税电子{_name(truth)}"
    page.centred_label(108.5, 14.4, title, Pen(6.9, fonts.KAI, OCHRE))
    seal.draw_bureau(page, 108.0, 18.4, f"{place}省")
    page.pictures.append(Picture(14, 3.2, 17.6, 17.6, qr.png(truth.qr or "")))
    page.label(10.9, 25.6, "机器编号:", Pen(3.2, fonts.KAI, OCHRE))
    page.value(26.5, 25.6, truth.extra.get("machine_number", ""), _VALUE, field="machine_number")
    _corner(page, truth)
    _company_seal(page, truth)
    return page


def paper(truth: Truth, *, copy: str = "抵扣联") -> Page:
    """The paper invoice: dark blue print on a brown form, number large in the corner, the seller's seal over it."""
    page = Page(WIDTH, HEIGHT)
    place = PROVINCES.get(truth.seller.province if truth.seller else "", "")
    _fill(page, truth)
    _date(page, truth, x=172.0, y=25.7)
    page.texts = [replace(each, pen=_printed(each.pen)) for each in page.texts]
    _form(page, OCHRE)
    page.centred_label(108.5, 14.4, f"{place}增值税{_name(truth)}", Pen(6.9, fonts.KAI, OCHRE))
    page.centred_label(108.5, 26.0, " ".join(copy), Pen(4.0, fonts.KAI, OCHRE))
    page.label(154, 25.7, "开票日期:", Pen(3.2, fonts.KAI, OCHRE))
    page.pictures.append(Picture(10, 5, 17, 17, qr.png(truth.qr or "")))
    page.value(31, 13.6, truth.invoice_code or "", Pen(5.6, fonts.MONO, BLACK), field="invoice_code")
    page.label(150, 14.0, "№", Pen(6.0, fonts.SONG, RED))
    page.value(158, 14.0, truth.invoice_number or "", Pen(6.4, fonts.MONO, BLUE), field="invoice_number")
    page.value(182, 19.5, truth.invoice_code or "", Pen(2.8, fonts.MONO, BLACK))
    page.value(182, 22.3, truth.invoice_number or "", Pen(2.8, fonts.MONO, BLACK))
    seal.draw_bureau(page, 108.0, 18.4, f"{place}省")
    _company_seal(page, truth)
    return stretched(page, PAPER_WIDTH / WIDTH)


def stretched(page: Page, factor: float) -> Page:
    """The same page on a wider sheet; letters keep their size."""
    return Page(
        page.width * factor,
        page.height + 1.0,
        [replace(each, x=each.x * factor) for each in page.texts],
        [replace(each, x0=each.x0 * factor, x1=each.x1 * factor) for each in page.strokes],
        [replace(each, x=each.x * factor) for each in page.ovals],
        [replace(each, x=each.x * factor) for each in page.pictures],
    )


def _printed(pen: Pen) -> Pen:
    return replace(pen, colour=(38, 44, 92))


def _name(truth: Truth) -> str:
    return "专用发票" if truth.kind == "special_vat" else "普通发票"


def _form(page: Page, colour: Colour) -> None:
    label = Pen(3.2, fonts.KAI, colour)
    for y in (19.0, 20.0):
        page.strokes.append(Stroke(69.5, y, 147.6, y, colour=colour))
    page.box(8.1, 29.8, 208.9, 123.0, colour)
    for y in (51.0, 95.2, 103.4):
        page.strokes.append(Stroke(8.1, y, 208.9, y, colour=colour))
    for x in _COLUMNS:
        page.strokes.append(Stroke(x, 51, x, 95.2, colour=colour))
    more = ((14.8, 29.8, 51), (123, 29.8, 51), (128, 29.8, 51), (61.9, 95.2, 103.4))
    for x, top, bottom in (*more, (14.8, 103.4, 123), (122.6, 103.4, 123), (128, 103.4, 123)):
        page.strokes.append(Stroke(x, top, x, bottom, colour=colour))
    page.stacked(10.0, 35.5, "购买方", label, step=5.3)
    page.stacked(124.0, 34.5, "密码区", label, step=6.5)
    page.stacked(10.0, 109.0, "销售方", label, step=5.0)
    page.stacked(124.0, 109.5, "备注", label, step=9.5)
    _party_labels(page, 33.5, label)
    _party_labels(page, 107.1, label, step=4.9)
    titles = (
        (34.4, "货物或应税劳务、服务名称"),
        (69.5, "规格型号"),
        (83.4, "单位"),
        (101.0, "数 量"),
        (125.0, "单 价"),
    )
    for x, title in (*titles, (154.0, "金    额"), (173.5, "税率"), (193.5, "税    额")):
        page.centred_label(x, 54.9, title, label)
    page.label(21.5, 94.2, "合", label)
    page.label(36.0, 94.2, "计", label)
    page.label(21.5, 100.4, "价税合计(大写)", label)
    page.label(158.4, 100.4, "(小写)", label)
    for x, title in ((11.6, "收款人:"), (67.9, "复核:"), (110.8, "开票人:"), (154.0, "销售方:(章)")):
        page.label(x, 128.6, title, label)
    page.centred_label(60, 136.5, NOTICE, Pen(2.2, fonts.KAI, GREY))


def _party_labels(page: Page, top: float, label: Pen, *, step: float = 5.2) -> None:
    for offset, title in enumerate(("名        称:", "纳税人识别号:", "地 址、 电 话:", "开户行及账号:")):
        page.label(17.1, top + offset * step, title, label)


def _fill(page: Page, truth: Truth) -> None:
    _party(page, truth.buyer or Party(""), 33.5, "buyer")
    _party(page, truth.seller or Party(""), 107.1, "seller", step=4.9)
    for index, cipher in enumerate(truth.extra.get("cipher", "").splitlines()):
        page.value(132.5, 34.3 + index * 5.0, cipher, _CODE)
    _rows(page, _cut(truth))
    _totals(page, truth)
    for index, part in enumerate(wrap(truth.remarks or "", 76, _VALUE)[:4]):
        page.value(130, 107.5 + index * 4.0, part, _VALUE, field="remarks")
    for x, person, name in ((24.0, truth.extra.get("payee", ""), ""), (77.5, truth.extra.get("reviewer", ""), "")):
        page.value(x, 128.6, person, _VALUE, field=name)
    page.value(123.0, 128.6, truth.drawer, _VALUE, field="drawer")


def _party(page: Page, party: Party, top: float, prefix: str, *, step: float = 5.2) -> None:
    name = fitted(party.name, 83, (_VALUE, Pen(2.5)))
    page.value(38.3, top, party.name, name, field=f"{prefix}_name")
    page.value(38.3, top + step, party.taxpayer_id or "", _CODE, field=f"{prefix}_taxpayer_id")
    if party.taxpayer_id:
        for row, value in ((2, f"{party.address} {party.phone}"), (3, f"{party.bank} {party.account}")):
            page.value(38.3, top + row * step, value, fitted(value, 83, (Pen(2.9), Pen(2.4), Pen(2.0))))


def _cut(truth: Truth) -> list[Row]:
    return rows(truth.lines, _VALUE, name_width=52.0, spec_width=14.5)


def _rows(page: Page, cut: list[Row]) -> None:
    y = 59.6
    for row in cut:
        line, key = row.line, f"lines.{row.index}"
        for offset, part in enumerate(row.names):
            page.value(9.3, y + offset * _STEP, part, _VALUE, field=f"{key}.item_name")
        for offset, part in enumerate(row.specs):
            page.value(62.5, y + offset * _STEP, part, _VALUE, field=f"{key}.specification")
        page.centre(83.4, y, line.unit, _VALUE, field=f"{key}.unit")
        page.right(112.4, y, number_text(line.quantity), _VALUE, field=f"{key}.quantity")
        page.right(137.5, y, number_text(line.unit_price), _VALUE, field=f"{key}.unit_price")
        page.right(168.8, y, text(line.net_amount), _VALUE, field=f"{key}.net_amount")
        page.centre(173.5, y, rate_text(line), _VALUE, field=f"{key}.tax_rate")
        page.right(208.2, y, tax_text(line), _VALUE, field=f"{key}.tax_amount")
        y += row.height * _STEP


def _totals(page: Page, truth: Truth) -> None:
    exempt = all(line.tax_rate is None for line in truth.lines)
    zero = Decimal(0)
    page.right(168.8, 94.3, f"¥{text(truth.net_amount or zero)}", _VALUE, field="net_amount")
    tax = "***" if exempt else f"¥{text(truth.tax_amount or zero)}"
    page.right(208.2, 94.3, tax, _VALUE, field="tax_amount")
    page.value(62.8, 100.5, "⊗", Pen(3.8))
    page.value(67.0, 100.4, truth.amount_in_words or "", Pen(3.3), field="amount_in_words")
    page.value(168.5, 100.4, f"¥{text(truth.gross_amount or zero)}", Pen(3.5), field="gross_amount")


def _corner(page: Page, truth: Truth) -> None:
    label = Pen(3.2, fonts.KAI, OCHRE)
    for y, title in ((7.2, "发票代码:"), (13.4, "发票号码:"), (19.6, "开票日期:"), (25.7, "校 验 码:")):
        page.label(153.5, y, title, label)
    page.value(168.5, 7.2, truth.invoice_code or "", _VALUE, field="invoice_code")
    page.value(168.5, 13.4, truth.invoice_number or "", _VALUE, field="invoice_number")
    _date(page, truth, x=168.5, y=19.6)
    check = truth.check_code or ""
    spaced = " ".join(check[start : start + 5] for start in range(0, len(check), 5))
    page.value(168.5, 25.7, spaced, _VALUE, field="check_code")


def _date(page: Page, truth: Truth, *, x: float, y: float) -> None:
    if day := truth.issue_date:
        page.value(x, y, f"{day.year}年{day.month:02d}月{day.day:02d}日", _VALUE, field="issue_date")


def _company_seal(page: Page, truth: Truth) -> None:
    if truth.seller and truth.has_seal:
        stamp = seal.company_png(truth.seller.name, truth.seller.taxpayer_id or "")
        page.pictures.append(Picture(169, 106, 38, 28.5, stamp, is_seal=True))
