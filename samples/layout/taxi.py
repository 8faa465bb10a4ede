"""A taxi meter's receipt: a narrow strip, form text printed, figures by the meter's own printer."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples import fonts
from samples.layout import seal
from samples.layout.notice import NOTICE
from samples.page import BROWN, GREY, RED, Page, Pen, Picture
from samples.truth import Truth

_LABEL = Pen(3.4, fonts.KAI, BROWN)
_VALUE = Pen(3.6, fonts.MONO, (40, 40, 60))
_CHINESE = Pen(3.4, fonts.SONG, (40, 40, 60))


def layout(truth: Truth) -> Page:
    """57 × 132 mm."""
    page, extra, day = Page(57, 132), truth.extra, truth.issue_date
    page.centred_label(28.5, 9, f"{extra['city']}市出租汽车专用发票", Pen(4.2, fonts.KAI, RED))
    page.centred_label(28.5, 15.5, "发 票 联", Pen(3.6, fonts.KAI, RED))
    page.label(4, 22.5, "发票代码", _LABEL)
    page.value(20, 22.5, truth.invoice_code or "", Pen(3.8, fonts.MONO, (20, 20, 20)), field="invoice_code")
    page.label(4, 28, "发票号码", _LABEL)
    page.value(20, 28, truth.invoice_number or "", Pen(3.8, fonts.MONO, (20, 20, 20)), field="invoice_number")
    rows = (
        ("电  话", extra["phone"], ""),
        ("车  号", extra["plate"], ""),
        ("证  号", extra["driver"], ""),
        ("日  期", day.isoformat() if day else "", "issue_date"),
        ("上  车", extra["up"], ""),
        ("下  车", extra["down"], ""),
        ("单  价", f"{extra['price']}元/公里", ""),
        ("里  程", f"{extra['distance']}公里", ""),
        ("等  候", extra["waiting"], ""),
        ("金  额", f"{text(truth.gross_amount or ZERO)}元", "gross_amount"),
    )
    for index, (title, value, field) in enumerate(rows):
        y = 37 + index * 7.2
        page.label(5, y, title, _LABEL)
        page.value(19, y, value, _VALUE if value.isascii() else _CHINESE, field=field)
    name = extra["company"]
    lower = 101 + int((truth.invoice_number or "0")[-1]) % 3  # stamped by hand, never twice in the same place
    page.pictures.append(Picture(15, lower, 38, 28.5, seal.company_png(name, "", label="发票专用章"), is_seal=True))
    page.label(4, 112, "卡号", _LABEL)
    page.label(4, 119, "手写无效", _LABEL)
    page.centred_label(28.5, 129, NOTICE, Pen(2.0, fonts.KAI, GREY))
    return page
