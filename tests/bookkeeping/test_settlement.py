"""Payments settle invoices of their party: the same amount first, else the oldest; what is left over is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bookkeeping.domain.settlement import Billed, Paid, needs_invoice, owed, settle

D = Decimal


def bill(number: int, day: int, gross: str, party: str = "杉木建材有限公司", direction: str = "purchase") -> Billed:
    return Billed(number, direction, f"F{number}", date(2026, 9, day), party, D(gross))


def pay(number: int, day: int, amount: str, party: str = "杉木建材有限公司", words: str = "") -> Paid:
    return Paid(number, date(2026, 9, day), party, D(amount), words)


def test_the_same_amount_goes_before_the_oldest():
    found = settle([bill(1, 1, "500.00"), bill(2, 2, "300.00")], [pay(1, 5, "-300.00")])
    assert [one.open for one in found.invoices] == [D("500.00"), D("0.00")]
    assert found.invoices[1].last_day == date(2026, 9, 5)
    assert found.unused == []


def test_other_amounts_settle_the_oldest_first_and_leave_the_rest():
    found = settle([bill(1, 1, "500.00"), bill(2, 2, "300.00")], [pay(1, 5, "-600.00"), pay(2, 6, "-250.00")])
    assert [one.open for one in found.invoices] == [D("0.00"), D("0.00")]
    assert [(paid.id, left) for paid, left in found.unused] == [(2, D("50.00"))]


def test_money_in_settles_sales_only_and_short_names_are_the_same_party():
    found = settle([bill(1, 1, "100.00", direction="sale"), bill(2, 1, "100.00")], [pay(1, 3, "100.00", "杉木建材")])
    assert [(one.invoice.direction, one.open) for one in found.invoices] == [("sale", D(0)), ("purchase", D(100))]


def test_a_red_letter_invoice_settles_like_a_payment():
    found = settle([bill(1, 1, "500.00"), bill(2, 4, "-200.00")], [pay(1, 6, "-300.00")])
    assert [one.open for one in found.invoices] == [D("0.00")]
    assert found.unused == []


def test_wages_taxes_and_own_accounts_need_no_invoice():
    assert needs_invoice(pay(1, 1, "-5.00"), "云杉咨询有限公司")
    assert not needs_invoice(pay(1, 1, "-5.00", "国家税务局"), "云杉咨询有限公司")
    assert not needs_invoice(pay(1, 1, "-5.00", "张三", "9月工资"), "云杉咨询有限公司")
    assert not needs_invoice(pay(1, 1, "-5.00", "云杉咨询有限公司"), "云杉咨询有限公司")
    assert not needs_invoice(pay(1, 1, "-5.00", ""), "云杉咨询有限公司")


@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(-300, 900)), max_size=12),
    st.lists(st.tuples(st.integers(1, 28), st.integers(-900, -1)), max_size=12),
)
def test_nothing_is_paid_twice_or_lost(bills, payments):
    billed = [bill(number, day, str(gross)) for number, (day, gross) in enumerate(bills)]
    found = settle(billed, [pay(number, day, str(amount)) for number, (day, amount) in enumerate(payments)])
    assert all(0 <= one.paid <= one.invoice.gross for one in found.invoices)
    credit = sum((-one.gross for one in billed if one.gross < 0), D(0))
    used = sum((one.paid for one in found.invoices), D(0))
    left = sum((left for _paid, left in found.unused), D(0))
    given_ = sum((D(-amount) for _day, amount in payments), D(0))
    assert given_ <= used + left <= given_ + credit
    assert owed(found, "purchase") == sum((one.open for one in found.invoices), D(0))
