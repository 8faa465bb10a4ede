"""Rows of a balance table (科目余额表, 期初余额, 往来余额表) as figures of the other package's accounts.

Rules kept: a balance is one signed number, debit positive; parents are told from their children and never counted with
them; a parent that is not the sum of what stands below is a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bookkeeping.domain.account import Side
from bookkeeping.domain.payroll_table import RowError
from bookkeeping.takeover.accounts import SIDES, ForeignAccount, account_of, leaves_below, tree
from bookkeeping.takeover.cells import amount, number, text
from bookkeeping.takeover.sheets import Head, rows_below
from foundation.workbooks import Cell
from kernel.errors import InvalidValue
from kernel.money import ZERO, total

FIGURES = ("opening", "year_debit", "year_credit", "period_debit", "period_credit", "closing")


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts of one account in yuan: balances debit less credit, movements as they stand; extras of the balance."""

    opening: Decimal = ZERO
    year_debit: Decimal = ZERO
    year_credit: Decimal = ZERO
    period_debit: Decimal = ZERO
    period_credit: Decimal = ZERO
    closing: Decimal = ZERO
    quantity: Decimal = Decimal(0)
    foreign: Decimal = ZERO

    def plus(self, other: Figures) -> Figures:
        """The sum."""
        return Figures(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One row: its place in the sheet, account, what it is analysed by (column → text), figures."""

    number: int
    account: ForeignAccount
    figures: Figures
    items: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the account is known by."""
        return self.account.code or self.account.name


@dataclass(slots=True)
class BalanceTable:
    """A sheet read: rows that count (leaves), the whole tree of accounts, what is wrong."""

    rows: list[BalanceRow] = field(default_factory=list)
    accounts: list[ForeignAccount] = field(default_factory=list)
    problems: list[RowError] = field(default_factory=list)
    hints: list[RowError] = field(default_factory=list)
    has: frozenset[str] = frozenset()

    def sum_of(self, name: str) -> Decimal:
        """A column over the rows that count."""
        return total(getattr(row.figures, name) for row in self.rows)


_ITEMS = ("counterparty", "department", "employee", "project", "stock_item")


def read_balances(head: Head, cells: Sequence[Sequence[Cell]], sides: Mapping[str, Side]) -> BalanceTable:
    """The sheet; `sides` are normal sides known from elsewhere by code, for tables without a direction."""
    table = BalanceTable(has=frozenset(name for name in FIGURES if head.has(name, f"{name}_debit", f"{name}_credit")))
    rows: list[BalanceRow] = []
    for place, said in rows_below(head, cells):
        account = account_of(said)
        if account is None and not rows:
            continue
        if account is None:
            account = rows[-1].account if _says_item(said) else None
        if account is None or not (account.code or said.keys() & set(head.columns) - {"name"}):
            continue
        side = account.side or sides.get(account.code or account.name)
        try:
            figures = _figures(said, side)
        except InvalidValue as error:
            table.problems.append(RowError(place, account.full_name, error.message_zh, error.message))
            continue
        rows.append(BalanceRow(place, account, figures, {n: text(said[n]) for n in _ITEMS if said.get(n)}))
    table.accounts = tree(row.account for row in rows)
    _count_leaves(table, rows)
    if not head.has("opening_debit", "closing_debit", "opening_direction", "closing_direction", "direction") and rows:
        table.hints.append(
            RowError(
                0,
                "",
                "没有余额方向列，余额按科目的正常方向计入",
                "no direction column: balances stand on the normal side",
            )
        )
    return table


def _says_item(said: Mapping[str, Cell]) -> bool:
    return any(said.get(name) for name in _ITEMS)


def _figures(said: Mapping[str, Cell], side: Side | None) -> Figures:
    sign = -1 if side is Side.CREDIT else 1
    opening, closing = _balance(said, "opening", sign), _balance(said, "closing", sign)
    if opening is None:
        opening = _balance(said, "year_opening", sign)
    foot = "closing" if closing is not None else "opening"
    moved = {name: amount(said.get(name)) for name in ("year_debit", "year_credit", "period_debit", "period_credit")}
    extras = {"quantity": _extra(said, foot, "quantity"), "foreign": _extra(said, foot, "foreign")}
    return Figures(opening=opening or ZERO, closing=closing or ZERO, **moved, **extras)


def _balance(said: Mapping[str, Cell], span: str, normal: int) -> Decimal | None:
    """Debit less credit of a span; `None` where the sheet does not say it."""
    if said.keys() & {f"{span}_debit", f"{span}_credit"}:
        return amount(said.get(f"{span}_debit")) - amount(said.get(f"{span}_credit"))
    if span not in said:
        return None
    written = said.get(f"{span}_direction") or said.get("direction") or said.get("opening_direction")
    found = SIDES.get(text(written)[:1])
    sign = normal if found is None else (-1 if found is Side.CREDIT else 1)
    return amount(said[span]) * sign


def _extra(said: Mapping[str, Cell], span: str, measure: str) -> Decimal:
    """Quantity or foreign amount of a balance, positive on its side."""
    for name in (f"{span}_{measure}", f"{span}_debit_{measure}", f"{span}_credit_{measure}"):
        if said.get(name) is not None and (found := number(said[name])):
            return found if measure == "quantity" else amount(said[name])
    return Decimal(0) if measure == "quantity" else ZERO


def _count_leaves(table: BalanceTable, rows: Sequence[BalanceRow]) -> None:
    """Keep leaves; compare every parent with what stands below it."""
    placed = {account.code or account.name: account for account in table.accounts}
    by_key: dict[str, list[BalanceRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(replace(row, account=placed[row.key]))
    own = {key: _own(found) for key, found in by_key.items()}
    table.rows = [row for key, found in own.items() if placed[key].is_leaf for row in found]
    sums = {key: _sum(row.figures for row in found) for key, found in own.items()}
    for key, account in placed.items():
        if account.is_leaf:
            continue
        below = _sum(sums[leaf] for leaf in leaves_below(table.accounts, key) if leaf in sums)
        _compare(table, by_key[key][0], sums[key], below)


def _own(rows: Sequence[BalanceRow]) -> list[BalanceRow]:
    """Rows of one account: where some name an item, the row without one is their sum."""
    parted = [row for row in rows if row.items]
    return parted if parted and len(parted) < len(rows) else list(rows)


def _compare(table: BalanceTable, row: BalanceRow, said: Figures, below: Figures) -> None:
    for name in FIGURES:
        difference = getattr(said, name) - getattr(below, name)
        if name in table.has and difference and name in {"opening", "closing"}:
            table.problems.append(
                RowError(
                    row.number,
                    row.account.full_name,
                    f"上级科目与下级合计相差 {difference}",
                    f"the parent and the sum below differ by {difference}",
                )
            )


def _sum(figures: Iterable[Figures]) -> Figures:
    found = Figures()
    for one in figures:
        found = found.plus(one)
    return found


def why_unbalanced(table: BalanceTable, name: str) -> list[tuple[str, str]]:
    """Likely reasons, in both languages, why a column does not add up to nothing."""
    difference = table.sum_of(name)
    reasons = []
    if table.hints:
        reasons.append(
            ("表中没有余额方向列，贷方余额可能被当作借方", "without a direction column credits may pass as debits")
        )
    twice = [row for row in table.rows if getattr(row.figures, name) == difference]
    half = [row for row in table.rows if getattr(row.figures, name) * 2 == difference]
    for row in twice[:3]:
        said = row.account.full_name
        reasons.append(
            (f"第 {row.number} 行 {said} 的余额正好等于差额，可能重复计入", f"row {row.number} equals the difference")
        )
    for row in half[:3]:
        said = row.account.full_name
        reasons.append(
            (
                f"第 {row.number} 行 {said} 的余额正好是差额的一半，可能方向相反",
                f"row {row.number} is half of it: wrong side",
            )
        )
    return reasons
