"""Faults planted in one period of a healthy company: what a rule must find. Each is named after what it breaks."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any, Final

Case = dict[str, Any]


def with_fault(case: Case, fault: str, seed: int) -> Case:
    """A copy of the case with one fault."""
    made = deepcopy(case)
    FAULTS[fault](Random(f"{fault} {seed}"), made)
    return made


def _day(case: Case, rng: Random) -> str:
    days = [row["date"] for row in case["books"]["transactions"]]
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    return (first + timedelta(days=rng.randint(2, max(3, (last - first).days - 2)))).isoformat()


def _book(
    case: Case, rng: Random, yuan: float, debit: tuple[str, str], credit: tuple[str, str], **said: str
) -> dict[str, Any]:
    """One more transaction of two lines."""
    amount = f"{yuan:.2f}"
    row: dict[str, Any] = {
        "id": f"f{rng.randint(1000, 9999)}",
        "date": said.get("date") or _day(case, rng),
        "description": said.get("words", "付款"),
        "counterparty": said.get("party", ""),
        "entries": [
            {"direction": "debit", "account": debit[0], "detail": debit[1], "amount": amount},
            {"direction": "credit", "account": credit[0], "detail": credit[1], "amount": amount},
        ],
    }
    case["books"]["transactions"].append(row)
    return row


def _turnover(case: Case, account: str, direction: str) -> float:
    lines = [entry for row in case["books"]["transactions"] for entry in row["entries"]]
    return sum(float(e["amount"]) for e in lines if e["account"] == account and e["direction"] == direction)


def _revenue(case: Case) -> float:
    return _turnover(case, "主营业务收入", "credit")


BANK: Final = ("银行存款", "")


def _cash_below_zero(rng: Random, case: Case) -> None:
    day = _day(case, rng)
    yuan = rng.uniform(60_000, 90_000)
    _book(case, rng, yuan, ("管理费用", "办公费"), ("库存现金", ""), date=day)
    later = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    _book(case, rng, yuan, ("库存现金", ""), BANK, date=later)


def _large_cash(rng: Random, case: Case) -> None:
    day = _day(case, rng)
    yuan = rng.uniform(50_000, 90_000)
    _book(case, rng, yuan, ("库存现金", ""), BANK, date=day)
    _book(case, rng, yuan, ("应付账款", ""), ("库存现金", ""), date=day)


def _duplicate_payment(rng: Random, case: Case) -> None:
    day, yuan = _day(case, rng), rng.uniform(3_000, 40_000)
    for gap in (0, rng.randint(1, 6)):
        when = (date.fromisoformat(day) + timedelta(days=gap)).isoformat()
        _book(case, rng, yuan, ("应付账款", ""), BANK, date=when, party="沭河口重付商贸有限公司", words="付货款")


def _money_back(rng: Random, case: Case) -> None:
    day, yuan = _day(case, rng), rng.uniform(20_000, 200_000)
    back = (date.fromisoformat(day) + timedelta(days=rng.randint(1, 9))).isoformat()
    _book(case, rng, yuan, ("应付账款", ""), BANK, date=day, party="云泾回流贸易有限公司")
    _book(case, rng, yuan, BANK, ("其他应付款", ""), date=back, party="云泾回流贸易有限公司", words="退回")


def _private_spending(rng: Random, case: Case) -> None:
    words = rng.choice(("儿童玩具", "化妆品一套", "家庭日用品", "宠物食品"))
    _book(case, rng, rng.uniform(300, 5_000), ("管理费用", "办公费"), BANK, words=f"购{words}")


def _unbalanced(rng: Random, case: Case) -> None:
    row = rng.choice(case["books"]["transactions"])
    entry = row["entries"][0]
    entry["amount"] = f"{float(entry['amount']) + rng.uniform(1, 900):.2f}"


def _wrong_month(rng: Random, case: Case) -> None:
    row = rng.choice(case["books"]["transactions"])
    row["date"] = (date.fromisoformat(row["date"]) + timedelta(days=200)).isoformat()


def _entertainment(rng: Random, case: Case) -> None:
    _book(case, rng, _revenue(case) * rng.uniform(0.01, 0.03), ("管理费用", "业务招待费"), BANK, words="招待")


def _welfare(rng: Random, case: Case) -> None:
    yuan = _turnover(case, "应付职工薪酬", "credit") * rng.uniform(0.16, 0.3)
    _book(case, rng, yuan, ("管理费用", "职工福利费"), BANK, words="福利")


def _advertising(rng: Random, case: Case) -> None:
    _book(case, rng, _revenue(case) * rng.uniform(0.16, 0.3), ("销售费用", "广告费"), BANK, words="广告")


def _donation(rng: Random, case: Case) -> None:
    _book(case, rng, _revenue(case) * 1.2, ("营业外支出", "捐赠支出"), BANK, words="捐赠")


def _negative_stock(rng: Random, case: Case) -> None:
    held = sum(
        float(row.get("debit", 0)) - float(row.get("credit", 0))
        for row in case["books"]["opening_balances"]
        if row["account"] == "库存商品"
    )
    held += _turnover(case, "库存商品", "debit") - _turnover(case, "库存商品", "credit")
    _book(case, rng, max(held, 0) + rng.uniform(100, 90_000), ("主营业务成本", ""), ("库存商品", ""), words="结转成本")


def _no_cost(_rng: Random, case: Case) -> None:
    rows = case["books"]["transactions"]
    case["books"]["transactions"] = [
        row for row in rows if not any(entry["account"] == "主营业务成本" for entry in row["entries"])
    ]
    case["books"]["opening_balances"].append({"account": "主营业务成本", "detail": "", "debit": "0.00"})
    case["books"]["opening_balances"].append({"account": "库存商品", "detail": "", "debit": "500000.00"})


def _cost_above_revenue(rng: Random, case: Case) -> None:
    _book(case, rng, _revenue(case) * rng.uniform(0.8, 1.1), ("主营业务成本", ""), ("应付账款", ""), words="成本")


def _owner_loan(rng: Random, case: Case) -> None:
    _book(case, rng, rng.uniform(50_000, 900_000), ("其他应收款", "股东借款"), BANK, words="借款")
    case["facts"]["shareholder_loan_used_in_business"] = False


def _owner_money(rng: Random, case: Case) -> None:
    yuan = rng.uniform(5_000_000, 9_000_000)
    _book(case, rng, yuan, BANK, ("其他应付款", "股东垫款"), words="收到垫款")


def _input_of_small_scale(_rng: Random, case: Case) -> None:
    case["company"] = {**case["company"], "vat_status": "small_scale"}


def _suspense(rng: Random, case: Case) -> None:
    _book(case, rng, rng.uniform(10, 5_000), ("待处理财产损溢", ""), ("库存商品", ""), words="盘亏")


def _no_depreciation(_rng: Random, case: Case) -> None:
    rows = case["books"]["transactions"]
    case["books"]["transactions"] = [row for row in rows if row["description"] != "计提折旧"]


def _insolvent(rng: Random, case: Case) -> None:
    whole = sum(float(row.get("debit", 0)) for row in case["books"]["opening_balances"])
    _book(case, rng, whole * 4, ("营业外支出", "赔偿"), ("其他应付款", ""), words="赔偿")


def _bank_below_zero(rng: Random, case: Case) -> None:
    whole = sum(float(row.get("debit", 0)) for row in case["books"]["opening_balances"])
    _book(case, rng, whole * 5 + 1e7, ("预付账款", ""), BANK, words="预付")


def _fact(name: str, low: float, high: float) -> Callable[[Random, Case], None]:
    def plant(rng: Random, case: Case) -> None:
        case["facts"][name] = round(rng.uniform(low, high))

    return plant


def _uninsured(rng: Random, case: Case) -> None:
    case["facts"]["headcount_insured"] = int(case["facts"]["headcount"] * rng.uniform(0.3, 0.8))


def _voided(rng: Random, case: Case) -> None:
    case["facts"] |= {"invoices_issued": 40, "invoices_voided": rng.randint(8, 35)}


def _vat_and_income(rng: Random, case: Case) -> None:
    case["facts"]["vat_sales"] = round(_revenue(case) * rng.choice((rng.uniform(0.5, 0.85), rng.uniform(1.2, 1.6))))


FAULTS: Final[dict[str, Callable[[Random, Case], None]]] = {
    "cash_below_zero": _cash_below_zero,
    "bank_negative": _bank_below_zero,
    "large_cash": _large_cash,
    "duplicate_payments": _duplicate_payment,
    "round_trip_money": _money_back,
    "personal_items": _private_spending,
    "books_do_not_balance": _unbalanced,
    "entries_outside_period": _wrong_month,
    "entertainment": _entertainment,
    "welfare": _welfare,
    "advertising": _advertising,
    "donations_in_loss": _donation,
    "inventory_negative": _negative_stock,
    "inventory_without_cost": _no_cost,
    "gross_margin_negative": _cost_above_revenue,
    "shareholder_loan_open": _owner_loan,
    "owner_money_in_payables": _owner_money,
    "input_vat_of_small_scale": _input_of_small_scale,
    "suspense_open": _suspense,
    "depreciation_missing": _no_depreciation,
    "insolvent": _insolvent,
    "withholding_and_insurance": _uninsured,
    "voided_share": _voided,
    "vat_and_income_differ": _vat_and_income,
    "zero_filing": _fact("zero_filing_months", 3, 12),
    "personal_account_receipts": _fact("personal_account_receipts", 1, 500_000),
    "input_from_exempt_invoices": _fact("input_vat_from_exempt_invoices", 1, 9_000),
    "input_from_abnormal_suppliers": _fact("input_vat_from_abnormal_suppliers", 1, 9_000),
    "customer_money_in_other_payables": _fact("other_payables_customer_receipts", 1, 90_000),
    "provisional_payables_old": _fact("provisional_payables_months", 6, 30),
}
"""By the indicator that must trip."""
