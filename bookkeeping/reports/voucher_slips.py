"""Vouchers on paper: slips of the usual sizes, several to a page, with a cover for binding.

Rule kept: a voucher longer than a slip goes on to the next one, numbered 1/2, 2/2; its total stands on the last.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from bookkeeping.domain.amount_words import in_words
from bookkeeping.reports.pdf import song
from bookkeeping.selectors.voucher_pages import PageLine, VoucherPage


@dataclass(frozen=True, slots=True)
class Layout:
    """A paper: its size in points, slips one above the other, lines on a slip, the margin beside them."""

    size: tuple[float, float]
    slips: int
    lines: int
    margin: float = 12 * mm


LAYOUTS = {
    "a4-2": Layout(A4, 2, 8),
    "a4-3": Layout(A4, 3, 5),
    "a5": Layout(landscape(A5), 1, 8),
    "continuous": Layout((241 * mm, 139.7 * mm), 1, 7, 18 * mm),
    "invoice": Layout((240 * mm, 140 * mm), 1, 7, 15 * mm),
}
"""By name: A4 cut in two or three, A5, continuous paper 241 × 139.7 mm, the size of VAT invoices 240 × 140 mm."""

SHARES = (0.24, 0.40, 0.18, 0.18)
TITLES = ("摘　要", "会计科目", "借方金额", "贷方金额")
SIZE = 9.0


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover of a volume: company, period, volume of how many, first and last numbers, counts."""

    company: str
    period: str
    volume: int
    volumes: int
    numbers: Sequence[tuple[str, int, int]]
    vouchers: int
    papers: int


