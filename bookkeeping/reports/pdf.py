"""A sheet as a PDF for print and archive (版式文件): A4, head repeated, pages numbered.

Rule kept: the same sheet gives the same bytes. Chinese is set in a standard font every PDF reader has, so the file
looks the same wherever it was made.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from bookkeeping.domain.sheet import Column, Kind, Sheet, Style, Value

MARGIN = 12 * mm
WIDE_FROM = 8
SIZE, LEAD = 7.5, 9.5
_WEIGHTS = {Kind.TEXT: 2.4, Kind.AMOUNT: 1.9, Kind.DATE: 1.6, Kind.RATIO: 1.2, Kind.COUNT: 1.0} | {
    Kind.QUANTITY: 1.5,
    Kind.RATE: 1.4,
}
_NARROW = {"side": 0.6, "voucher": 1.1, "code": 1.4, "line": 0.7, "line_2": 0.7}


@cache
def song() -> str:
    """The name of the Chinese font, registered on first use."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def pdf_of(sheet: Sheet, company: str) -> bytes:
    """The sheet on A4, landscape where it has many columns."""
    return pdf_of_sheets((sheet,), company)


def pdf_of_sheets(sheets: Sequence[Sheet], company: str) -> bytes:
    """Several sheets one after the other, each beginning a page. The first names the file."""
    target = io.BytesIO()
    size = landscape(A4) if any(len(sheet.columns) >= WIDE_FROM for sheet in sheets) else A4
    document = SimpleDocTemplate(
        target, pagesize=size, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN + 4 * mm,
        title=sheets[0].title, author=company, invariant=1,
    )  # fmt: skip
    story: list[Any] = []
    for sheet in sheets:
        story += [*([PageBreak()] if story else ()), *_heading(sheet, company), _table(sheet, document.width)]
    document.build(story, onFirstPage=_number, onLaterPages=_number)
    return target.getvalue()


def _heading(sheet: Sheet, company: str) -> list[Any]:
    title = ParagraphStyle("title", fontName=song(), fontSize=14, leading=18, alignment=1)
    small = ParagraphStyle("small", fontName=song(), fontSize=8, leading=11)
    under = "　".join(part for part in (company, sheet.subtitle, sheet.note) if part)
    return [Paragraph(escape(sheet.title), title), Paragraph(escape(under), small), Spacer(1, 2 * mm)]


def _number(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont(song(), 8)
    canvas.drawCentredString(document.pagesize[0] / 2, 8 * mm, f"- {document.page} -")
    canvas.restoreState()


def _table(sheet: Sheet, width: float) -> LongTable:
    weights = [_NARROW.get(column.key, _WEIGHTS[column.kind]) for column in sheet.columns]
    widths = [width * weight / sum(weights) for weight in weights]
    cell = ParagraphStyle("cell", fontName=song(), fontSize=SIZE, leading=LEAD, wordWrap="CJK")
    head = ParagraphStyle("head", parent=cell, alignment=1)
    body: list[list[Any]] = _head(sheet, head)
    above = len(body)
    for line in sheet.rows:
        indent = "　" * (line.level - 1) if line.level > 1 else ""
        texts = [written(c.value, column) for c, column in zip(line.cells, sheet.columns, strict=True)]
        body.append(
            [text if column.is_number else Paragraph(escape((indent if place == 1 else "") + text), cell)
             for place, (text, column) in enumerate(zip(texts, sheet.columns, strict=True))]
        )  # fmt: skip
    return LongTable(body, colWidths=widths, repeatRows=above, style=_style(sheet, above))


def _head(sheet: Sheet, look: ParagraphStyle) -> list[list[Any]]:
    titles = [Paragraph(escape(column.title), look) for column in sheet.columns]
    if not sheet.is_grouped:
        return [titles]
    groups = [column.group for column in sheet.columns]
    shown = [group if place == 0 or groups[place - 1] != group else "" for place, group in enumerate(groups)]
    return [[Paragraph(escape(group), look) for group in shown], titles]


def _style(sheet: Sheet, above: int) -> TableStyle:
    rules: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), song(), SIZE, LEAD),
        ("GRID", (0, 0), (-1, -1), 0.25, colors.grey),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("BACKGROUND", (0, 0), (-1, above - 1), colors.whitesmoke),
    ]
    rules += [("ALIGN", (n, above), (n, -1), "RIGHT") for n, column in enumerate(sheet.columns) if column.is_number]
    for number, line in enumerate(sheet.rows, above):
        if line.is_red:
            rules.append(("TEXTCOLOR", (0, number), (-1, number), colors.firebrick))
        elif line.style in {Style.SUBTOTAL, Style.TOTAL}:
            rules.append(("BACKGROUND", (0, number), (-1, number), colors.whitesmoke))
    return TableStyle(rules)


def written(value: Value, column: Column) -> str:
    """A value as it is printed: amounts with thousand marks, zero and nothing left blank."""
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        if column.kind is Kind.RATIO:
            return f"{value:.2%}"
        if column.kind in {Kind.QUANTITY, Kind.RATE} and value:
            return f"{value.normalize():,f}"
        return f"{value:,.2f}" if value else ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
