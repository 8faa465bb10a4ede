"""Plain OCR with label-and-regex reading: what a programmer writes in an afternoon on top of the same engine.

Lines of the bare engine are put into rows by height, labels are looked for in the joined text and the value taken
behind them, amounts and dates by their shape. Nothing is checked against anything, every answer is given as certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from invoices.readers.ocr.protocol import OcrWord
from invoices.readers.words import half_width

_LABELLED: Final = {
    "invoice_code": (r"代码[:;]?(\d{10,12})(?!\d)", r"^(\d{10}|\d{12})(?!\d)"),
    "invoice_number": (
        r"(?:号码|编号)[:;]?(?:No[.:]?)?([0-9]{18}-[A-Z]\d\d|\d{20}|\d{8})(?!\d)",
        r"No[.:]?(\d{8})(?!\d)", r"^([A-Z]\d{6})(?!\d)", r"单号[:;]?(\d{8,20})",
    ),
    "issue_date": (r"(?:日期|时间)[:;]?(\d{4}[年\-/]\d{1,2}[月\-/]\d{1,2})",),
    "check_code": (r"校验码[:;]?(\d{20})(?!\d)",),
    "amount_in_words": (r"([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[圆元][零壹贰叁肆伍陆柒捌玖角分整]*)",),
    "gross_amount": (
        r"小写\)?[:;]?[¥Y]?(-?[\d,]+\.\d{2})", r"价税合计.*[¥Y](-?[\d,]+\.\d{2})", r"[¥Y]([\d,]+\.\d{1,2})元",
        r"(?:金额|合计|票价|实付)[:;]?[¥Y]?(-?[\d,]+\.\d{2})", r"[¥Y]([\d,]+\.\d{2})",
    ),
}  # fmt: skip
_KINDS: Final = (
    ("铁路电子客票|中国铁路|限乘当日", "rail_ticket"), ("航空运输电子客票", "air_itinerary"),
    ("机动车销售", "motor_vehicle"), ("海关", "customs_vat"), ("定额发票", "quota"), ("出租", "taxi"),
    ("通行费", "toll"), ("回单", "bank_slip"), ("机打|通用发票", "machine_printed"), ("小票", "shop_receipt"),
    (r"电子发票\(增值税专用发票\)", "fully_digital_special"), (r"电子发票\(普通发票\)", "fully_digital_general"),
    ("专用发票", "special_vat"), ("普通发票", "general_vat"),
)  # fmt: skip
_COMPANY: Final = r"([\u4e00-\u9fff()]{4,40}?(?:公司|店|厂|中心|医院|学校|银行|海关))"
_NAMES: Final = (
    rf"(购买方|销售方|收款单位|付款单位|缴款单位\(人\)|购|销|)[\u4e00-\u9fff]{{0,4}}(?:名?称|单位|户名)[:;]?{_COMPANY}"
)
_IDS: Final = r"(?<![0-9A-Z])(\d{2}\d{6}[0-9A-Z]{10})(?![0-9A-Z])"
_RATE: Final = re.compile(r"\d{1,2}%|免税|不征税")
_AMOUNT: Final = re.compile(r"[¥Y]?-?[\d,]+\.\d{2}|\*+")


def read_plainly(words: Sequence[OcrWord]) -> dict[str, Any]:
    """One contract object from the lines of a page; without confidences, so that all of it counts as certain."""
    cells = _rows(words)
    rows = ["".join(row) for row in cells]
    fields: dict[str, Any] = {name: _any(patterns, rows) for name, patterns in _LABELLED.items()}
    fields["issue_date"] = _date(fields["issue_date"] or _first(r"(\d{4}[年\-]\d{1,2}[月\-]\d{1,2})", rows))
    fields["gross_amount"] = _two_places(_money(fields["gross_amount"]))
    fields |= _parties(rows) | _net_and_tax(rows)
    fields["lines"] = _lines(cells)
    kind = next((kind for mark, kind in _KINDS if _first(f"({mark})", rows)), "unknown")
    fields["travel"] = _journey(rows, fields) if kind in ("rail_ticket", "air_itinerary") else None
    return {"kind": kind, "fields": fields, "confidence": {}}


def _rows(words: Sequence[OcrWord]) -> list[list[str]]:
    """Lines whose middles are nearer than half a line height, left to right, as texts without blanks."""
    boxes = [(min(y for _, y in w.quad), max(y for _, y in w.quad), min(x for x, _ in w.quad), w.text) for w in words]
    rows: list[list[tuple[float, float, float, str]]] = []
    for box in sorted(boxes, key=lambda each: each[0] + each[1]):
        last = rows[-1][-1] if rows else None
        near = last is not None and abs(last[0] + last[1] - box[0] - box[1]) < last[1] - last[0]
        if near:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [
        [half_width(text).replace(" ", "") for _, _, _, text in sorted(row, key=lambda each: each[2])] for row in rows
    ]


def _first(pattern: str, rows: Sequence[str]) -> str | None:
    for row in rows:
        if match := re.search(pattern, row):
            return next(group for group in match.groups() if group)
    return None


def _any(patterns: Sequence[str], rows: Sequence[str]) -> str | None:
    """The first pattern that is found anywhere."""
    return next((found for pattern in patterns if (found := _first(pattern, rows))), None)


def _two_places(amount: str | None) -> str | None:
    return f"{Decimal(amount):.2f}" if amount else None


def _money(text: str | None) -> str | None:
    return text.replace(",", "").lstrip("¥Y") if text else None


def _date(text: str | None) -> str | None:
    parts = re.findall(r"\d+", text or "")
    return f"{parts[0]}-{int(parts[1]):02d}-{int(parts[2]):02d}" if len(parts) == 3 else None


def _parties(rows: Sequence[str]) -> dict[str, str | None]:
    """Names by their label, else the first is the buyer's; of two different ids too."""
    found: dict[str, str | None] = dict.fromkeys(
        ("buyer_name", "seller_name", "buyer_taxpayer_id", "seller_taxpayer_id")
    )
    for label, name in (match for row in rows for match in re.findall(_NAMES, row)):
        role = "seller" if re.match("销|收", label) else "buyer" if re.match("购|付|缴", label) else None
        role = role or ("buyer" if found["buyer_name"] is None else "seller")
        found[f"{role}_name"] = found[f"{role}_name"] or name.replace("(", "（").replace(")", "）")
    ids = list(dict.fromkeys(number for row in rows for number in re.findall(_IDS, row)))
    for role, number in zip(("buyer", "seller"), ids, strict=False):
        found[f"{role}_taxpayer_id"] = number
    return found