def slips_of(pages: Sequence[VoucherPage], layout: Layout) -> list[tuple[VoucherPage, int, int]]:
    """(voucher, slip from 1, slips of that voucher) in the order of print."""
    found = []
    for page in pages:
        count = max(1, -(-len(page.lines) // layout.lines))
        found += [(page, number, count) for number in range(1, count + 1)]
    return found


Volume = tuple[Cover, Sequence[VoucherPage]]


def volumes_of(pages: Sequence[VoucherPage], company: str, period: str, each: int) -> list[Volume]:
    """The vouchers in volumes of `each` (0: all in one) with their covers."""
    size = each or max(len(pages), 1)
    parts = [list(pages[start : start + size]) for start in range(0, len(pages), size)]
    return [
        (
            Cover(
                company,
                period,
                number,
                len(parts),
                _numbers(part),
                len(part),
                sum(page.papers for page in part),
            ),
            part,
        )
        for number, part in enumerate(parts, 1)
    ]


def _numbers(pages: Sequence[VoucherPage]) -> list[tuple[str, int, int]]:
    """First and last number of each voucher type."""
    spans: dict[str, list[int]] = {}
    for page in pages:
        if page.voucher.number is not None:
            spans.setdefault(page.voucher.voucher_type, []).append(page.voucher.number)
    return [(word, min(numbers), max(numbers)) for word, numbers in spans.items()]


def print_vouchers(volumes: Sequence[Volume], layout: Layout, *, covers: bool) -> bytes:
    """The PDF. The same vouchers give the same bytes."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=layout.size, invariant=1)
    canvas.setTitle("记账凭证")
    for cover, pages in volumes:
        if covers:
            _cover(canvas, layout, cover)
            canvas.showPage()
        slips = slips_of(pages, layout)
        for at, (page, number, count) in enumerate(slips):
            place = at % layout.slips
            _Slip(canvas, layout, place).draw(page, cover.company, number, count)
            if place == layout.slips - 1 or at == len(slips) - 1:
                canvas.showPage()
    canvas.save()
    return target.getvalue()


def _cover(canvas: Any, layout: Layout, cover: Cover) -> None:
    width, height = layout.size
    canvas.setFont(song(), 24)
    canvas.drawCentredString(width / 2, height - 0.2 * height, "记账凭证封面")
    numbers = "，".join(f"{word}字第 {first} 号至第 {last} 号" for word, first, last in cover.numbers) or "—"
    rows = (
        f"单位：{cover.company}",
        f"期间：{cover.period}",
        f"册数：第 {cover.volume} 册　共 {cover.volumes} 册",
        f"号数：{numbers}",
        f"张数：记账凭证 {cover.vouchers} 张　附件 {cover.papers} 张",
        "会计主管：　　　　　　　　装订人：　　　　　　　　装订日期：",
    )
    canvas.setFont(song(), 12)
    step = 0.6 * height / (len(rows) + 1)
    for number, text in enumerate(rows, 1):
        canvas.drawString(0.14 * width, 0.8 * height - number * step, _fitted(text, 0.74 * width, 12))


def _fitted(text: str, width: float, size: float) -> str:
    """The text, cut with … where it would leave its place."""
    if pdfmetrics.stringWidth(text, song(), size) <= width:
        return text
    while text and pdfmetrics.stringWidth(f"{text}…", song(), size) > width:
        text = text[:-1]
    return f"{text}…"


class _Slip:
    """One slip at its place on the page."""

    def __init__(self, canvas: Any, layout: Layout, place: int) -> None:
        width, height = layout.size
        self.canvas, self.layout = canvas, layout
        self.height = height / layout.slips
        self.left, self.right = layout.margin, width - layout.margin
        self.top = height - place * self.height - 8 * mm
        self.bottom = height - (place + 1) * self.height + 6 * mm
        self.edges = [self.left]
        for share in SHARES:
            self.edges.append(self.edges[-1] + share * (self.right - self.left))

    def draw(self, page: VoucherPage, company: str, number: int, count: int) -> None:
        """Head, table and foot of one slip of a voucher."""
        self._head(page, company, number, count)
        first = (number - 1) * self.layout.lines
        lines = page.lines[first : first + self.layout.lines]
        top, step = self.top - 17 * mm, (self.top - self.bottom - 24 * mm) / (self.layout.lines + 2)
        self._grid(top, step)
        self._cells(top, step, TITLES, centred=True)
        for row, line in enumerate(lines, 1):
            self._line(top - row * step, step, line)
        if number == count:
            self._total(top - (self.layout.lines + 1) * step, step, page)
        self._foot(page, top - (self.layout.lines + 2) * step - 5 * mm)

    def _head(self, page: VoucherPage, company: str, number: int, count: int) -> None:
        voucher = page.voucher
        part = f"（{number}/{count}）" if count > 1 else ""
        name = f"{voucher.voucher_type}字第 {voucher.number or '　'} 号{part}"
        self.canvas.setFont(song(), 15)
        self.canvas.drawCentredString((self.left + self.right) / 2, self.top - 5 * mm, "记　账　凭　证")
        self.canvas.setFont(song(), SIZE)
        self.canvas.drawString(self.left, self.top - 14 * mm, _fitted(f"单位：{company}", 90 * mm, SIZE))
        self.canvas.drawCentredString((self.left + self.right) / 2, self.top - 14 * mm, voucher.date.isoformat())
        self.canvas.drawRightString(self.right, self.top - 9 * mm, f"附单据 {page.papers} 张")
        self.canvas.drawRightString(self.right, self.top - 14 * mm, name)

    def _grid(self, top: float, step: float) -> None:
        bottom = top - (self.layout.lines + 2) * step
        self.canvas.setLineWidth(0.5)
        self.canvas.setStrokeColor(colors.black)
        for row in range(self.layout.lines + 3):
            self.canvas.line(self.left, top - row * step, self.right, top - row * step)
        for at, edge in enumerate(self.edges):
            self.canvas.line(edge, top, edge, bottom + (step if at == 1 else 0))

    def _cells(self, top: float, step: float, texts: Sequence[str], *, centred: bool = False) -> None:
        base = top - step / 2 - SIZE / 3
        for at, text in enumerate(texts):
            left, right = self.edges[at] + 1.5 * mm, self.edges[at + 1] - 1.5 * mm
            if centred:
                self.canvas.drawCentredString((left + right) / 2, base, text)
            elif at > 1:
                self.canvas.drawRightString(right, base, text)
            else:
                self.canvas.drawString(left, base, _fitted(text, right - left, SIZE))

    def _line(self, top: float, step: float, line: PageLine) -> None:
        negative = line.debit < 0 or line.credit < 0
        self.canvas.setFillColor(colors.firebrick if negative else colors.black)
        account = f"{line.code} {line.account}"
        if line.beside:
            self._cells(top + step / 5, step, (line.description, account, _figure(line.debit), _figure(line.credit)))
            self.canvas.setFont(song(), 7)
            left, right = self.edges[1] + 1.5 * mm, self.edges[2] - 1.5 * mm
            self.canvas.drawString(left, top - step * 0.82, _fitted(" · ".join(line.beside), right - left, 7))
            self.canvas.setFont(song(), SIZE)
        else:
            self._cells(top, step, (line.description, account, _figure(line.debit), _figure(line.credit)))
        self.canvas.setFillColor(colors.black)

    def _total(self, top: float, step: float, page: VoucherPage) -> None:
        self._cells(top, step, ("", "", _figure(page.debit), _figure(page.credit)))
        width = self.edges[2] - self.edges[0] - 3 * mm
        words = _fitted(f"合计：{in_words(page.debit)}", width, SIZE)
        self.canvas.drawString(self.edges[0] + 1.5 * mm, top - step / 2 - SIZE / 3, words)

    def _foot(self, page: VoucherPage, base: float) -> None:
        voucher = page.voucher
        posted = "系统" if voucher.number and not voucher.posted_by else voucher.posted_by or ""
        people = (f"记账：{posted}", f"审核：{voucher.reviewed_by or ''}", f"制单：{voucher.prepared_by or '系统'}")
        step = (self.right - self.left) / len(people)
        for at, text in enumerate(people):
            self.canvas.drawString(self.left + at * step, base, _fitted(text, step - 2 * mm, SIZE))


def _figure(amount: Decimal) -> str:
    return f"{amount:,.2f}" if amount else ""
