"""OFX 1 (SGML, whose leaves need no end) and 2 (XML): bank and card statements.

OFX says one balance and no opening one, so nothing is proved. Other messages of a file are passed by. Source: Open
Financial Exchange specification, chapter 11.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bookkeeping.bank.proof import in_order, proved
from bookkeeping.bank.safe import decimal, decoded
from bookkeeping.domain.bank_statement import Statement, StatementLine
from kernel.errors import InvalidValue

NAME: Final = "ofx"
_TOKEN: Final = re.compile(r"<(/?)([A-Za-z0-9.]+)>([^<]*)")
_STATEMENTS: Final = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"})
_BALANCES: Final = frozenset({"LEDGERBAL", "AVAILBAL", "BAL"})
Facts = dict[str, str]


def takes(content: bytes) -> bool:
    """Whether the bytes are OFX."""
    head = content[:2048].replace(b"\x00", b"").upper()
    return b"OFXHEADER" in head or bool(re.match(rb"\s*(\xef\xbb\xbf)?\s*(<\?XML[^>]*>\s*)?<OFX>", head))


def read(content: bytes) -> list[Statement]:
    """Every statement. Raises `InvalidValue`."""
    found = [_statement(facts, lines) for facts, lines in _parts(decoded(content))]
    if not found:
        raise InvalidValue("the OFX file holds no statement", message_zh="OFX 文件里没有对账单")
    return found


def _parts(said: str) -> Iterator[tuple[Facts, list[Facts]]]:
    """Facts and transactions of each statement; the ledger balance is told by its place, not by nesting."""
    facts: Facts | None = None
    lines: list[Facts] = []
    line: Facts | None = None
    balance = ""
    for closes, tag, content in _TOKEN.findall(said):
        name, value = tag.upper(), html.unescape(content).strip()
        if name in _STATEMENTS:
            if facts is not None:
                yield facts, lines
            facts, lines, line, balance = (None, [], None, "") if closes else ({}, [], None, "")
        elif facts is None:
            continue
        elif name == "STMTTRN":
            line = None if closes else {}
            if line is not None:
                lines.append(line)
        elif name in _BALANCES or name == "BANKTRANLIST":
            balance, line = ("" if closes else name), None
        elif value and not closes:
            (line if line is not None else facts).setdefault(f"{balance}.{name}" if name == "BALAMT" else name, value)
    if facts is not None:
        yield facts, lines


def _statement(facts: Facts, transactions: list[Facts]) -> Statement:
    lines = in_order([_line(one, place) for place, one in enumerate(transactions, 1)])
    return proved(
        Statement(
            layout=NAME,
            lines=tuple(lines),
            account=facts.get("ACCTID", ""),
            bank=facts.get("BANKID", ""),
            currency=facts.get("CURDEF", "CNY")[:3].upper(),
            start=_day(facts.get("DTSTART", "")),
            end=_day(facts.get("DTEND", "")),
            closing_balance=decimal(facts.get("LEDGERBAL.BALAMT", "")),
        )
    )


def _line(said: Facts, place: int) -> StatementLine:
    day, amount = _day(said.get("DTPOSTED", "")), decimal(said.get("TRNAMT", ""))
    if day is None or amount is None:
        raise InvalidValue(f"transaction {place} has no amount or day", message_zh=f"第 {place} 笔没有金额或日期")
    words = dict.fromkeys(said.get(name, "") for name in ("NAME", "MEMO"))
    return StatementLine(
        day=day,
        amount=amount,
        description=" ".join(part for part in words if part)[:400],
        counterparty=said.get("NAME", "")[:200],
        reference=said.get("CHECKNUM", said.get("REFNUM", ""))[:120],
        serial_number=said.get("FITID", "")[:80],
        place=str(place),
    )


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date(int(said[:4]), int(said[4:6]), int(said[6:8]))
    except ValueError as error:
        raise InvalidValue(f"{said} is no date", message_zh=f"日期读不出：{said}") from error
