"""Facts that single lines tell: each comes with the lines it was found in, and ordinary months tell nothing odd."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from kernel.period import AccountingPeriod
from risk.domain.cases import inspect_case
from risk.domain.journal import Entry
from risk.domain.journal_facts import facts_of_entries, vehicle_costs

D = Decimal
OCTOBER = AccountingPeriod(2026, 10)


def voucher(number: int, day: int, *lines: tuple[str, str, int], party: str = "", text: str = "") -> list[Entry]:
    """Lines `(account, detail, yuan)`; positive is debit, negative credit."""
    when = date(2026, 10, day)
    return [
        Entry(f"{number:03}", f"记-{number}", when, account, detail, D(max(yuan, 0)), D(max(-yuan, 0)), text, party)
        for account, detail, yuan in lines
    ]


def payment(number: int, day: int, yuan: int, party: str, text: str = "货款") -> list[Entry]:
    return voucher(number, day, ("应付账款", "", yuan), ("银行存款", "", -yuan), party=party, text=text)


def test_the_lowest_day_is_found_with_its_lines_whatever_the_closing_balance() -> None:
    lines = [
        *voucher(1, 3, ("管理费用", "办公费", 800), ("库存现金", "", -800)),
        *voucher(2, 9, ("库存现金", "", 900), ("银行存款", "", -900)),
    ]
    told = facts_of_entries(lines, {"库存现金": D(500)}, OCTOBER)
    assert told.facts["lowest_cash_balance"] == D(-300)
    assert [entry.voucher for entry in told.lines["lowest_cash_balance"]] == ["001"]
    assert told.facts["largest_daily_cash"] == D(900)


def test_order_within_a_day_never_makes_cash_negative() -> None:
    lines = [
        *voucher(1, 3, ("管理费用", "办公费", 800), ("库存现金", "", -800)),
        *voucher(2, 3, ("库存现金", "", 900), ("银行存款", "", -900)),
    ]
    assert facts_of_entries(lines, {}, OCTOBER).facts["lowest_cash_balance"] == D(100)


def test_a_payment_made_twice_is_found_and_rent_of_another_month_is_not() -> None:
    twice = [*payment(1, 5, 3200, "云岚物业"), *payment(2, 8, 3200, "云岚物业")]
    told = facts_of_entries(twice, {}, OCTOBER)
    assert (told.facts["duplicate_payments"], [e.voucher for e in told.lines["duplicate_payments"]]) == (1, ["002"])
    apart = [*payment(1, 1, 3200, "云岚物业"), *payment(2, 28, 3200, "云岚物业")]
    assert facts_of_entries(apart, {}, OCTOBER).facts["duplicate_payments"] == 0
    wages = [
        line
        for n in (1, 2)
        for line in voucher(n, n, ("应付职工薪酬", "工资", 5000), ("银行存款", "", -5000), party="银行代发")
    ]
    assert facts_of_entries(wages, {}, OCTOBER).facts["duplicate_payments"] == 0


def test_money_that_comes_back_is_told_from_a_withdrawal() -> None:
    out_and_back = [
        *payment(1, 5, 50_000, "赤松桥机电"),
        *voucher(2, 11, ("银行存款", "", 50_000), ("其他应付款", "", -50_000), party="赤松桥机电"),
    ]
    assert facts_of_entries(out_and_back, {}, OCTOBER).facts["round_trip_amount"] == D(50_000)
    own = [
        *voucher(1, 5, ("库存现金", "", 50_000), ("银行存款", "", -50_000)),
        *voucher(2, 9, ("银行存款", "", 50_000), ("库存现金", "", -50_000)),
    ]
    assert facts_of_entries(own, {}, OCTOBER).facts.get("round_trip_amount", ZERO) == 0


def test_entries_of_other_months_and_sales_of_the_last_days() -> None:
    late = Entry("9", "记-9", date(2026, 11, 2), "管理费用", "", D(5), D(0))
    sales = [
        line
        for n, day in enumerate((5, 29, 30, 31), 1)
        for line in voucher(n, day, ("银行存款", "", 100), ("主营业务收入", "", -100))
    ]
    told = facts_of_entries([late, *sales], {}, OCTOBER)
    assert told.facts["entries_outside_period"] == 1
    assert told.facts["month_end_revenue_share"] == D("0.75")


def test_private_spending_and_cars() -> None:
    toys = voucher(1, 5, ("管理费用", "办公费", 300), ("银行存款", "", -300), text="购买儿童玩具")
    gifts = voucher(2, 5, ("管理费用", "福利费", 300), ("银行存款", "", -300), text="儿童节发玩具")
    assert facts_of_entries([*toys, *gifts], {}, OCTOBER).facts["personal_items_expense"] == D(300)
    fuel = voucher(3, 5, ("管理费用", "交通费", 500), ("银行存款", "", -500), text="加油")
    assert vehicle_costs(fuel, [], OCTOBER) == (D(500), [fuel[0]])
    assert vehicle_costs(fuel, ["小轿车"], OCTOBER) is None
    assert vehicle_costs(fuel, [""], OCTOBER) is None


def test_first_digits_of_a_made_up_ledger_crowd() -> None:
    lines = [line for n in range(1, 301) for line in payment(n, 5, 9000 + n, f"单位{n}")]
    told = facts_of_entries(lines, {}, OCTOBER)
    assert told.facts["benford_amounts"] == 300
    assert told.facts["benford_deviation"] > D("0.1")


def test_rows_open_the_lines_behind_the_figure() -> None:
    books = {
        "transactions": [
            {"id": "t1", "date": "2026-10-03", "description": "请客户吃饭", "entries": [
                {"direction": "debit", "account": "管理费用", "detail": "业务招待费", "amount": "5000"},
                {"direction": "credit", "account": "银行存款", "amount": "4000"},
            ]},
            {"id": "t2", "date": "2026-10-05", "entries": [
                {"direction": "debit", "account": "银行存款", "amount": "10000"},
                {"direction": "credit", "account": "主营业务收入", "amount": "10000"},
            ]},
        ]
    }  # fmt: skip
    found = {warning.indicator: warning for warning in inspect_case({"period": "2026-10", "books": books})}
    assert [row["id"] for row in found["entertainment"].rows] == ["t1", "t2"]
    uneven = found["books_do_not_balance"]
    assert (str(uneven.severity), uneven.metric, {row["id"] for row in uneven.rows}) == ("block", "1000.00", {"t1"})
