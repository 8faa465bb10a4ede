"""Financial statements from balances, by layouts held as data (`charts/*.yaml`).

Rules kept: every first-level account feeds exactly one line, so the balance sheet always balances; the income
statement leaves the carry-forward out; each line knows the accounts it was added up from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bookkeeping.domain.account import Chart
from bookkeeping.domain.balances import Balance
from bookkeeping.domain.equity_changes import EquityLayout
from bookkeeping.domain.statement_parts import earned_parts, position_parts
from kernel.money import total

Expression = tuple[str, tuple[str, ...]]
_EXPRESSIONS = (
    "net",
    "debit_of",
    "credit_of",
    "debit_groups",
    "credit_groups",
    "movement",
    "equity_movement",
)


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """One printed line: where its figure comes from."""

    line: int
    title: str
    side: str
    column: str
    is_total: bool
    expressions: tuple[Expression, ...]
    without: tuple[str, ...]
    add: tuple[int, ...]
    subtract: tuple[int, ...]
    with_profit: bool
    opening: bool

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> LayoutLine:
        """From one line of the YAML file."""
        side = str(data["side"])
        return cls(
            line=int(data["line"]),
            title=str(data["title"]),
            side=side,
            column=str(data.get("column", side)),
            is_total=bool(data.get("total", False)),
            expressions=tuple((name, tuple(data[name])) for name in _EXPRESSIONS if name in data),
            without=tuple(data.get("without", ())),
            add=tuple(data.get("add", ())),
            subtract=tuple(data.get("subtract", ())),
            with_profit=bool(data.get("with_profit", False)),
            opening=bool(data.get("opening", False)),
        )


@dataclass(frozen=True, slots=True)
class CashFlowRules:
    """Which line of the cash flow statement a counter account leads to; the longest matching code wins."""

    received: Mapping[str, int]
    paid: Mapping[str, int]
    follows: tuple[str, ...]

    def line(self, code: str, *, inflow: bool) -> int:
        """The line for a movement of cash against `code`."""
        rules = self.received if inflow else self.paid
        for length in range(len(code), 0, -1):
            if (line := rules.get(code[:length])) is not None:
                return line
        return rules["default"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The statements of an accounting standard (changes in equity where it has them) and the accounts closing needs."""

    standard: str
    name: str
    source: str
    accounts: Mapping[str, Any]
    balance_sheet: tuple[LayoutLine, ...]
    income_statement: tuple[LayoutLine, ...]
    cash_flow: tuple[LayoutLine, ...]
    forms: Mapping[str, str]
    checks: Mapping[str, int]
    cash_rules: CashFlowRules
    equity_changes: EquityLayout | None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Layout:
        """From the YAML file of a standard."""

        def lines(name: str) -> tuple[LayoutLine, ...]:
            return tuple(LayoutLine.from_data(line) for line in data[name]["lines"])

        cash = data["cash_flow"]
        names = ("balance_sheet", "income_statement", "cash_flow")
        return cls(
            standard=data["standard"],
            name=data["name"],
            source=data["source"],
            accounts=data["accounts"],
            balance_sheet=lines("balance_sheet"),
            income_statement=lines("income_statement"),
            cash_flow=lines("cash_flow"),
            forms={name: data[name]["form"] for name in names},
            checks={
                "assets": data["balance_sheet"]["check"]["assets"],
                "claims": data["balance_sheet"]["check"]["claims"],
                "net_profit": data["income_statement"]["net_profit"],
                "closing_cash": cash["check"]["closing"],
                "cash": cash["check"]["balance_sheet"],
            },
            cash_rules=CashFlowRules(cash["received"], cash["paid"], tuple(cash["follows"])),
            equity_changes=EquityLayout.from_data(data["equity_changes"]) if "equity_changes" in data else None,
        )


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A printed line with its figures by column name and the accounts behind them."""

    line: int
    title: str
    amounts: Mapping[str, Decimal]
    is_total: bool = False
    column: str = ""
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """The three statements of one accounting period."""

    balance_sheet: list[StatementLine]
    income_statement: list[StatementLine]
    cash_flow: list[StatementLine]
    forms: Mapping[str, str] = field(default_factory=dict)


def compute_lines(lines: Sequence[LayoutLine], value: Callable[[LayoutLine], Decimal]) -> dict[int, Decimal]:
    """Figures by line number; totals are added up from the lines above them."""
    figures: dict[int, Decimal] = {}
    for line in lines:
        if line.is_total:
            plus = total(figures[number] for number in line.add)
            figures[line.line] = plus - total(figures[number] for number in line.subtract)
        else:
            figures[line.line] = value(line)
    return figures


def _position(chart: Chart, line: LayoutLine, balances: Sequence[Balance]) -> Decimal:
    """A balance-sheet figure, positive on the line's own side."""
    return total(part.amount for part in position_parts(chart, line, balances))


def _accounts(line: LayoutLine) -> tuple[str, ...]:
    return tuple(code for _, codes in line.expressions for code in codes)


def balance_sheet(
    layout: Layout, chart: Chart, now: Sequence[Balance], year_start: Sequence[Balance]
) -> list[StatementLine]:
    """The balance sheet: columns `closing` (期末余额) and `opening` (年初余额)."""
    closing = compute_lines(layout.balance_sheet, lambda line: _position(chart, line, now))
    opening = compute_lines(layout.balance_sheet, lambda line: _position(chart, line, year_start))
    return [
        StatementLine(
            line.line,
            line.title,
            {"closing": closing[line.line], "opening": opening[line.line]},
            line.is_total,
            line.column,
            _accounts(line),
        )
        for line in layout.balance_sheet
    ]


def _earned(line: LayoutLine, balances: Sequence[Balance]) -> Decimal:
    """An income-statement figure, positive on the line's own side."""
    return total(part.amount for part in earned_parts(line, balances))


def income_statement(layout: Layout, current: Sequence[Balance], year: Sequence[Balance]) -> list[StatementLine]:
    """The income statement: columns `current` (本期金额) and `year_to_date` (本年累计金额)."""
    now = compute_lines(layout.income_statement, lambda line: _earned(line, current))
    to_date = compute_lines(layout.income_statement, lambda line: _earned(line, year))
    return [
        StatementLine(
            line.line,
            line.title,
            {"current": now[line.line], "year_to_date": to_date[line.line]},
            line.is_total,
            "",
            _accounts(line),
        )
        for line in layout.income_statement
    ]
