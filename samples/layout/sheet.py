"""Small receipts pasted side by side on one A4 sheet, as expense claims bring them."""

from __future__ import annotations

from dataclasses import replace

from samples import fonts
from samples.page import BLACK, GREY, Page, Pen, Stroke

_MARGIN, _TOP, _GAP = 12.0, 28.0, 6.0


def pasted(papers: list[Page]) -> Page:
    """The sheet (landscape A4); papers go from left to right and then to the next row."""
    sheet = Page(297, 210)
    sheet.centred_label(148, 16, "报 销 单 据 粘 贴 单", Pen(6.0, fonts.KAI, BLACK))
    x, y, row = _MARGIN, _TOP, 0.0
    for paper in papers:
        if x + paper.width > sheet.width - _MARGIN:
            x, y, row = _MARGIN, y + row + _GAP, 0.0
        _place(sheet, paper, x, y)
        x, row = x + paper.width + _GAP, max(row, paper.height)
    return sheet


def _place(sheet: Page, paper: Page, x: float, y: float) -> None:
    right, bottom = x + paper.width, y + paper.height
    for ends in ((x, y, right, y), (x, bottom, right, bottom), (x, y, x, bottom), (right, y, right, bottom)):
        sheet.strokes.append(Stroke(*ends, width=0.15, colour=GREY))
    sheet.texts += [replace(each, x=each.x + x, y=each.y + y) for each in paper.texts]
    sheet.ovals += [replace(each, x=each.x + x, y=each.y + y) for each in paper.ovals]
    sheet.pictures += [replace(each, x=each.x + x, y=each.y + y) for each in paper.pictures]
    sheet.strokes += [
        replace(each, x0=each.x0 + x, x1=each.x1 + x, y0=each.y0 + y, y1=each.y1 + y) for each in paper.strokes
    ]
