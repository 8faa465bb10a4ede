"""Air itineraries (航空运输电子客票行程单): amounts in columns under their titles, the route at the left.

Rule kept: net is fare and fuel surcharge, as the tax on the itinerary is computed on these two; the aviation fund and
other charges only enter the total.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from invoices.domain.fapiao import Travel
from invoices.readers.draft import Draft
from invoices.readers.layout.heading import read_heading
from invoices.readers.layout.sheet import Sheet, Span
from invoices.readers.layout.tickets.forms import day, field, read_fields, shaped, text
from invoices.readers.layout.totals import amounts_in
from invoices.readers.values import date_of
from invoices.readers.words import Word
from kernel.money import ZERO
from kernel.money import text as money_text

_AMOUNTS: Final = {
    "fare": re.compile(r"票价(?!格)"),
    "fuel_surcharge": re.compile(r"燃油附加费|燃油附加"),
    "tax_amount": re.compile(r"增值税税额|增值税额"),
    "civil_aviation_fund": re.compile(r"民航发展基金"),
    "other_taxes": re.compile(r"其他税费"),
    "gross_amount": re.compile(r"(?<!价税)合计"),
}
_FLIGHT: Final = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\d{3,4}(?!\d)")
_STOP: Final = re.compile(r"(?:自|至|FROM|TO)[:;]?\s*([\u4e00-\u9fff]{2,10})")
_SEAT: Final = re.compile(r"^[A-Z]$")
_FIELDS: Final = (
    field("buyer_name", r"购买方名称[:;]", text),
    field("buyer_taxpayer_id", r"统一社会信用代码/?(?:纳税人识别号)?[:;]", shaped(r"[0-9A-Z]{15,20}")),
    field("seller_name", r"填开单位[:;]|销售方名称[:;]", text),
    field("issue_date", r"填开日期[:;]|开票日期[:;]", day),
    field("extra.e_ticket_number", r"电子客票号码?[:;]", shaped(r"\d{10,14}")),
    field("extra.verification_code", r"验证码[:;]", shaped(r"\d{4}")),
)


def read(sheet: Sheet, draft: Draft) -> None:
    """Puts number, date, parties, amounts and the journey."""
    read_heading(sheet, draft)
    read_fields(sheet, draft, _FIELDS)
    amounts = _amounts(sheet, draft)
    fare = amounts.get("fare")
    if fare is not None:
        draft.put("net_amount", fare + amounts.get("fuel_surcharge", ZERO), 0.9)
    stops = _stops(sheet)
    flight = _FLIGHT.search(sheet.text)
    draft.travel = Travel(
        origin=stops[0] if stops else None,
        destination=stops[-1] if len(stops) > 1 else None,
        date=_flight_date(sheet),
        vehicle=flight[0] if flight else None,
        seat_class=next((found.norm for found in sheet.words if _SEAT.match(found.norm)), None),
        fare=fare,
        traveller=_below(sheet, re.compile(r"旅客姓名")),
    )


def _amounts(sheet: Sheet, draft: Draft) -> dict[str, Decimal]:
    """The amount under each title; titles and amounts are aligned by column."""
    found: dict[str, Decimal] = {}
    titles = {name: next(iter(sheet.spans(label)), None) for name, label in _AMOUNTS.items()}
    starts = sorted(span.x0 for span in titles.values() if span)
    for name, span in titles.items():
        if span is None:
            continue
        words = _column(sheet, span, min((x for x in starts if x > span.x0 + span.height), default=float("inf")))
        amounts = amounts_in(words)
        if not amounts:
            continue
        found[name] = amounts[0].value
        if name in ("tax_amount", "gross_amount"):
            draft.put(name, amounts[0].value, 0.93 * amounts[0].score, sheet.page.ratio(words))
        else:
            draft.note(**{name: money_text(amounts[0].value)})
    return found


def _column(sheet: Sheet, span: Span, right: float) -> list[Word]:
    """Words just below a title, between its left edge and the next title's."""
    height = span.height
    return sheet.between(span.y1 - 0.2 * height, span.y1 + 3 * height, span.x0 - 0.5 * height, right)


def _stops(sheet: Sheet) -> list[str]:
    """Cities of the route in order, neighbours that repeat only once."""
    ordered: list[str] = []
    for row in sheet.rows:
        for match in _STOP.finditer(row.text):
            if not ordered or ordered[-1] != match[1]:
                ordered.append(match[1])
    return ordered


def _flight_date(sheet: Sheet) -> date | None:
    """The first date on a row with a flight number."""
    for row in sheet.rows:
        if _FLIGHT.search(row.text):
            for found in row.words:
                if found.norm.count("-") == 2 or "年" in found.norm:
                    return date_of(found.norm)
    return None


def _below(sheet: Sheet, label: re.Pattern[str]) -> str | None:
    span = sheet.first(label)
    if span is None:
        return None
    band = sheet.between(span.y1, span.y1 + 3 * span.height, span.x0 - span.height, span.x1 + 4 * span.height)
    return next((found.text for found in sorted(band, key=lambda item: (item.middle, item.x0))), None)
