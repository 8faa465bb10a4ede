"""SWIFT MT940 and MT942: messages of fields `:61:`, between opening `:60F:` and closing `:62F:` balances.

The day of a line is its entry date where it has one, else its value date. Source: SWIFT user handbook, category 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Final

from bookkeeping.bank.proof import in_order, proved
from bookkeeping.bank.safe import decimal, decoded
from bookkeeping.domain.bank_statement import Statement, StatementLine
from kernel.errors import InvalidValue
from kernel.finding import Finding, Severity

NAME: Final = "mt940"
_TAG: Final = re.compile(r"^:(\d{2}[A-Z]?):", re.MULTILINE)
_END: Final = re.compile(r"^-\}?.*$|^\{1:.*$", re.MULTILINE)
_MARKS: Final = (
    re.compile(rb"^:20:", re.MULTILINE),
    re.compile(rb"^:25:", re.MULTILINE),
    re.compile(rb"^:(60[FM]|61|34F):", re.MULTILINE),
)
_LINE: Final = re.compile(
    r"(?P<day>\d{6})(?P<entry>\d{4}|\s{4})?(?P<mark>R?[CD])(?P<funds>[A-Z])?(?P<amount>[\d]+(?:,\d*)?)"
    r"(?P<type>[A-Z][A-Z0-9]{3})(?P<rest>.*)",
    re.DOTALL,
)
_BALANCE: Final = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d,]+)")
_SUM: Final = re.compile(r"(\d*)([A-Z]{3})([\d,]+)")
_NO_REFERENCE: Final = "NONREF"
_NAMES: Final = (re.compile(r"/NAME/([^/]+)"), re.compile(r"\?32([^?]*)(?:\?33([^?]*))?"), re.compile(r"NAAM: ?(.+)"))
_ACCOUNTS: Final = (re.compile(r"/(?:IBAN|ACCT)/([^/]+)"), re.compile(r"\?31([^?]*)"), re.compile(r"REK: ?(\w+)"))
_REFERENCES: Final = (re.compile(r"/EREF/([^/]+)"), re.compile(r"EREF\+([^?]+)"))
Fields = list[tuple[str, str]]


def takes(content: bytes) -> bool:
    """Whether the bytes are such messages."""
    head = content[:20_000]
    return all(mark.search(head) for mark in _MARKS)


def read(content: bytes) -> list[Statement]:
    """One statement for each message. Raises `InvalidValue` where a field cannot be read."""
    counted = count(1)
    found = [_statement(fields, counted) for fields in _messages(decoded(content).replace("\r\n", "\n"))]
    if not found:
        raise InvalidValue("no MT940 message found", message_zh="文件里没有 MT940 报文")
    return found


def _messages(said: str) -> Iterator[Fields]:
    """Fields of each message; one begins at `:20:`."""
    fields: Fields = []
    for tag, value in _fields(said):
        if tag == "20" and fields:
            yield fields
            fields = []
        fields.append((tag, value))
    if any(tag == "25" for tag, _value in fields):
        yield fields


def _fields(said: str) -> Iterator[tuple[str, str]]:
    marks = list(_TAG.finditer(said))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(said)
        yield mark[1], _END.split(said[mark.end() : end])[0].strip("\n")


def _statement(fields: Fields, counted: Iterator[int]) -> Statement:
    said = dict(reversed(fields))
    opening, closing = _balance(said, "60F", "60M"), _balance(said, "62F", "62M")
    lines = tuple(in_order(list(_lines(fields, counted))))
    found = Statement(
        layout=NAME if opening else "mt942",
        lines=lines,
        account=said.get("25", "").strip(),
        currency=_currency(said, opening),
        start=opening[0] if opening else None,
        end=closing[0] if closing else None,
        opening_balance=opening[2] if opening else None,
        closing_balance=closing[2] if closing else None,
        findings=tuple(_sums(said, lines)),
    )
    return proved(found)


def _balance(said: dict[str, str], *tags: str) -> tuple[date, str, Decimal] | None:
    for tag in tags:
        if tag in said:
            found = _BALANCE.match(said[tag].replace("\n", ""))
            amount = decimal(found[4]) if found else None
            if found is None or amount is None:
                raise InvalidValue(f"field :{tag}: {said[tag][:40]}", message_zh=f":{tag}: 字段读不出余额")
            return _day(found[2]), found[3], amount if found[1] == "C" else -amount
    return None


def _currency(said: dict[str, str], opening: tuple[date, str, Decimal] | None) -> str:
    if opening:
        return opening[1]
    limit = said.get("34F", "")[:3]
    return limit if limit.isalpha() and len(limit) == 3 else "CNY"


def _sums(said: dict[str, str], lines: Sequence[StatementLine]) -> Iterator[Finding]:
    """What an MT942 says its lines add up to."""
    for tag, sign in (("90D", -1), ("90C", 1)):
        found = _SUM.match(said.get(tag, ""))
        expected = decimal(found[3]) if found else None
        summed = sum((abs(line.amount) for line in lines if line.amount * sign > 0), Decimal(0))
        if expected is not None and expected != summed:
            yield Finding(
                "statement_totals", Severity.WARN, f":{tag}: 合计 {expected:,.2f} 与各行之和 {summed:,.2f} 不符",
                f":{tag}: {expected:,.2f} is not the sum of the lines, {summed:,.2f}",
                evidence={"expected": f"{expected:.2f}", "found": f"{summed:.2f}"},
            )  # fmt: skip


def _lines(fields: Fields, counted: Iterator[int]) -> Iterator[StatementLine]:
    for place, (tag, value) in enumerate(fields):
        if tag == "61":
            notes = []
            for following, note in fields[place + 1 :]:
                if following != "86":
                    break
                notes.append(note)
            yield _line(value, "\n".join(notes), next(counted))


def _line(value: str, note: str, place: int) -> StatementLine:
    found = _LINE.match(value.strip())
    amount = decimal(found["amount"]) if found else None
    if found is None or amount is None:
        raise InvalidValue(f"field :61: {value[:40]}", message_zh=f":61: 字段读不出：{value[:40]}")
    first, _newline, more = found["rest"].partition("\n")
    reference, _slashes, serial = first.partition("//")
    reference = " ".join(reference.split())
    whole = " ".join(note.split())
    return StatementLine(
        day=_entry_day(_day(found["day"]), (found["entry"] or "").strip()),
        amount=amount if found["mark"] in {"C", "RD"} else -amount,
        description=(whole or " ".join(more.split()))[:400],
        counterparty=_first(_NAMES, note)[:200],
        counterparty_account=_first(_ACCOUNTS, note)[:64],
        reference=(_first(_REFERENCES, note) or ("" if reference == _NO_REFERENCE else reference))[:120],
        serial_number=serial.strip()[:80],
        place=str(place),
    )


def _first(patterns: Sequence[re.Pattern[str]], note: str) -> str:
    joined = note.replace("\n", "")
    for pattern in patterns:
        if found := pattern.search(joined if pattern.pattern.startswith(("/", "\\?")) else note):
            return " ".join("".join(part for part in found.groups() if part).split())
    return ""


def _day(said: str) -> date:
    try:
        return date(2000 + int(said[:2]), int(said[2:4]), int(said[4:6]))
    except ValueError as error:
        raise InvalidValue(f"{said} is no date", message_zh=f"日期读不出：{said}") from error


def _entry_day(value: date, entry: str) -> date:
    """The entry date has no year: it is the one nearest to the value date."""
    if not entry:
        return value
    nearest = []
    for year in (value.year - 1, value.year, value.year + 1):
        try:
            nearest.append(date(year, int(entry[:2]), int(entry[2:])))
        except ValueError:
            continue
    return min(nearest, key=lambda one: abs(one - value), default=value)
