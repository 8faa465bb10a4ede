"""Our accounts, counterparties and items for what the files of a takeover name; opened where they are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bookkeeping.domain.account import Chart
from bookkeeping.domain.analysis import ON_LINES, Analysis, Item, analysis_of
from bookkeeping.models import Account, AnalysisItem, Takeover, TakeoverAccount
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.takeover import wide_chart
from bookkeeping.services.add_account import add_account
from bookkeeping.services.change_account import AccountFacts, change_account
from bookkeeping.services.keep_analysis import ItemFacts, keep_item
from bookkeeping.services.open_books import insert_accounts
from bookkeeping.takeover.mapping import Action
from foundation.models import User
from kernel.errors import NotReady

CURRENCIES: Mapping[str, str] = {
    "美元": "USD", "港币": "HKD", "港元": "HKD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP",
}  # fmt: skip
_CODED = re.compile(r"^[\[(（]?([A-Za-z]{0,4}[\d.\-]*\d{2,})[\])）]?[\s_/:：]+(\S.*)$")
_NAMED = re.compile(r"^(?:客户|供应商|往来单位|往来|个人|部门|职员|员工|项目|存货)[:：]\s*(\S.*)$")


@dataclass
class Opened:
    """Finds what files name, opening what is missing. Lives in one import, inside its transaction."""

    takeover: Takeover
    actor: User
    rows: dict[str, TakeoverAccount] = field(default_factory=dict)
    items: dict[tuple[str, str], str] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rows = {row.key: row for row in self.takeover.accounts.all()}
        kept = AnalysisItem.objects.filter(company_id=self.takeover.company_id)
        self.items = {
            (dimension, name): code for dimension, name, code in kept.values_list("dimension", "name", "code")
        }
        self._books: Books = books_of(self.takeover.company_id)

    @property
    def chart(self) -> Chart:
        """The company's chart as it stands now."""
        return self._books.chart

    def missing(self, key: str) -> bool:
        """Whether nobody has said what becomes of an account."""
        row = self.rows.get(key)
        return row is None or (row.action == Action.OPEN and not row.our_code)

    def settle(self, keys: Iterable[str]) -> None:
        """Open everything first: what is opened below an account moves its own entries to its 其他."""
        for key in keys:
            self.place(key)

    def place(self, key: str) -> tuple[str, str]:
        """(our leaf, counterparty) of an account of the other package. Raises `NotReady` where nobody has decided."""
        if self.missing(key):
            raise NotReady(f"{key} is not mapped", message_zh=f"科目 {key} 还没有对应")
        row = self.rows[key]
        code = self._leaf(row.our_code if row.our_code in self.chart else self._account(row))
        if row.our_code != code:
            row.our_code = code
            row.save(update_fields=["our_code"])
        party = row.new_name if row.action == Action.PARTY else ""
        return code, party if self.chart[code].tracks_counterparty else ""

    def analysis(self, code: str, said: Mapping[str, str]) -> Analysis:
        """The items of our lists a row names; the account is made to ask for them."""
        found = []
        for dimension in ON_LINES:
            if name := item_name(said.get(dimension.value, "")):
                found.append(Item(dimension.value, self._item(dimension.value, name)))
                self._ask(code, dimension.value)
        return analysis_of(found)

    def _account(self, row: TakeoverAccount) -> str:
        if row.action != Action.NEW:
            self._ensure(row.target)
            return row.target
        parent = row.target or self._above(row)
        self._ensure(parent)
        same = (code for code in self.chart.children(parent) if self.chart[code].name == row.new_name[:60])
        return next(same, None) or self._open(parent, row.new_name[:60], row)

    def _above(self, row: TakeoverAccount) -> str:
        """Our account for the parent in the other package."""
        if row.parent not in self.rows or self.missing(row.parent):
            raise NotReady(f"{row.parent} is not mapped", message_zh=f"上级科目 {row.parent} 还没有对应")
        above = self.rows[row.parent]
        return above.our_code if above.our_code in self.chart else self._account(above)

    def _open(self, parent: str, name: str, row: TakeoverAccount | None = None) -> str:
        account = add_account(self.takeover.company, parent_code=parent, name=name, actor=self.actor)
        currency = CURRENCIES.get(row.currency, row.currency.upper()) if row else ""
        foreign = currency if re.fullmatch(r"[A-Z]{3}", currency) and currency not in {"CNY", "RMB"} else ""
        if row and (row.unit or foreign):
            facts = AccountFacts(name, account.dimensions, account.tracks_counterparty, row.unit, foreign)
            change_account(account, facts, actor=self.actor)
        self._books = books_of(self.takeover.company_id)
        return account.code

    def _ensure(self, code: str) -> None:
        """An account the standard opens when needed is opened with everything above it."""
        if code not in self.chart:
            wide = wide_chart(self._books)
            insert_accounts(self.takeover.company, wide, [wide[part] for part in wide.path(code)])
            self._books = books_of(self.takeover.company_id)

    def _leaf(self, code: str) -> str:
        """Entries of an account that has details go to its 其他."""
        if self.chart.is_leaf(code):
            return code
        rest = (child for child in self.chart.children(code) if self.chart[child].name == "其他")
        found = next(rest, None)
        return self._leaf(found) if found else self._open(code, "其他")

    def _item(self, dimension: str, name: str) -> str:
        if (dimension, name) not in self.items:
            taken = {code for (kind, _name), code in self.items.items() if kind == dimension}
            code = next(f"{n:04d}" for n in range(1, 100_000) if f"{n:04d}" not in taken)
            keep_item(self.takeover.company, ItemFacts(dimension, code, name), actor=self.actor)
            self.items[dimension, name] = code
        return self.items[dimension, name]

    def _ask(self, code: str, dimension: str) -> None:
        if (code, dimension) in self.asked or dimension in self.chart[code].dimensions:
            return
        self.asked.add((code, dimension))
        row = Account.objects.get(company=self.takeover.company, code=code)
        asked = f"{row.dimensions} {dimension}".strip()
        facts = AccountFacts(row.name, asked, row.tracks_counterparty, row.unit, row.currency, row.is_active)
        change_account(row, facts, actor=self.actor)
        self._books = books_of(self.takeover.company_id)


def item_name(said: str) -> str:
    """The name of a counterparty or item without the code or the kind written before it: C01 甲公司, 客户:甲公司."""
    name = said.strip()
    if match := _NAMED.match(name):
        name = match[1]
    if match := _CODED.match(name):
        name = match[2]
    return name.strip()[:120]
