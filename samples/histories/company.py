"""One fictional company: which kinds of things it buys, from whom, and the habits by which it books them."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

CENT = Decimal("0.01")


@cache
def data(name: str) -> Any:
    """A table of this folder."""
    return yaml.safe_load(files("samples.histories").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing bought, a row of `kinds.yaml`."""

    id: str
    short: str
    rate: float
    yuan: tuple[float, float]
    books: tuple[str, ...]
    sold_by: tuple[str, ...]
    words: tuple[str, ...]
    vague: str
    step: tuple[float, str] | None = None
    purpose: tuple[tuple[str, str], ...] = ()


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind."""
    return tuple(
        Kind(
            **{
                **row,
                "yuan": tuple(row["yuan"]),
                "books": tuple(row["books"]),
                "sold_by": tuple(row["sold_by"]),
                "words": tuple(row["words"]),
                "step": tuple(row["step"]) if "step" in row else None,
                "purpose": tuple(row.get("purpose", {}).items()),
            }
        )
        for row in data("kinds")
    )


@dataclass(slots=True)
class Supplier:
    """Who sells: its name, what of, and the account everything from it goes to where the company has such a habit."""

    name: str
    kinds: list[Kind]
    always: str = ""


@dataclass(frozen=True, slots=True)
class Habit:
    """How one kind is booked: plainly, from an amount on, by the purpose told, or by the department that ordered."""

    plain: str
    from_yuan: float = 0.0
    below: str = ""
    by_purpose: tuple[tuple[str, str], ...] = ()
    by_department: bool = False

    def account(self, yuan: float, purpose: str, department: str) -> str:
        """The account for a document."""
        told = dict(self.by_purpose).get(purpose)
        if told:
            return told
        if self.from_yuan and yuan < self.from_yuan:
            return self.below
        if self.by_department and department:
            first = data("words")["departments"][department]
            detail = self.plain.partition("/")[2]
            return f"{first}/{'费用化支出' if first == '研发支出' else detail or '其他'}"
        return self.plain


class Company:
    """Habits, suppliers and the next document; everything drawn from one source of chance."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.taxpayer = rng.choice(["一般纳税人", "一般纳税人", "小规模纳税人"])
        self.kinds = rng.sample(kinds(), rng.randint(9, 30))
        steep = rng.uniform(0.6, 1.3)
        self.share = {kind.id: 1 / (place + 1.5) ** steep for place, kind in enumerate(self.kinds)}
        self.vague = rng.uniform(0.0, 0.14)
        self.newcomers = rng.uniform(0.05, 0.16)
        self.tells_department = rng.uniform(0.5, 0.95)
        self.by_department = rng.uniform(0.0, 0.2)
        self.starred = rng.uniform(0.3, 1.0)
        self.says_why = rng.uniform(0.1, 0.7)
        self.one_purpose = rng.uniform(0.0, 0.1)
        self.habits = {kind.id: self._habit(kind) for kind in self.kinds}
        self.bank_books = [rng.choice(row["books"]) for row in data("banks")]
        self.suppliers: list[Supplier] = []
        self.used: Counter[str] = Counter()

    def _habit(self, kind: Kind, other_than: str = "") -> Habit:
        rng = self.rng
        open_to = [name for name in kind.books if name != other_than]
        plain = rng.choices(open_to, [3, 2, 1][: len(open_to)])[0]
        cost = plain.startswith(("管理费用", "销售费用", "制造费用"))
        step = kind.step if kind.step and not cost and rng.random() < 0.8 else None
        return Habit(
            plain,
            step[0] * rng.choice([0.4, 1, 1, 2]) if step else 0.0,
            step[1] if step else "",
            kind.purpose if rng.random() < 0.7 else (),
            cost and rng.random() < self.by_department,
        )

    def change_its_mind(self) -> None:
        """Drift: one kind is booked elsewhere from now on, or one supplier's deliveries are."""
        rng = self.rng
        if self.suppliers and rng.random() < 0.4:
            supplier = rng.choice(self.suppliers)
            supplier.always = "" if supplier.always else rng.choice(rng.choice(supplier.kinds).books)
            return
        kind = rng.choices(self.kinds, [self.share[kind.id] for kind in self.kinds])[0]
        self.habits[kind.id] = self._habit(kind, self.habits[kind.id].plain)

    def document(self, day: date) -> tuple[dict[str, Any], str]:
        """(facts, account meant) of the next document."""
        draw = self.rng.random()
        if draw < 0.09:
            return self._bank_line()
        if draw < 0.14:
            return self._sale(day)
        return self._purchase(day)

    def _bank_line(self) -> tuple[dict[str, Any], str]:
        rng = self.rng
        place = rng.randrange(len(data("banks")))
        row = data("banks")[place]
        party = {
            "bank": "建设银行城东支行", "staff": "", "fund": "社保基金管理中心", "bureau": "国家金库代理支库",
            "person": rng.choice(["王某", "李某", "陈某"]), "customer": self._name("wholesale"),
            "supplier": self._name("builder"),
        }[row["party"]]  # fmt: skip
        gross = self._yuan(row["yuan"])
        facts = {
            "item": None, "description": rng.choice(row["words"]), "counterparty": party, "direction": row["direction"],
            "net_amount": str(gross), "tax_amount": "0.00", "gross_amount": str(gross), "tax_rate": None,
        }  # fmt: skip
        return facts, self.bank_books[place]

    def _sale(self, day: date) -> tuple[dict[str, Any], str]:
        other = self.rng.random() < 0.12
        name = (
            f"*经营租赁*{day.month}月场地出租"
            if other
            else self.rng.choice(["*研发和技术服务*服务费", "*商品*产品销售"])
        )
        facts = self._facts(name, "", self._name("wholesale"), "sale", self._yuan((18000, 0.9)), 0.06)
        return facts, "其他业务收入" if other else "主营业务收入"

    def _purchase(self, day: date) -> tuple[dict[str, Any], str]:
        rng = self.rng
        supplier = self._supplier()
        kind = rng.choices(supplier.kinds, [1 / (place + 1) ** 1.4 for place in range(len(supplier.kinds))])[0]
        department = rng.choice(list(data("words")["departments"]))
        purpose = rng.choice(data("words")["purposes"]["purchase"]) if rng.random() < self.says_why else ""
        if kind.purpose:
            purpose = rng.choice([name for name, _ in kind.purpose]) if rng.random() < 0.6 else ""
        yuan = self._yuan(kind.yuan)
        tells = rng.random() < self.tells_department
        said = "，".join(part for part in ((department if tells else ""), purpose) if part)
        facts = self._facts(self._item(kind, day), said, supplier.name, "purchase", yuan, kind.rate)
        habit = self.habits.get(kind.id) or self.habits.setdefault(kind.id, self._habit(kind))
        account = supplier.always or habit.account(float(yuan), purpose, department if tells else "")
        return facts, account

    def _facts(self, item: str, said: str, party: str, direction: str, net: Decimal, rate: float) -> dict[str, Any]:
        tax = (net * Decimal(str(rate))).quantize(CENT)
        return {
            "item": item, "description": said or None, "counterparty": party, "direction": direction,
            "net_amount": str(net), "tax_amount": str(tax), "gross_amount": str(net + tax), "tax_rate": str(rate),
        }  # fmt: skip

    def _item(self, kind: Kind, day: date) -> str:
        rng = self.rng
        word = kind.vague if rng.random() < self.vague else rng.choice(kind.words)
        if rng.random() < 0.3:
            word += rng.choice(data("words")["additions"])
        if rng.random() < 0.2:
            word = (
                f"{day.year}年{day.month}月{word}"
                if rng.random() < 0.5
                else f"{word} {rng.choice('ABCXKT')}{rng.randint(10, 990)}"
            )
        return f"*{kind.short}*{word}" if rng.random() < self.starred else word

    def _supplier(self) -> Supplier:
        rng = self.rng
        if self.suppliers and rng.random() > self.newcomers:
            weights = [1 / (place + 3) ** 0.6 for place in range(len(self.suppliers))]
            return rng.choices(self.suppliers, weights)[0]
        first = rng.choices(self.kinds, [self.share[kind.id] for kind in self.kinds])[0]
        trade = rng.choice(first.sold_by)
        also = [kind for kind in self.kinds if trade in kind.sold_by and kind is not first]
        if rng.random() < 0.15:
            also.append(rng.choice(self.kinds))
        sells = [first, *rng.sample(also, min(len(also), rng.randint(0, 3)))]
        supplier = Supplier(self._name(trade), sells)
        if rng.random() < self.one_purpose:
            supplier.always = rng.choice(rng.choice(sells).books)
        self.suppliers.insert(rng.randint(0, len(self.suppliers)), supplier)
        return supplier

    def _name(self, trade: str) -> str:
        rng, words = self.rng, data("words")
        own = "".join(rng.choice(words["characters"]) for _ in range(rng.choice((2, 2, 3))))
        said = rng.choice(words["trades"][trade]) if rng.random() < 0.7 else rng.choice(words["plain"])
        return f"{rng.choice(['', '示例市', '样板市', '某某市'])}{own}{said}有限公司"

    def _yuan(self, spread: tuple[float, float] | list[float]) -> Decimal:
        return Decimal(str(round(math.exp(self.rng.gauss(math.log(spread[0]), spread[1])), 2))).quantize(CENT)
