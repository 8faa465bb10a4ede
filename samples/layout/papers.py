"""Motor vehicle invoices, customs payment receipts and toll receipts: tables of labelled cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kernel.money import ZERO, text
from samples import fonts
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.layout.rows import rate_text
from samples.page import BLACK, BLUE, BROWN, GREY, Page, Pen, Picture, Stroke, fitted
from samples.truth import Party, Truth

_LABEL = Pen(3.2, fonts.KAI, BROWN)
_VALUE = Pen(3.4, fonts.SONG, (38, 44, 92))
_Cell = tuple[float, str, str, str]  # left edge of the value, label, value, field


def motor_vehicle(truth: Truth) -> Page:
    """241 × 177 mm."""
    page, extra, line = Page(241, 177), truth.extra, truth.lines[0]
    seller, buyer, day = truth.seller or Party(""), truth.buyer or Party(""), truth.issue_date
    page.centred_label(120, 16, "机动车销售统一发票", Pen(7.0, fonts.KAI, BROWN))
    page.centred_label(120, 24, "发 票 联", Pen(4.4, fonts.KAI, BROWN))
    page.label(20, 31, "开票日期", _LABEL)
    page.value(36, 31, day.isoformat() if day else "", _VALUE, field="issue_date")
    for y, title, value, field in (
        (25, "发票代码", truth.invoice_code or "", "invoice_code"),
        (31, "发票号码", truth.invoice_number or "", "invoice_number"),
    ):
        page.label(170, y, title, _LABEL)
        page.value(188, y, value, Pen(4.6, fonts.MONO, BLACK), field=field)
    rows: Sequence[Sequence[_Cell]] = (
        ((60, "购买方名称", buyer.name, "buyer_name"),),
        ((60, "纳税人识别号", buyer.taxpayer_id or "", "buyer_taxpayer_id"),),
        ((60, "车辆类型", line.item_name, "lines.0.item_name"), (150, "厂牌型号", extra["model"], "")),
        ((60, "合格证号", extra["certificate"], ""), (150, "产地", extra["origin"], "")),
        ((60, "发动机号码", extra["engine"], ""), (150, "车辆识别代号/车架号码", extra["vin"], "")),
        (
            (60, "价税合计(大写)", f"⊗{truth.amount_in_words}", "amount_in_words"),
            (182, "小写", _yuan(truth.gross_amount), "gross_amount"),
        ),
        ((60, "销货单位名称", seller.name, "seller_name"), (182, "电话", seller.phone, "")),
        ((60, "纳税人识别号", seller.taxpayer_id or "", "seller_taxpayer_id"), (150, "账号", seller.account, "")),
        ((60, "地址", seller.address, ""), (182, "开户银行", seller.bank, "")),
        (
            (60, "增值税税率或征收率", rate_text(line), "lines.0.tax_rate"),
            (150, "增值税税额", _yuan(truth.tax_amount), "tax_amount"),
        ),
        ((60, "不含税价", _yuan(truth.net_amount), "net_amount"), (150, "开票人", truth.drawer, "drawer")),
    )
    _table(page, rows, left=12, right=229, top=36)
    page.pictures.append(
        Picture(160, 130, 38, 28.5, seal.company_png(seller.name, seller.taxpayer_id or ""), is_seal=True)
    )
    page.centred_label(120, 172, NOTICE, Pen(2.3, fonts.KAI, GREY))
    return page


def customs(truth: Truth) -> Page:
    """230 × 130 mm."""
    page, extra, line = Page(230, 130), truth.extra, truth.lines[0]
    seller, buyer, day = truth.seller or Party(""), truth.buyer or Party(""), truth.issue_date
    page.centred_label(115, 14, f"{seller.name}  进口增值税  专用缴款书", Pen(6.0, fonts.KAI, BLACK))
    page.label(14, 22, "填发日期:", _LABEL)
    page.value(32, 22, f"{day:%Y年%m月%d日}" if day else "", _VALUE, field="issue_date")
    page.label(128, 22, "号码 No.", _LABEL)
    page.value(144, 22, truth.invoice_number or "", Pen(3.8, fonts.MONO, BLUE), field="invoice_number")
    rows: Sequence[Sequence[_Cell]] = (
        ((48, "缴款单位(人)名称", buyer.name, "buyer_name"),),
        ((48, "纳税人识别号", buyer.taxpayer_id or "", "buyer_taxpayer_id"), (150, "账号", buyer.account, "")),
        ((48, "开户银行", buyer.bank, ""), (150, "收款国库", "中央金库（虚构）", "")),
        ((48, "货物名称", line.item_name, "lines.0.item_name"), (150, "数量", f"{line.quantity} {line.unit}", "")),
        (
            (48, "完税价格(¥)", text(line.net_amount), "net_amount"),
            (150, "税率(%)", rate_text(line), "lines.0.tax_rate"),
        ),
        ((48, "税款金额(¥)", _yuan(truth.tax_amount), "tax_amount"), (150, "合同(批文)号", extra["contract"], "")),
        ((48, "金额人民币(大写)", truth.amount_in_words or "", "amount_in_words"),),
        ((48, "报关单编号", extra["declaration"], ""), (150, "运输工具(号)", extra["ship"], "")),
    )
    _table(page, rows, left=12, right=218, top=26)
    page.pictures.append(Picture(160, 84, 36, 36, seal.round_png(seller.name, "单证专用章"), is_seal=True))
    page.centred_label(115, 126, NOTICE, Pen(2.3, fonts.KAI, GREY))
    return page


def toll(truth: Truth) -> Page:
    """76 × 92 mm."""
    page, extra = Page(76, 92), truth.extra
    page.centred_label(38, 10, f"{extra['place']}省车辆通行费发票", Pen(4.8, fonts.KAI, BROWN))
    page.centred_label(38, 16, "发 票 联", Pen(3.8, fonts.KAI, BROWN))
    rows = (
        ("发票代码", truth.invoice_code or "", "invoice_code"),
        ("发票号码", truth.invoice_number or "", "invoice_number"),
        ("入口站", extra["entry"], ""),
        ("出口站", extra["exit"], ""),
        ("车    型", extra["vehicle"], ""),
        ("收费时间", f"{truth.issue_date} {extra['time']}", "issue_date"),
        ("收 费 员", extra["collector"], ""),
        ("金    额", f"{text(truth.gross_amount or ZERO)}元", "gross_amount"),
    )
    for index, (title, value, field) in enumerate(rows):
        page.label(7, 24 + index * 7, title, _LABEL)
        page.value(24, 24 + index * 7, value, _VALUE, field=field)
    page.pictures.append(
        Picture(36, 60, 34, 25.5, seal.company_png(extra["company"], "", label="收费专用章"), is_seal=True)
    )
    page.centred_label(38, 89, NOTICE, Pen(2.0, fonts.KAI, GREY))
    return page


def _table(page: Page, rows: Sequence[Sequence[_Cell]], *, left: float, right: float, top: float) -> None:
    height = 10.0
    page.box(left, top, right, top + height * len(rows))
    for index, cells in enumerate(rows):
        y = top + height * index
        if index:
            page.strokes.append(Stroke(left, y, right, y))
        for x, title, value, field in cells:
            width = fonts.width(title, font=fonts.KAI, size=3.2)
            page.label(x - width - 2, y + 6.4, title, _LABEL)
            page.strokes.append(Stroke(x - 1, y, x - 1, y + height))
            page.value(x + 1, y + 6.4, value, fitted(value, 86, (_VALUE, Pen(2.7), Pen(2.2))), field=field)


def _yuan(amount: Decimal | None) -> str:
    return f"¥{amount:.2f}" if amount is not None else ""
