"""Accounts and the chart they stand in.

Rule kept: a code begins with its parent's code; the first four digits are the first-level account (总账科目).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kernel.errors import InvalidValue

FIRST_LEVEL_DIGITS = 4
COUNTERPARTY = "counterparty"
"""Customers and suppliers, which a line names in a field of its own."""


class Side(StrEnum):
    """The two sides of an account."""

    DEBIT = "debit"
    CREDIT = "credit"


class Category(StrEnum):
    """What a balance means; only `profit_loss` and `prior_year` are carried forward."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    COST = "cost"
    PROFIT_LOSS = "profit_loss"
    PRIOR_YEAR = "prior_year"


class Use(StrEnum):
    """When a chart row becomes an account of a company."""

    CORE = "core"
    GENERAL_VAT = "general_vat"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """One row of a chart: code, name, place, normal side, and what its lines say beside the amount."""

    code: str
    name: str
    parent: str
    normal_side: Side
    category: Category
    use: Use = Use.CORE
    tracks_counterparty: bool = False
    dimensions: tuple[str, ...] = ()
    unit: str = ""
    currency: str = ""
    is_active: bool = True

    @property
    def is_first_level(self) -> bool:
        """Whether this is a 总账科目."""
        return not self.parent

    def asks_for(self, dimension: str) -> bool:
        """Whether lines say an item of the dimension; `counterparty` counts as one."""
        return self.tracks_counterparty if dimension == COUNTERPARTY else dimension in self.dimensions


@dataclass(frozen=True)
class Chart:
    """A chart of accounts, looked up by code or by name with detail."""

    accounts: Mapping[str, ChartAccount]
    _children: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, accounts: Iterable[ChartAccount]) -> Chart:
        """A chart of these rows, in code order."""
        rows = {account.code: account for account in sorted(accounts, key=lambda account: account.code)}
        children: dict[str, tuple[str, ...]] = {}
        for account in rows.values():
            if account.parent:
                children[account.parent] = (*children.get(account.parent, ()), account.code)
        return cls(rows, children)

    def __getitem__(self, code: str) -> ChartAccount:
        try:
            return self.accounts[code]
        except KeyError:
            raise InvalidValue(f"no account {code}", message_zh=f"没有编码为 {code} 的科目") from None

    def __contains__(self, code: str) -> bool:
        return code in self.accounts

    def __iter__(self) -> Iterator[ChartAccount]:
        return iter(self.accounts.values())

    def children(self, code: str) -> tuple[str, ...]:
        """Codes one level below."""
        return self._children.get(code, ())

    def is_leaf(self, code: str) -> bool:
        """Whether nothing stands below (末级科目): only leaves may be posted to."""
        return not self._children.get(code)

    def path(self, code: str) -> tuple[str, ...]:
        """Codes from the first level down to `code`."""
        codes: list[str] = []
        while code:
            codes.append(code)
            code = self[code].parent
        return tuple(reversed(codes))

    def first_level(self, code: str) -> ChartAccount:
        """The 总账科目 above (or at) `code`."""
        return self[self.path(code)[0]]

    def detail(self, code: str) -> str:
        """The name below the first level; the columns of 应交增值税 in brackets as 财会〔2016〕22号 writes them."""
        names = [self[part].name for part in self.path(code)[1:]]
        if len(names) == 2 and names[0] == "应交增值税":
            return f"应交增值税（{names[1]}）"
        return "-".join(names)

    def full_name(self, code: str) -> str:
        """Account and detail as on a voucher: 管理费用-办公费."""
        detail = self.detail(code)
        first = self.first_level(code).name
        return f"{first}-{detail}" if detail else first

    def first_level_named(self, name: str) -> ChartAccount | None:
        """The 总账科目 of that name."""
        return next((row for row in self if row.is_first_level and row.name == name), None)

    def leaf(self, name: str, detail: str = "") -> ChartAccount | None:
        """The leaf of first-level account `name` with `detail`; without detail the account itself or its 其他."""
        first = self.first_level_named(name)
        if first is None:
            return None
        if detail:
            return next((self[c] for c in self.leaves(first.code) if self.detail(c) == detail), None)
        if self.is_leaf(first.code):
            return first
        return next((self[c] for c in self.children(first.code) if self[c].name == "其他" and self.is_leaf(c)), None)

    def leaves(self, code: str) -> list[str]:
        """Leaf codes at or below `code`."""
        below = self.children(code)
        if not below:
            return [code]
        return [leaf for child in below for leaf in self.leaves(child)]

    def below(self, code: str) -> list[str]:
        """Codes at or below `code`, those that entries were posted to before they were parted included."""
        return [row.code for row in self if row.code.startswith(code)]

    def extended(self, accounts: Iterable[ChartAccount]) -> Chart:
        """This chart with more accounts."""
        return Chart.of([*self, *accounts])

    def next_child_code(self, parent: str) -> str:
        """A free code under `parent`, two digits longer. Raises `InvalidValue` when 98 children exist."""
        taken = set(self.children(parent))
        for number in range(1, 99):
            if (code := f"{parent}{number:02d}") not in taken and code not in self:
                return code
        raise InvalidValue(f"account {parent} has no free code", message_zh=f"科目 {parent} 下已无可用编码")
