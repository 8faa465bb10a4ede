"""Statement of changes in owners' equity (所有者权益变动表) from the vouchers that moved equity, by rules held as data.

Rule kept: every line of a voucher on an account of equity goes to exactly one row, so opening, movements and closing
of each column tie with the balance sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bookkeeping.domain.voucher import DraftLine
from kernel.errors import InvalidValue
from kernel.money import ZERO, total

Figures = dict[tuple[int, str], Decimal]  # by row and column


@dataclass(frozen=True, slots=True)
class EquityColumn:
    """A component of equity: the line of the balance sheet it ties with; `deducted` for 减：库存股."""

    key: str
    title: str
    balance_sheet: int
    is_deducted: bool


@dataclass(frozen=True, slots=True)
class EquityRow:
    """A printed row; one with `add` is the sum of those rows."""

    line: int
    title: str
    add: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EquityRule:
    """Which lines belong to a row: account, side (empty: either), an account on the other side (empty: any)."""

    row: int
    of: tuple[str, ...]
    side: str
    against: tuple[str, ...]

    def fits(self, line: DraftLine, others: Sequence[DraftLine]) -> bool:
        """Whether a line of a voucher belongs here."""
        is_debit = line.debit != 0
        if not line.account_code.startswith(self.of) or self.side == ("credit" if is_debit else "debit"):
            return False
        return not self.against or any(
            other.account_code.startswith(self.against) and (other.debit != 0) != is_debit for other in others
        )


@dataclass(frozen=True, slots=True)
class EquityLayout:
    """The form of a standard."""

    form: str
    columns: tuple[EquityColumn, ...]
    rows: tuple[EquityRow, ...]
    rules: tuple[EquityRule, ...]
    total_title: str
    total_line: int
    opening: int
    closing: int
    net_profit: tuple[int, str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> EquityLayout:
        """From the YAML file of a standard."""
        return cls(
            form=data["form"],
            columns=tuple(
                EquityColumn(each["key"], each["title"], each["balance_sheet"], each.get("deducted", False))
                for each in data["columns"]
            ),
            rows=tuple(EquityRow(each["line"], each["title"], tuple(each.get("add", ()))) for each in data["rows"]),
            rules=tuple(
                EquityRule(each["row"], tuple(each["of"]), each.get("side", ""), tuple(each.get("against", ())))
                for each in data["rules"]
            ),
            total_title=data["total"]["title"],
            total_line=data["total"]["balance_sheet"],
            opening=data["opening"],
            closing=data["closing"],
            net_profit=(data["net_profit"]["row"], data["net_profit"]["column"]),
        )

    def row_of(self, line: DraftLine, others: Sequence[DraftLine]) -> int:
        """The row of a voucher's line. Raises `InvalidValue` where the rules forget an account."""
        for rule in self.rules:
            if rule.fits(line, others):
                return rule.row
        raise InvalidValue(f"no row for {line.account_code}", message_zh=f"科目 {line.account_code} 没有对应的变动项目")


def voucher_changes(
    layout: EquityLayout, accounts: Mapping[str, tuple[str, ...]], lines: Sequence[DraftLine]
) -> Figures:
    """What one voucher moves, increases positive; a column it leaves as it was takes nothing.

    `accounts` names the accounts of each column.
    """
    found: Figures = {}
    for column in layout.columns:
        own = [line for line in lines if line.account_code.startswith(accounts[column.key])]
        if total(line.credit - line.debit for line in own) == 0:
            continue
        sign = -1 if column.is_deducted else 1
        for line in own:
            place = (layout.row_of(line, lines), column.key)
            found[place] = found.get(place, ZERO) + sign * (line.credit - line.debit)
    return found


def equity_statement(layout: EquityLayout, movements: Iterable[Figures]) -> dict[int, dict[str, Decimal]]:
    """Figures by row and column, with sums of rows and the column `total`; the opening is one of the movements."""
    kept: Figures = {}
    for figures in movements:
        for place, amount in figures.items():
            kept[place] = kept.get(place, ZERO) + amount
    rows = {row.line: row for row in layout.rows}

    def figure(line: int, key: str) -> Decimal:
        row = rows[line]
        return total(figure(part, key) for part in row.add) if row.add else kept.get((line, key), ZERO)

    found = {line: {column.key: figure(line, column.key) for column in layout.columns} for line in rows}
    for figures_of in found.values():
        signed = (-figures_of[each.key] if each.is_deducted else figures_of[each.key] for each in layout.columns)
        figures_of["total"] = total(signed)
    return found
