"""Facts that follow from account balances alone, whoever kept the books.

Balances are one row per leaf account; `opening` is net debit (credit balances are negative), turnovers are as booked,
so that a red-letter line lowers its own side. Income is read from credit turnover and expense from debit turnover,
which stays right after profit and loss has been carried forward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kernel.money import ZERO, total
from risk.domain.account_facts import (
    COST,
    EQUITY,
    EXPENSES,
    FACTS,
    LIABILITIES,
    LONG_RUN,
    OTHER_EXPENSE,
    OTHER_INCOME,
    REVENUE,
    Asked,
)
from risk.domain.expression import Value

MONTHS_TO_COMPARE: Final = 3
"""Balances are set against turnover only when the turnover covers at least a quarter."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One leaf account: first-level name, detail below it, net-debit opening, and turnovers in yuan."""

    account: str
    detail: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        """Net debit at the end."""
        return self.opening + self.debit - self.credit


_SIDES: Final[Mapping[str, Callable[[Balance], Decimal]]] = {
    "debit": lambda row: row.debit,
    "credit": lambda row: row.credit,
    "net_debit": lambda row: row.debit - row.credit,
    "opening": lambda row: row.opening,
    "closing": lambda row: row.closing,
    "owed": lambda row: -row.closing,
    "owed_before": lambda row: -row.opening,
}


def facts_of_balances(balances: Sequence[Balance], *, months: int) -> dict[str, Value]:
    """The facts that the balances of `months` months tell. What no account speaks of is left out."""
    books = _Books(balances)
    asked = FACTS | LONG_RUN if months >= MONTHS_TO_COMPARE else FACTS
    facts = {name: books.asked(one) for name, one in asked.items()}
    facts |= _results(books, facts) | _assets(books, facts, months)
    return {name: value for name, value in facts.items() if value is not None}


class _Books:
    """Sums over the accounts of some names; `None` where there is no such account."""

    def __init__(self, balances: Iterable[Balance]) -> None:
        self.rows = list(balances)

    def asked(self, asked: Asked) -> Decimal | None:
        pick, wanted = _SIDES[asked.side], frozenset(asked.accounts)
        found = [row for row in self.rows if row.account in wanted and _speaks_of(row.detail, asked.words)]
        return total(pick(row) for row in found) if found else None

    def some(self, accounts: tuple[str, ...], side: str) -> Decimal:
        return self.asked(Asked(accounts, side)) or ZERO


def _speaks_of(detail: str, words: tuple[str, ...]) -> bool:
    return not words or any(word in detail for word in words)


def _results(books: _Books, facts: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    revenue, cost, expenses = facts["revenue"], facts["cost_of_sales"], facts["period_expenses"]
    if revenue is None:
        return {}
    income = revenue + books.some(OTHER_INCOME, "credit")
    profit = income - (cost or ZERO) - (expenses or ZERO) - books.some(OTHER_EXPENSE, "debit")
    margin = (revenue - cost) / revenue if revenue and cost else None
    return {"net_profit": profit, "gross_margin_rate": margin}


def _assets(books: _Books, facts: Mapping[str, Decimal | None], months: int) -> dict[str, Decimal | None]:
    """Totals and depreciation; dividends count as known wherever the books show equity."""
    assets = total(row.closing for row in books.rows if row.account in _asset_names(books))
    found: dict[str, Decimal | None] = {"total_assets": assets or None}
    if cost := facts["fixed_assets_cost"]:
        depreciation = books.some(("累计折旧",), "credit")
        found["depreciation"] = depreciation
        found["fixed_assets_net"] = cost + books.some(("累计折旧", "固定资产减值准备"), "opening")
        found["depreciation_rate_annual"] = depreciation * 12 / months / cost
    if any(row.account in EQUITY for row in books.rows):
        found["dividends_paid"] = books.some(("应付利润", "应付股利"), "credit")
    return found


def _asset_names(books: _Books) -> set[str]:
    others = {*LIABILITIES, *EQUITY, *REVENUE, *COST, *EXPENSES, *OTHER_INCOME, *OTHER_EXPENSE, "以前年度损益调整"}
    return {row.account for row in books.rows} - others
