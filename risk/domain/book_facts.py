"""Facts that follow from account balances alone, whoever kept the books.

Balances are one row per leaf account; `opening` is net debit (credit balances are negative), turnovers are as booked,
so that a red-letter line lowers its own side. Income is read from credit turnover and expense from debit turnover,
which stays right after profit and loss has been carried forward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kernel.money import ZERO, total
from risk.domain.expression import Value

REVENUE: Final = ("主营业务收入", "其他业务收入")
COST: Final = ("主营业务成本", "其他业务成本", "其他业务支出")
EXPENSES: Final = ("销售费用", "管理费用", "财务费用", "研发费用")
OTHER_INCOME: Final = ("投资收益", "营业外收入", "其他收益", "资产处置损益")
OTHER_EXPENSE: Final = (
    "税金及附加",
    "营业税金及附加",
    "营业外支出",
    "所得税费用",
    "信用减值损失",
    "资产减值损失",
)
STOCK: Final = (
    "材料采购", "在途物资", "原材料", "材料成本差异", "库存商品", "商品进销差价", "发出商品", "委托加工物资",
    "周转材料", "低值易耗品", "包装物", "消耗性生物资产", "生产成本", "制造费用",
)  # fmt: skip
LIABILITIES: Final = (
    "短期借款", "应付票据", "应付账款", "预收账款", "合同负债", "应付职工薪酬", "应交税费", "应付利息", "应付利润",
    "应付股利", "其他应付款", "递延收益", "长期借款", "长期应付款", "预计负债", "应付债券", "租赁负债",
    "递延所得税负债", "专项应付款",
)  # fmt: skip
EQUITY: Final = ("实收资本", "股本", "资本公积", "盈余公积", "本年利润", "利润分配", "其他综合收益", "库存股")
OWNERS: Final = ("股东", "法人", "法定代表人", "投资人", "老板")
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


Pick = Callable[[Balance], Decimal]


def facts_of_balances(balances: Sequence[Balance], *, months: int) -> dict[str, Value]:
    """The facts that the balances of `months` months tell. What no account speaks of is left out."""
    books = _Books(balances)
    facts = {**_results(books), **_holdings(books), **_details(books)}
    if months >= MONTHS_TO_COMPARE:
        facts |= _credit_given(books)
    return {name: value for name, value in facts.items() if value is not None}


class _Books:
    """Sums over the accounts of some names; `None` where there is no such account."""

    def __init__(self, balances: Iterable[Balance]) -> None:
        self.rows = list(balances)

    def sum(self, names: Iterable[str], pick: Pick, words: tuple[str, ...] = ()) -> Decimal | None:
        wanted = set(names)
        found = [row for row in self.rows if row.account in wanted and _speaks_of(row.detail, words)]
        return total(pick(row) for row in found) if found else None

    def some(self, names: Iterable[str], pick: Pick) -> Decimal:
        return self.sum(names, pick) or ZERO


def _speaks_of(detail: str, words: tuple[str, ...]) -> bool:
    return not words or any(word in detail for word in words)


def _debit(row: Balance) -> Decimal:
    return row.debit


def _credit(row: Balance) -> Decimal:
    return row.credit


def _closing(row: Balance) -> Decimal:
    return row.closing


def _owed(row: Balance) -> Decimal:
    return -row.closing


def _results(books: _Books) -> dict[str, Decimal | None]:
    revenue = books.sum(REVENUE, _credit)
    cost = books.sum(COST, _debit)
    expenses = books.sum(EXPENSES, _debit)
    facts = {"revenue": revenue, "cost_of_sales": cost, "period_expenses": expenses}
    if revenue is not None:
        income = revenue + books.some(OTHER_INCOME, _credit)
        facts["net_profit"] = income - (cost or ZERO) - (expenses or ZERO) - books.some(OTHER_EXPENSE, _debit)
        if revenue and cost:
            facts["gross_margin_rate"] = (revenue - cost) / revenue
    return facts


def _holdings(books: _Books) -> dict[str, Decimal | None]:
    liabilities = books.sum(LIABILITIES, _owed)
    assets = total(row.closing for row in books.rows if row.account in _asset_names(books))
    return {
        "cash_balance": books.sum(("库存现金", "现金"), _closing),
        "bank_balance": books.sum(("银行存款",), _closing),
        "inventory": books.sum(STOCK, _closing),
        "inventory_previous": books.sum(STOCK, lambda row: row.opening),
        "fixed_assets_increase": books.sum(("固定资产",), lambda row: row.debit - row.credit),
        "total_assets": assets or None,
        "total_liabilities": liabilities,
        "other_receivables_shareholder": books.sum(("其他应收款",), _closing, OWNERS),
        "other_payables_shareholder": books.sum(("其他应付款",), _owed, OWNERS),
    }


def _asset_names(books: _Books) -> set[str]:
    others = {*LIABILITIES, *EQUITY, *REVENUE, *COST, *EXPENSES, *OTHER_INCOME, *OTHER_EXPENSE, "以前年度损益调整"}
    return {row.account for row in books.rows} - others


def _details(books: _Books) -> dict[str, Decimal | None]:
    return {
        "input_vat": books.sum(("应交税费",), _debit, ("进项税额",)),
        "output_vat": books.sum(("应交税费",), _credit, ("销项税额",)),
        "wages": books.sum(("应付职工薪酬",), _credit, ("工资", "薪金")),
        "entertainment_expense": books.sum(EXPENSES, _debit, ("招待费",)),
        "welfare_expense": books.sum(EXPENSES, _debit, ("福利费",)),
        "education_expense": books.sum(EXPENSES, _debit, ("教育经费",)),
        "union_expense": books.sum(EXPENSES, _debit, ("工会经费",)),
        "advertising_expense": books.sum(EXPENSES, _debit, ("广告", "业务宣传")),
        "donations": books.sum(("营业外支出",), _debit, ("捐赠",)),
    }


def _credit_given(books: _Books) -> dict[str, Decimal | None]:
    return {
        "accounts_receivable": books.sum(("应收账款",), _closing),
        "accounts_receivable_increase": books.sum(("应收账款",), lambda row: row.closing - row.opening),
        "advances_from_customers": books.sum(("预收账款", "合同负债"), _owed),
    }
