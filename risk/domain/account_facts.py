"""Which accounts a fact is read from: names of the first level, the side that counts, words of the detail.

The same table gives the figure and the lines behind it, so that a warning opens what it was computed from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REVENUE: Final = ("主营业务收入", "其他业务收入")
COST: Final = ("主营业务成本", "其他业务成本", "其他业务支出")
EXPENSES: Final = ("销售费用", "管理费用", "财务费用", "研发费用")
RUNNING_COSTS: Final = ("销售费用", "管理费用", "研发费用")
OTHER_INCOME: Final = ("投资收益", "营业外收入", "其他收益", "资产处置损益")
OTHER_EXPENSE: Final = (
    "税金及附加", "营业税金及附加", "营业外支出", "所得税费用", "信用减值损失", "资产减值损失",
)  # fmt: skip
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
CASH: Final = ("库存现金", "现金")
BANK: Final = ("银行存款",)


@dataclass(frozen=True, slots=True)
class Asked:
    """Accounts, what of them counts (debit, credit, net_debit, opening, closing, owed, owed_before), words."""

    accounts: tuple[str, ...]
    side: str
    words: tuple[str, ...] = ()


FACTS: Final[dict[str, Asked]] = {
    "revenue": Asked(REVENUE, "credit"),
    "cost_of_sales": Asked(COST, "debit"),
    "period_expenses": Asked(EXPENSES, "debit"),
    "cash_balance": Asked(CASH, "closing"),
    "bank_balance": Asked(BANK, "closing"),
    "inventory": Asked(STOCK, "closing"),
    "inventory_previous": Asked(STOCK, "opening"),
    "fixed_assets_increase": Asked(("固定资产",), "net_debit"),
    "fixed_assets_cost": Asked(("固定资产",), "opening"),
    "total_liabilities": Asked(LIABILITIES, "owed"),
    "other_receivables": Asked(("其他应收款",), "closing"),
    "other_receivables_shareholder": Asked(("其他应收款",), "closing", OWNERS),
    "other_payables_shareholder": Asked(("其他应付款",), "owed", OWNERS),
    "accounts_payable": Asked(("应付账款",), "owed"),
    "suspense_balance": Asked(("待处理财产损溢", "待处理财产损益"), "closing"),
    "borrowings": Asked(("短期借款", "长期借款"), "owed"),
    "borrowings_previous": Asked(("短期借款", "长期借款"), "owed_before"),
    "finance_expense": Asked(("财务费用",), "debit"),
    "retained_earnings": Asked(("利润分配", "本年利润"), "owed"),
    "prior_year_adjustments": Asked(("以前年度损益调整",), "debit"),
    "input_vat": Asked(("应交税费",), "debit", ("进项税额",)),
    "output_vat": Asked(("应交税费",), "credit", ("销项税额",)),
    "wages": Asked(("应付职工薪酬",), "credit", ("工资", "薪金")),
    "entertainment_expense": Asked(EXPENSES, "debit", ("招待费",)),
    "welfare_expense": Asked(EXPENSES, "debit", ("福利费",)),
    "education_expense": Asked(EXPENSES, "debit", ("教育经费",)),
    "union_expense": Asked(EXPENSES, "debit", ("工会经费",)),
    "advertising_expense": Asked(EXPENSES, "debit", ("广告", "业务宣传")),
    "consulting_expense": Asked(RUNNING_COSTS, "debit", ("咨询", "顾问")),
    "commission_expense": Asked(RUNNING_COSTS, "debit", ("佣金",)),
    "supplementary_insurance": Asked(EXPENSES, "debit", ("补充养老", "补充医疗", "企业年金")),
    "labour_services_expense": Asked(RUNNING_COSTS, "debit", ("劳务费",)),
    "donations": Asked(("营业外支出",), "debit", ("捐赠",)),
}
"""Facts read straight from balances. What no account speaks of stays missing."""

LONG_RUN: Final[dict[str, Asked]] = {
    "accounts_receivable": Asked(("应收账款",), "closing"),
    "accounts_receivable_increase": Asked(("应收账款",), "net_debit"),
    "advances_from_customers": Asked(("预收账款", "合同负债"), "owed"),
}
"""Set against turnover only when the turnover covers at least a quarter."""


def lines_asked(fact: str) -> Asked | None:
    """The accounts whose lines stand behind a fact, None where it is not read from accounts."""
    return FACTS.get(fact) or LONG_RUN.get(fact) or BEHIND.get(fact)


BEHIND: Final[dict[str, Asked]] = {
    "net_profit": Asked((*REVENUE, *COST, *EXPENSES), "net_debit"),
    "gross_margin_rate": Asked((*REVENUE, *COST), "net_debit"),
    "depreciation": Asked(("累计折旧",), "credit"),
    "advances_months": Asked(("预收账款", "合同负债"), "owed"),
    "shareholder_loan_months": Asked(("其他应收款",), "closing", OWNERS),
    "revenue_recent": Asked(REVENUE, "credit"),
    "input_vat_recent": Asked(("应交税费",), "debit", ("进项税额",)),
    "vat_burden_rate": Asked(("应交税费",), "credit", ("进项税额", "销项税额")),
}
"""Facts computed from several figures: the accounts to open."""
