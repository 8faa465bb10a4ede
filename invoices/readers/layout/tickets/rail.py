"""Railway tickets: the paper ticket and the face of the electronic one.

Rule kept: origin stands left and destination right of the train number; the face prints neither net nor tax, so
neither is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from invoices.domain.fapiao import Travel
from invoices.readers.draft import Draft
from invoices.readers.layout.heading import read_heading
from invoices.readers.layout.sheet import Sheet
from invoices.readers.layout.tickets.forms import field, read_fields, shaped, text
from invoices.readers.values import date_of, money_of
from invoices.readers.words import Word

_TRUST: Final = 0.95
_TRAIN: Final = re.compile(r"(?<![A-Z0-9])[GDCZTKYLS]\d{1,4}(?![\d.])")
_DATE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})开?")
_FARE: Final = re.compile(r"[¥Y半羊]\s*(\d+\.\d{1,2})元?|(\d+\.\d{1,2})元|票价[:;]?[¥Y]?(\d+\.\d{1,2})")
_SEAT_CLASS: Final = re.compile(
    r"商务座|特等座|一等座|二等座|(?:新空调)?(?:硬座|软座|硬卧|软卧|高级软卧)|动卧|一等卧|二等卧|无座|优选一等座"
)
_SEAT: Final = re.compile(r"(\d{1,2})车\s*(\d{1,3}[A-F]?)号?(?:([上中下])铺)?|(\d{1,2})车")
_PAPER_NUMBER: Final = re.compile(r"^[A-Z]\d{6}$")
_SERIAL: Final = re.compile(r"\d{10,16}[A-Z]\d{6}")
_TRAVELLER: Final = re.compile(
    r"\d{4,10}[*xX]{3,12}\d{0,4}[\dXx]?([\u4e00-\u9fff·]{2,8})|(?<!\d)\d{17}[\dXx]([\u4e00-\u9fff·]{2,8})"
)
_FIELDS: Final = (
    field("buyer_name", r"购买方名称[:;]", text),
    field("buyer_taxpayer_id", r"统一社会信用代码[:;]|纳税人识别号[:;]", shaped(r"[0-9A-Z]{15,20}")),
    field("extra.e_ticket_number", r"电子客票号[:;]", shaped(r"\d{13,24}")),
)


def read(sheet: Sheet, draft: Draft) -> None:
    """Puts number, fare, buyer and the journey."""
    electronic = "电子客票" in sheet.text
    if electronic:
        read_heading(sheet, draft)
        read_fields(sheet, draft, _FIELDS)
    else:
        _put_paper_number(sheet, draft)
    train = _train_word(sheet)
    before, after = _stations(sheet, train)
    seat_class, traveller = sheet.first(_SEAT_CLASS), _traveller(sheet)
    day, day_words = _travel_date(sheet, draft, electronic=electronic)
    fare, fare_words = _put_fare(sheet, draft)
    draft.travel = Travel(
        origin=_station(before),
        destination=_station(after),
        date=day,
        vehicle=train.norm if train else None,
        seat_class=seat_class.text if seat_class else None,
        fare=fare,
        traveller="".join(word.norm for word in traveller) or None,
    )
    _rate_journey(
        sheet,
        draft,
        {
            "origin": before, "destination": after, "date": day_words, "fare": fare_words,
            "vehicle": [train] if train else [],
            "seat_class": seat_class.words if seat_class else (), "traveller": traveller,
        },
    )  # fmt: skip
    seat, time = _SEAT.search(sheet.text), _TIME.search(sheet.text)
    draft.note(
        seat=seat[0] if seat else None,
        departure_time=f"{int(time[1]):02d}:{time[2]}" if time else None,
        serial_number=_first(_SERIAL, sheet.text),
    )
    draft.is_red_letter = bool(re.search(r"业务类型[:;]?退|退票费", sheet.text))


def _rate_journey(sheet: Sheet, draft: Draft, found: Mapping[str, Sequence[Word]]) -> None:
    """How sure each part of the journey is: as sure as its least certain character."""
    for name, words in found.items():
        if words:
            draft.rate(f"travel.{name}", words, _TRUST, sheet.page.ratio(words))


def _train_word(sheet: Sheet) -> Word | None:
    """The train number, out of the largest word that holds one and nothing like a serial."""
    found = [item for item in sheet.words if _TRAIN.search(item.norm) and not _SERIAL.search(item.norm)]
    largest = max(found, key=lambda item: item.height, default=None)
    match = _TRAIN.search(largest.norm) if largest else None
    return largest.part(match.start(), match.end()) if largest and match else None


def _stations(sheet: Sheet, train: Word | None) -> tuple[list[Word], list[Word]]:
    """Chinese words left and right of the train number on about its level."""
    if train is None:
        return [], []
    beside = [
        found
        for found in _without_train(sheet.words)
        if abs(found.middle - train.middle) < 0.9 * train.height and _is_chinese(found)
    ]
    return [found for found in beside if found.centre < train.x0], [
        found for found in beside if found.centre > train.x1
    ]


def _without_train(words: Iterable[Word]) -> Iterator[Word]:
    """Words, those that hold a train number as what stands before and after it."""
    for found in words:
        match = _TRAIN.search(found.norm)
        if match is None:
            yield found
        else:
            yield from (found.part(0, match.start()), found.part(match.end(), len(found.norm)))


def _station(words: Iterable[Word]) -> str | None:
    ordered = sorted((found for found in words if found.norm), key=lambda found: found.x0)
    name = re.sub(r"[^\u4e00-\u9fff]", "", "".join(found.norm for found in ordered))
    return re.sub(r"站$", "", name.partition("站")[0] or name) or None


def _is_chinese(found: Word) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", found.norm)) and not re.search(r"\d", found.norm)


def _put_fare(sheet: Sheet, draft: Draft) -> tuple[Decimal | None, list[Word]]:
    for row in sheet.rows:
        match = _FARE.search(row.text)
        if match:
            parts = row.parts(match.start(), match.end())
            fare = money_of(match[1] or match[2] or match[3])
            draft.put("gross_amount", fare, 0.95 * min(part.certainty for part in parts), sheet.page.ratio(parts))
            return fare, parts
    return None, []


def _put_paper_number(sheet: Sheet, draft: Draft) -> None:
    """The red number at the top; it ends the serial at the foot too, which confirms it."""
    serial = _first(_SERIAL, sheet.text)
    for found in sorted(sheet.words, key=lambda item: item.middle):
        compact = found.norm.replace(" ", "")
        if _PAPER_NUMBER.match(compact):
            confirmed = bool(serial and serial.endswith(compact))
            trust = 0.98 if confirmed else 0.8 * found.certainty
            draft.put("invoice_number", compact, trust, sheet.page.ratio([found]))
            return
    if serial:
        draft.put("invoice_number", serial[-7:], 0.8)


def _travel_date(sheet: Sheet, draft: Draft, *, electronic: bool) -> tuple[date | None, list[Word]]:
    """The date on the row with the departure time; on an electronic ticket another date is the issue date."""
    spans = list(sheet.spans(_DATE))
    days = [(span, day) for span in spans if (day := date_of(span.text))]
    timed = [found for found in days if _TIME.search(found[0].row.text)]
    others = [found for found in days if not (electronic and found[1] == draft.values.get("issue_date"))]
    chosen = next(iter([*timed, *others]), None)
    return (chosen[1], list(chosen[0].words)) if chosen else (None, [])


def _traveller(sheet: Sheet) -> list[Word]:
    """The name printed behind the masked identity number."""
    for row in sheet.rows:
        if match := _TRAVELLER.search(row.text):
            group = 1 if match[1] else 2
            return row.parts(match.start(group), match.end(group))
    return []


def _first(pattern: re.Pattern[str], content: str) -> str | None:
    match = pattern.search(content)
    return match[0] if match else None
