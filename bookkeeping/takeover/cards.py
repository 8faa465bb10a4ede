"""Rows of a list of asset cards (固定资产卡片, 清单) as cards of the other package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from bookkeeping.domain.depreciation import AssetKind, Method
from bookkeeping.domain.payroll_table import RowError
from bookkeeping.takeover.cells import amount, day, number, text
from bookkeeping.takeover.sheets import Head, rows_below
from foundation.workbooks import Cell
from kernel.errors import InvalidValue
from kernel.money import ZERO, round_to_fen, total

_METHODS: Final = (
    ("双倍", Method.DOUBLE_DECLINING),
    ("年数总和", Method.SUM_OF_YEARS),
    ("平均", Method.STRAIGHT_LINE),
    ("直线", Method.STRAIGHT_LINE),
)
_KINDS: Final = (("无形", AssetKind.INTANGIBLE), ("软件", AssetKind.INTANGIBLE), ("待摊", AssetKind.DEFERRED))


@dataclass(frozen=True, slots=True)
class ForeignCard:
    """One card; amounts in yuan, life in months, accounts as the other package writes them ("" where it does not)."""

    number: int
    code: str
    name: str
    category: str
    kind: AssetKind
    method: Method
    in_use: date
    cost: Decimal
    written_off: Decimal
    salvage: Decimal
    life_months: int
    department: str = ""
    asset_account: str = ""
    contra_account: str = ""
    expense_account: str = ""


@dataclass(slots=True)
class CardTable:
    """A sheet read."""

    cards: list[ForeignCard] = field(default_factory=list)
    problems: list[RowError] = field(default_factory=list)

    @property
    def cost(self) -> Decimal:
        """Cost of all cards."""
        return total(card.cost for card in self.cards)

    @property
    def written_off(self) -> Decimal:
        """What was written off before."""
        return total(card.written_off for card in self.cards)


def read_cards(head: Head, cells: Sequence[Sequence[Cell]]) -> CardTable:
    """The sheet; a row without cost is none."""
    table = CardTable()
    for row, said in rows_below(head, cells):
        try:
            if card := _card(row, said, len(table.cards) + 1):
                table.cards.append(card)
        except InvalidValue as error:
            name = text(said.get("asset_name") or said.get("name"))
            table.problems.append(RowError(row, name, error.message_zh, error.message))
    codes = [card.code for card in table.cards]
    for card in table.cards:
        if codes.count(card.code) > 1:
            table.problems.append(
                RowError(card.number, card.name, f"资产编号 {card.code} 重复", f"code {card.code} stands twice")
            )
    return table


def _card(row: int, said: Mapping[str, Cell], place: int) -> ForeignCard | None:
    name, cost = text(said.get("asset_name") or said.get("name")), amount(said.get("cost"))
    if not name or not cost:
        return None
    category = text(said.get("asset_category") or said.get("category"))
    return ForeignCard(
        number=row,
        code=(text(said.get("asset_code") or said.get("code")) or f"{place:04d}")[:30],
        name=name[:120],
        category=category,
        kind=next((kind for word, kind in _KINDS if word in category), AssetKind.FIXED),
        method=_method(text(said.get("method"))),
        in_use=day(said.get("in_use")),
        cost=cost,
        written_off=amount(said.get("accumulated")),
        salvage=_salvage(said, cost),
        life_months=_life(said),
        department=text(said.get("use_department") or said.get("department"))[:60],
        asset_account=text(said.get("asset_account")),
        contra_account=text(said.get("contra_account")),
        expense_account=text(said.get("expense_account")),
    )


def _method(said: str) -> Method:
    if not said:
        return Method.STRAIGHT_LINE
    found = next((method for word, method in _METHODS if word in said), None)
    if found is None:
        raise InvalidValue(f"unknown method {said!r}", message_zh=f"不认识的折旧方法“{said}”")
    return found


def _salvage(said: Mapping[str, Cell], cost: Decimal) -> Decimal:
    if said.get("salvage") is not None:
        return amount(said["salvage"])
    cell = said.get("salvage_rate")
    if isinstance(cell, str) and cell.endswith(("%", "％")):
        return round_to_fen(cost * number(cell.rstrip("%％")) / 100)
    rate = number(cell)
    # 5 is 5 %, 0.05 is 5 % too: no asset keeps all of its cost
    return round_to_fen(cost * (rate / 100 if rate >= 1 else rate)) if rate else ZERO


def _life(said: Mapping[str, Cell]) -> int:
    months, years = number(said.get("life_months")), number(said.get("life_years"))
    found = months or years * 12
    if found < 1 or found != int(found) or found > 1200:
        raise InvalidValue(f"no useful life: {found}", message_zh="缺少使用年限（月数）")
    return int(found)