def _net_and_tax(rows: Sequence[str]) -> dict[str, str | None]:
    """The two amounts of the row 合计."""
    for row in rows:
        if re.search(r"(?<!税)合计", row):
            amounts = re.findall(r"-?[\d,]+\.\d{2}", row)
            if len(amounts) >= 2:
                return {"net_amount": _money(amounts[0]), "tax_amount": _money(amounts[1])}
    return {"net_amount": None, "tax_amount": None}


def _lines(rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Rows between the heading of the table and the total that carry an amount; the name may stand a row above."""
    start = next((p for p, row in enumerate(rows) if re.search(r"(?:名称|商品|项目).*金额", "".join(row))), None)
    lines: list[dict[str, Any]] = []
    name = ""
    for row in rows[start + 1 :] if start is not None else ():
        if "合计" in "".join(row):
            break
        name = row[0] if re.search(r"[\u4e00-\u9fff]", row[0]) else name
        if line := _line(name, row):
            lines.append(line)
    return lines


def _line(name: str, row: Sequence[str]) -> dict[str, Any] | None:
    """The amount before the rate and the tax behind it; without a rate the last amount."""
    rate = next((place for place, text in enumerate(row) if _RATE.fullmatch(text)), None)
    amounts = [text for text in (row if rate is None else row[:rate]) if _AMOUNT.fullmatch(text)]
    if not amounts:
        return None
    line: dict[str, Any] = {"item_name": name, "net_amount": _money(amounts[-1]), "tax_rate": None, "tax_amount": None}
    if rate is not None:
        after = [text for text in row[rate + 1 :] if _AMOUNT.fullmatch(text)]
        percent = row[rate].endswith("%")
        line["tax_rate"] = f"{int(row[rate][:-1]) / 100:.2f}" if percent else None
        line["tax_amount"] = None if not after else "0.00" if "*" in after[0] else _money(after[0])
    return line


def _journey(rows: Sequence[str], fields: dict[str, Any]) -> dict[str, Any]:
    route = next(
        (m for row in rows if (m := re.search(r"([\u4e00-\u9fff]+?)站?([GDCZTK]\d{1,4})([\u4e00-\u9fff]+?)站?$", row))),
        None,
    )
    return {
        "from": route[1] if route else _first(r"自[:;]?([\u4e00-\u9fff]+)", rows),
        "to": route[3] if route else _first(r"至[:;]?([\u4e00-\u9fff]+)", rows),
        "date": _date(_first(r"(\d{4}年\d{1,2}月\d{1,2})日\d{2}:\d{2}", rows)) or fields["issue_date"],
        "vehicle": route[2] if route else _first(r"\b([A-Z]{2}\d{4})\b", rows),
        "seat_class": _first(r"(商务座|一等座|二等座|硬座|软座|硬卧|软卧|无座)", rows),
        "fare": fields["gross_amount"],
        "traveller": _first(r"\*{4}\d{3}[\dX]([\u4e00-\u9fff]{2,4})", rows),
    }
