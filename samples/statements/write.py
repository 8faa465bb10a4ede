"""A month of an account as a file in one of the layouts of `data/statements.yaml`, or as MT940, camt, OFX or XBRL."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import xlsxwriter
import yaml

from samples.statements.history import History, Movement
from samples.statements.international import INTERNATIONAL

_FILE: Final = Path(__file__).parents[1] / "data" / "statements.yaml"
_OWN_METHODS: Final = {"alipay_own": "余额", "wechat_own": "零钱", "jd_own": "钱包余额", "meituan_own": "美团余额"}
_FIXED: Final = {"blank": "", "dash": "-", "slash": "/", "currency": "人民币", "iso": "CNY", "done": "交易成功"}
_PADDED: Final = 20


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A file with the history it was written from."""

    layout: str
    name: str
    content: bytes
    history: History


@cache
def table_layouts() -> Mapping[str, Any]:
    """Layouts of tables, by name."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def layout_names() -> list[str]:
    """Every layout that can be written."""
    return [*table_layouts(), *INTERNATIONAL]


def write_statement(layout: str, history: History) -> StatementFile:
    """The file of a month."""
    if layout in INTERNATIONAL:
        ending, write = INTERNATIONAL[layout]
        return StatementFile(layout, f"{layout}.{ending}", write(history).encode(), history)
    terms = table_layouts()[layout]
    rows = [_above(row, history) for row in terms.get("above", [])]
    rows.append([title for title, _what in terms["columns"]])
    lines = reversed(history.movements) if terms.get("reversed") else history.movements
    rows += [[_cell(what, line, history, terms) for _title, what in terms["columns"]] for line in lines]
    if terms.get("file") == "xlsx":
        return StatementFile(layout, f"{layout}.xlsx", _workbook(rows), history)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return StatementFile(layout, f"{layout}.csv", buffer.getvalue().encode(terms["encoding"]), history)


def _above(row: list[str], history: History) -> list[str]:
    return [cell.replace("OWNER", history.owner).replace("OWN", history.number) for cell in row]


def _cell(what: str, line: Movement, history: History, terms: Mapping[str, Any]) -> str:
    fixed = _FIXED | _OWN_METHODS
    said = fixed[what] if what in fixed else _SAID[what](line, history)
    if terms.get("ticked"):
        return f"`{said}"
    return said.ljust(_PADDED) if terms.get("padded") else said


def _workbook(rows: list[list[str]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    book.close()
    return target.getvalue()


def _out(line: Movement) -> str:
    return f"{-line.amount:,.2f}" if line.amount < 0 else ""


def _into(line: Movement) -> str:
    return f"{line.amount:,.2f}" if line.amount > 0 else ""


def _parties(line: Movement, history: History, *, payer: bool) -> tuple[str, str]:
    own, other = (history.owner, history.number), (line.name, line.account)
    return own if (line.amount < 0) == payer else other


_SAID: Final[dict[str, Callable[[Movement, History], str]]] = {
    "moment": lambda line, _: f"{line.at:%Y-%m-%d %H:%M:%S}",
    "compact_moment": lambda line, _: f"{line.at:%Y%m%d %H:%M:%S}",
    "day": lambda line, _: f"{line.at:%Y-%m-%d}",
    "compact_day": lambda line, _: f"{line.at:%Y%m%d}",
    "short_day": lambda line, _: f"{line.at:%m/%d}",
    "clock": lambda line, _: f"{line.at:%H:%M:%S}",
    "compact_clock": lambda line, _: f"{line.at:%H%M%S}",
    "name": lambda line, _: line.name,
    "account": lambda line, _: line.account,
    "text": lambda line, _: line.text,
    "serial": lambda line, _: line.serial,
    "reference": lambda line, _: line.reference,
    "serial_tab": lambda line, _: f"{line.serial}\t",
    "reference_tab": lambda line, _: f"{line.reference}\t",
    "own": lambda _, history: history.number,
    "owner": lambda _, history: history.owner,
    "last_four": lambda _, history: history.number[-4:],
    "out": lambda line, _: _out(line),
    "into": lambda line, _: _into(line),
    "out0": lambda line, _: _out(line) or "0.00",
    "into0": lambda line, _: _into(line) or "0.00",
    "signed_out": lambda line, _: f"{line.amount:.2f}" if line.amount < 0 else "",
    "signed": lambda line, _: f"{line.amount:,.2f}",
    "plus_signed": lambda line, _: f"{line.amount:+.2f}",
    "unsigned": lambda line, _: f"{abs(line.amount):.2f}",
    "yen": lambda line, _: f"¥{abs(line.amount):.2f}",
    "owed": lambda line, _: f"{-line.amount:,.2f}",
    "balance": lambda line, _: f"{line.balance:,.2f}",
    "side": lambda line, _: "借" if line.amount < 0 else "贷",
    "two_tongues": lambda line, _: "借 Dr" if line.amount < 0 else "贷 Cr",
    "direction": lambda line, _: "支出" if line.amount < 0 else "收入",
    "paid": lambda line, _: "支付" if line.amount < 0 else "退款",
    "payer": lambda line, history: _parties(line, history, payer=True)[0],
    "payer_account": lambda line, history: _parties(line, history, payer=True)[1],
    "payee": lambda line, history: _parties(line, history, payer=False)[0],
    "payee_account": lambda line, history: _parties(line, history, payer=False)[1],
}
