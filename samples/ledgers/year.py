"""A year of one fictional company: sales and collections, purchases and payments, expenses, wages, taxes, closing work.

Amounts of one account differ widely between parties and little within one; now and then something happens once: a new
party, a repair, a machine, a year-end bonus. That is what makes an outlier hard to tell from ordinary business.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any, Final

from samples.ledgers.business import Business, Habit
from samples.parties import person

YEAR: Final = 2026
DEVELOPMENT: Final = range(1, 41)
EVALUATION: Final = range(1001, 1021)
Line = tuple[str, str, float]


@dataclass(slots=True)
class Ledger:
    """The books of a year: traits of the company, opening balances, transactions in order of date."""

    seed: int
    company: dict[str, str]
    opening: dict[tuple[str, str], float]
    transactions: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def case(self, period: str) -> dict[str, Any]:
        """A month (`2026-10`) or quarter (`2026Q3`) as a case of `inspect_period`."""
        months = _months(period)
        balances = defaultdict(float, self.opening)
        for row in self.transactions:
            if int(row["date"][5:7]) < months[0]:
                for entry in row["entries"]:
                    sign = 1 if entry["direction"] == "debit" else -1
                    balances[entry["account"], entry["detail"]] += sign * float(entry["amount"])
        inside = [row for row in self.transactions if int(row["date"][5:7]) in months]
        return {
            "id": f"{self.seed}-{period}",
            "company": self.company,
            "period": period,
            "facts": dict(self.facts),
            "books": {"opening_balances": _openings(balances), "transactions": inside},
        }


def _side(yuan: float) -> str:
    return "debit" if yuan > 0 else "credit"


def _months(period: str) -> list[int]:
    if "Q" in period:
        quarter = int(period[-1])
        return list(range(quarter * 3 - 2, quarter * 3 + 1))
    return [int(period[5:7])]


def _openings(balances: dict[tuple[str, str], float]) -> list[dict[str, str]]:
    return [
        {"account": account, "detail": detail, _side(yuan): f"{abs(yuan):.2f}"}
        for (account, detail), yuan in balances.items()
        if round(yuan, 2)
    ]


def ledger(seed: int) -> Ledger:
    """The healthy year of one company."""
    return _Writer(Random(seed), seed).write()


class _Writer:
    def __init__(self, rng: Random, seed: int) -> None:
        self.rng = rng
        self.business = business = Business(rng)
        self.owed: dict[str, float] = {}
        self.due: dict[str, float] = {}
        company = {"vat_status": "general", "industry": business.industry.name, "standard": "小企业会计准则"}
        facts = {
            "headcount": business.staff,
            "headcount_withholding": business.staff,
            "headcount_insured": business.staff,
            "zero_filing_months": 0,
        }
        self.book = Ledger(seed, company, self._opening(), facts=facts)

    def _opening(self) -> dict[tuple[str, str], float]:
        month, assets = self.business.revenue_a_month, self.business.assets
        found = {
            ("库存现金", ""): 8_000.0,
            ("银行存款", ""): round(month * 1.6, 2),
            ("固定资产", "设备"): assets,
            ("累计折旧", ""): -round(assets * 0.3, 2),
            ("应付账款", ""): -round(month * 0.2, 2),
        }
        if self.business.industry.stock:
            found["库存商品", ""] = round(month * self.business.cost_share * 2.5, 2)
        found["实收资本", ""] = -round(sum(found.values()), 2)
        return found

    def write(self) -> Ledger:
        """Month after month."""
        for month in range(1, 13):
            self._sales(month)
            self._purchases(month)
            for habit in self.business.habits:
                self._expense(month, habit)
            self._once(month)
            self._wages(month)
            self._month_end(month)
        self.book.transactions.sort(key=lambda row: row["date"])
        for number, row in enumerate(self.book.transactions, start=1):
            row["id"] = f"{number:05d}"
        return self.book

    def post(self, month: int, day: int, words: str, party: str, *lines: Line) -> None:
        """One transaction; lines are `(account, detail, yuan)`, positive debit. The last line takes the rounding."""
        rounded = [(account, detail, round(yuan, 2)) for account, detail, yuan in lines[:-1]]
        account, detail, _ = lines[-1]
        rounded.append((account, detail, -round(sum(yuan for *_, yuan in rounded), 2)))
        entries = [
            {
                "direction": _side(yuan),
                "account": name,
                "detail": sub,
                "amount": f"{abs(yuan):.2f}",
            }
            for name, sub, yuan in rounded
            if yuan
        ]
        when = date(YEAR, month, min(day, monthrange(YEAR, month)[1]))
        self.book.transactions.append(
            {"date": when.isoformat(), "description": words, "counterparty": party, "entries": entries}
        )

    def drawn(self, yuan: float, spread: float) -> float:
        """An amount about `yuan`."""
        return max(1.0, round(yuan * math.exp(self.rng.gauss(0, spread)), 2))

    def times(self, often: float) -> int:
        """How often this month."""
        whole = int(often)
        return whole + (self.rng.random() < often - whole)

    def _sales(self, month: int) -> None:
        rate = self.business.industry.rate
        season = 1 + 0.12 * math.sin(month / 12 * 2 * math.pi)
        for customer in self.business.customers:
            for _ in range(self.times(customer.times)):
                net = self.drawn(customer.yuan * season, customer.spread)
                day, gross = self.rng.randint(2, 27), round(net * (1 + rate), 2)
                sale = (("主营业务收入", "", -net), ("应交税费", "应交增值税（销项税额）", -net * rate))
                self.post(month, day, "销售", customer.party, ("应收账款", "", gross), *sale)
                self._collected(month, day, customer.party, gross)

    def _collected(self, month: int, day: int, party: str, gross: float) -> None:
        wait = self.rng.choice((3, 10, 20, 35, 50))
        later, day = month + (day + wait) // 28, (day + wait) % 28 + 1
        if later <= 12:
            self.post(later, day, "收回货款", party, ("银行存款", "", gross), ("应收账款", "", -gross))

    def _purchases(self, month: int) -> None:
        industry = self.business.industry
        for supplier in self.business.suppliers:
            for _ in range(self.times(supplier.times)):
                net = self.drawn(supplier.yuan, supplier.spread)
                day, vat = self.rng.randint(1, 26), net * min(industry.rate, 0.13)
                into = ("库存商品", "") if industry.stock else ("主营业务成本", "")
                lines = ((*into, net), ("应交税费", "应交增值税（进项税额）", round(vat, 2)))
                self.post(month, day, "采购", supplier.party, *lines, ("应付账款", "", 0))
                later, pay = (month + 1, day) if self.rng.random() < 0.6 else (month, min(day + 9, 28))
                if later <= 12:
                    gross = round(net, 2) + round(vat, 2)
                    self.post(later, pay, "付货款", supplier.party, ("应付账款", "", gross), ("银行存款", "", 0))

    def _expense(self, month: int, habit: Habit) -> None:
        for _ in range(self.times(habit.times)):
            yuan = round(habit.yuan, -2) if not habit.spread else self.drawn(habit.yuan, habit.spread)
            party = habit.party
            if habit.spread and self.rng.random() < 0.06:
                party = person(self.rng) if habit.detail == "差旅费" else self.business.firm("服务")
            where = ("库存现金", "") if yuan < 400 and self.rng.random() < 0.3 else ("银行存款", "")
            lines = ((habit.account, habit.detail, yuan), (*where, 0.0))
            self.post(month, self.rng.randint(1, 28), habit.words, party, *lines)

    def _once(self, month: int) -> None:
        """What a healthy year also has: machines, donations, training, a deposit."""
        rng, scale = self.rng, self.business.revenue_a_month / 8e5
        events = (
            (0.12, "购入设备", ("固定资产", "设备"), 30_000 * scale, 0.6),
            (0.10, "培训费", ("管理费用", "职工教育经费"), 2_000, 0.5),
            (0.15, "员工体检", ("管理费用", "福利费"), 3_000 * scale, 0.4),
            (0.06, "租房押金", ("其他应收款", "押金"), 9_000, 0.6),
            (0.08, "财产保险费", ("管理费用", "保险费"), 5_000 * scale, 0.4),
        )
        for chance, words, account, yuan, spread in events:
            if rng.random() < chance:
                amount = self.drawn(yuan, spread)
                day, firm = rng.randint(2, 26), self.business.firm("服务")
                self.post(month, day, words, firm, (*account, amount), ("银行存款", "", 0))
        if rng.random() < 0.7:
            self.post(month, 3, "提取备用金", "", ("库存现金", "", 3000.0), ("银行存款", "", 0))

    def _wages(self, month: int) -> None:
        wages = self.drawn(self.business.wages, 0.03)
        insured = round(wages * 0.26, 2)
        self.post(month, 28, "计提工资", "", ("管理费用", "工资", wages), ("应付职工薪酬", "工资", 0))
        self.post(month, 28, "计提社保", "", ("管理费用", "社会保险费", insured), ("应付职工薪酬", "社会保险费", 0))
        if month < 12:
            self.post(month + 1, 10, "发放工资", "", ("应付职工薪酬", "工资", wages), ("银行存款", "", 0))
            self.post(month + 1, 12, "缴纳社保", "", ("应付职工薪酬", "社会保险费", insured), ("银行存款", "", 0))

    def _month_end(self, month: int) -> None:
        depreciation = round(self.business.assets * 0.095 / 12, 2)
        self.post(month, 28, "计提折旧", "", ("管理费用", "折旧费", depreciation), ("累计折旧", "", 0))
        sold = sum(
            float(entry["amount"])
            for row in self.book.transactions
            for entry in row["entries"]
            if entry["account"] == "主营业务收入" and int(row["date"][5:7]) == month
        )
        if self.business.industry.stock:
            cost = round(sold * self.business.cost_share, 2)
            self.post(month, 28, "结转成本", "", ("主营业务成本", "", cost), ("库存商品", "", 0))
        surtax = round(sold * 0.004, 2)
        self.post(month, 28, "计提附加税费", "", ("税金及附加", "", surtax), ("应交税费", "附加税费", 0))
        if month < 12:
            self.post(month + 1, 14, "缴纳附加税费", "国家金库", ("应交税费", "附加税费", surtax), ("银行存款", "", 0))
