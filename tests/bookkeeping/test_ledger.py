"""The ledger on a real database: numbering, balances, closing, reopening, reversal."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.exports import close_period, close_pnl, closing_checks, is_closed, movements, post_draft, statements
from bookkeeping.models import BooksPeriod, PeriodBalance, Voucher
from bookkeeping.selectors.balances import balances, out_of_step
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.ledger import ledger_of
from bookkeeping.services.add_account import add_account
from bookkeeping.services.close_period import ClosingBlocked
from bookkeeping.services.open_books import OpeningBalance, open_books
from bookkeeping.services.post_voucher import post_voucher
from bookkeeping.services.prepare_voucher import discard_voucher, prepare_voucher, rewrite_voucher
from bookkeeping.services.reopen_period import reopen_period
from bookkeeping.services.reverse_voucher import reverse_voucher
from bookkeeping.services.review_voucher import review_voucher
from bookkeeping.services.withdraw_review import withdraw_review
from foundation.models import AuditEntry
from kernel.errors import InvalidValue, NotPermitted, NotReady, PeriodClosed
from kernel.period import AccountingPeriod
from tests.bookkeeping.conftest import draft

D = Decimal
SEPTEMBER, OCTOBER = AccountingPeriod(2026, 9), AccountingPeriod(2026, 10)
SALE = ("1122", "1010", ""), ("5001", "", "1000"), ("222101", "", "10")
RENT = ("560205", "300", ""), ("1002", "", "300")
CAPITAL = ("1002", "5000", ""), ("3001", "", "5000")


def test_vouchers_take_consecutive_numbers_per_period(post, small_scale) -> None:
    for _ in range(3):
        post(small_scale, *CAPITAL)
    post(small_scale, *CAPITAL, day=date(2026, 10, 1))
    numbers = Voucher.objects.order_by("pk").values_list("period", "number")
    assert list(numbers) == [("2026-09", 1), ("2026-09", 2), ("2026-09", 3), ("2026-10", 1)]


def test_the_same_key_is_posted_once(post, small_scale) -> None:
    first = post(small_scale, *CAPITAL, key="capital")
    assert post(small_scale, *CAPITAL, key="capital") == first
    assert Voucher.objects.count() == 1


def test_a_refused_voucher_leaves_no_gap_and_no_trace(post, small_scale) -> None:
    post(small_scale, *CAPITAL)
    with pytest.raises(VoucherRefused):
        post(small_scale, ("1002", "1", ""), ("3001", "", "2"))
    with pytest.raises(InvalidValue):
        post(small_scale, ("9999", "1", ""), ("3001", "", "1"))
    with pytest.raises(VoucherRefused) as refused:
        post(small_scale, ("5602", "1", ""), ("3001", "", "1"))
    assert refused.value.facts["rule"] == "leaf_only"
    post(small_scale, *CAPITAL)
    assert list(Voucher.objects.values_list("number", flat=True)) == [1, 2]


def test_any_history_keeps_balances_in_step_with_lines(post, general) -> None:
    dice = random.Random(20261122)
    codes = ["1001", "1002", "1122", "2202", "22210107", "5001", "560203", "1405", "3001"]
    for _ in range(25):
        one, other = dice.sample(codes, 2)
        amount = str(D(dice.randint(1, 99_999)) / 100)
        post(general, (one, amount, ""), (other, "", amount), day=date(2026, dice.choice([9, 10]), 5))
    assert out_of_step(general.pk, SEPTEMBER) == out_of_step(general.pk, OCTOBER) == []
    rows = movements(general.pk, SEPTEMBER, OCTOBER)
    assert sum(row.closing_debit - row.closing_credit for row in rows if len(row.code) == 4) == 0
    for code in ("1002", "5001"):
        ledger = ledger_of(books_of(general.pk), code, SEPTEMBER, OCTOBER)
        row = next(row for row in rows if row.code == code)
        assert ledger.closing == row.closing_debit - row.closing_credit


def test_reversing_is_neutral_and_done_once(post, small_scale, accountant) -> None:
    post(small_scale, *CAPITAL)
    before = {row.code: row.closing for row in balances(small_scale.pk, SEPTEMBER, SEPTEMBER)}
    voucher = Voucher.objects.get(pk=post(small_scale, *RENT))
    red = reverse_voucher(voucher, actor=accountant, day=date(2026, 9, 20), reason="重复入账")
    after = {row.code: row.closing for row in balances(small_scale.pk, SEPTEMBER, SEPTEMBER) if row.closing}
    assert after == before
    assert red.reverses_id == voucher.pk
    assert all(line.is_red_letter and line.debit + line.credit < 0 for line in red.lines.all())
    with pytest.raises(VoucherRefused):
        reverse_voucher(voucher, actor=accountant, day=date(2026, 9, 20), reason="再来")
    with pytest.raises(VoucherRefused):
        reverse_voucher(red, actor=accountant, day=date(2026, 9, 20), reason="冲冲销")


def test_a_voucher_by_hand_goes_from_draft_to_posted_and_can_come_back_only_before(small_scale, accountant) -> None:
    voucher = prepare_voucher(small_scale, draft(*CAPITAL), actor=accountant)
    voucher = rewrite_voucher(voucher, draft(*CAPITAL, text="投资款", day=date(2026, 9, 3)), actor=accountant)
    with pytest.raises(VoucherRefused):
        post_voucher(voucher, actor=accountant)
    reviewed = review_voucher(voucher, actor=accountant)
    with pytest.raises(VoucherRefused):
        rewrite_voucher(reviewed, draft(*RENT), actor=accountant)
    withdraw_review(reviewed, actor=accountant)
    posted = post_voucher(review_voucher(voucher, actor=accountant), actor=accountant)
    assert (posted.number, posted.description) == (1, "投资款")
    with pytest.raises(VoucherRefused):
        withdraw_review(posted, actor=accountant)
    actions = AuditEntry.objects.filter(company=small_scale, subject=f"voucher:{voucher.pk}")
    assert {entry.action for entry in actions} >= {"voucher.prepared", "voucher.rewritten", "voucher.posted"}


def test_a_draft_can_be_discarded_and_takes_no_number(small_scale, accountant, post) -> None:
    voucher = prepare_voucher(small_scale, draft(*CAPITAL), actor=accountant)
    discard_voucher(voucher, actor=accountant)
    post(small_scale, *CAPITAL)
    assert list(Voucher.objects.values_list("number", flat=True)) == [1]


def test_another_person_reviews_where_the_company_wants_it(small_scale, accountant, supervisor) -> None:
    small_scale.policy = {"separate_reviewer": True}
    small_scale.save()
    voucher = prepare_voucher(small_scale, draft(*CAPITAL), actor=accountant)
    with pytest.raises(VoucherRefused):
        review_voucher(voucher, actor=accountant)
    assert review_voucher(voucher, actor=supervisor).reviewed_by == supervisor


def test_closing_carries_profit_forward_and_shuts_the_period(post, small_scale, supervisor, invoices) -> None:
    for rows in (CAPITAL, SALE, RENT):
        post(small_scale, *rows)
    with pytest.raises(ClosingBlocked):
        close_period(small_scale.pk, SEPTEMBER, supervisor)
    assert len(close_pnl(small_scale.pk, SEPTEMBER, supervisor)) == 1
    assert close_pnl(small_scale.pk, SEPTEMBER, supervisor) == []
    close_period(small_scale.pk, SEPTEMBER, supervisor)
    small_scale.refresh_from_db()
    assert is_closed(small_scale.pk, SEPTEMBER)
    assert small_scale.period_in_work == "2026-10"
    with pytest.raises(PeriodClosed):
        post(small_scale, *CAPITAL)
    result = statements(small_scale.pk, SEPTEMBER)
    sheet = {line.line: line.amounts["closing"] for line in result.balance_sheet}
    income = {line.line: line.amounts["current"] for line in result.income_statement}
    cash = {line.line: line.amounts["current"] for line in result.cash_flow}
    assert (sheet[1], sheet[4], sheet[30], sheet[51]) == (D("4700.00"), D("1010.00"), D("5710.00"), D("700.00"))
    assert sheet[30] == sheet[53]
    assert (income[1], income[14], income[32]) == (D("1000.00"), D("300.00"), D("700.00"))
    assert (cash[15], cash[6], cash[22]) == (D("5000.00"), D("300.00"), sheet[1])


def test_closing_reopening_and_closing_again_changes_no_figure(post, small_scale, supervisor, invoices) -> None:
    for rows in (CAPITAL, SALE, RENT):
        post(small_scale, *rows)
    close_pnl(small_scale.pk, SEPTEMBER, supervisor)
    close_period(small_scale.pk, SEPTEMBER, supervisor)
    first = statements(small_scale.pk, SEPTEMBER)
    reopen_period(small_scale.pk, SEPTEMBER, actor=supervisor, reason="漏记")
    assert not is_closed(small_scale.pk, SEPTEMBER)
    close_pnl(small_scale.pk, SEPTEMBER, supervisor)
    close_period(small_scale.pk, SEPTEMBER, supervisor)
    assert statements(small_scale.pk, SEPTEMBER) == first


def test_a_late_entry_after_reopening_is_carried_forward_as_the_rest(post, small_scale, supervisor, invoices) -> None:
    post(small_scale, *SALE)
    close_pnl(small_scale.pk, SEPTEMBER, supervisor)
    close_period(small_scale.pk, SEPTEMBER, supervisor)
    reopen_period(small_scale.pk, SEPTEMBER, actor=supervisor, reason="漏记房租")
    post(small_scale, ("560205", "300", ""), ("2202", "", "300"))
    close_pnl(small_scale.pk, SEPTEMBER, supervisor)
    close_period(small_scale.pk, SEPTEMBER, supervisor)
    income = {line.line: line.amounts["current"] for line in statements(small_scale.pk, SEPTEMBER).income_statement}
    assert (income[1], income[14], income[32]) == (D("1000.00"), D("300.00"), D("700.00"))


def test_only_the_latest_closed_period_reopens_with_a_reason_by_a_supervisor(
    small_scale, supervisor, accountant, invoices
) -> None:
    for period in (SEPTEMBER, OCTOBER):
        close_period(small_scale.pk, period, supervisor)
    with pytest.raises(NotReady):
        reopen_period(small_scale.pk, SEPTEMBER, actor=supervisor, reason="x")
    with pytest.raises(InvalidValue):
        reopen_period(small_scale.pk, OCTOBER, actor=supervisor, reason="  ")
    with pytest.raises(NotPermitted):
        reopen_period(small_scale.pk, OCTOBER, actor=accountant, reason="x")
    with pytest.raises(NotPermitted):
        close_period(small_scale.pk, AccountingPeriod(2026, 11), accountant)


def test_december_moves_the_years_profit_to_retained_earnings(post, small_scale, supervisor) -> None:
    december = AccountingPeriod(2026, 12)
    post(small_scale, *SALE, day=date(2026, 12, 3))
    assert len(close_pnl(small_scale.pk, december, supervisor)) == 2
    closing = {row.code: row.closing_credit for row in movements(small_scale.pk, december, december)}
    assert closing["310406"] == D("1000.00")
    assert closing["3103"] == 0


def test_waiting_vouchers_and_open_earlier_periods_block_closing(small_scale, accountant, supervisor, invoices) -> None:
    prepare_voucher(small_scale, draft(*CAPITAL), actor=accountant)
    prepare_voucher(small_scale, draft(*CAPITAL, day=date(2026, 10, 2)), actor=accountant)
    rules = {finding.rule for finding in closing_checks(small_scale.pk, OCTOBER)}
    assert {"VOUCHERS_NOT_POSTED", "EARLIER_PERIOD_OPEN"} <= rules


def test_negative_cash_is_warned_about(post, small_scale, invoices) -> None:
    post(small_scale, *RENT)
    assert "NEGATIVE_BALANCE" in {finding.rule for finding in closing_checks(small_scale.pk, SEPTEMBER)}


def test_a_balance_out_of_step_is_found(post, small_scale, invoices) -> None:
    post(small_scale, *CAPITAL)
    PeriodBalance.objects.filter(account__code="1002").update(debit=D("4999.99"))
    assert "BALANCES_OUT_OF_STEP" in {finding.rule for finding in closing_checks(small_scale.pk, SEPTEMBER)}


def test_books_beginning_in_mid_year_show_year_start_and_year_to_date(small_scale, accountant) -> None:
    openings = [
        OpeningBalance("1002", debit=D(900), year_debit=D(1000), year_credit=D(300)),
        OpeningBalance("3001", credit=D(200)),
        OpeningBalance("3103", credit=D(700), year_debit=D(300), year_credit=D(1000)),
    ]
    open_books(small_scale, actor=accountant, openings=openings)
    sheet = {line.line: line.amounts for line in statements(small_scale.pk, SEPTEMBER).balance_sheet}
    assert sheet[1] == {"closing": D("900.00"), "opening": D("200.00")}
    with pytest.raises(VoucherRefused):
        open_books(small_scale, actor=accountant, openings=[OpeningBalance("1002", debit=D(1))])


def test_receivables_and_advances_are_shown_by_counterparty(small_scale, accountant) -> None:
    rows = draft(("1122", "500", ""), ("5001", "", "500"))
    from dataclasses import replace

    sold = replace(rows, lines=(replace(rows.lines[0], counterparty="甲公司"), rows.lines[1]))
    paid = draft(("1002", "800", ""), ("1122", "", "800"))
    advance = replace(paid, lines=(paid.lines[0], replace(paid.lines[1], counterparty="乙公司")))
    for one in (sold, advance):
        post_draft(small_scale.pk, one, accountant)
    sheet = {line.line: line.amounts["closing"] for line in statements(small_scale.pk, SEPTEMBER).balance_sheet}
    assert (sheet[4], sheet[34]) == (D("500.00"), D("800.00"))


def test_a_sub_account_takes_over_posting_and_the_parent_keeps_its_history(post, small_scale, accountant) -> None:
    post(small_scale, *CAPITAL)
    bank = add_account(small_scale, parent_code="1002", name="工商银行", actor=accountant)
    with pytest.raises(VoucherRefused):
        post(small_scale, *CAPITAL)
    post(small_scale, (bank.code, "5", ""), ("3001", "", "5"))
    rows = {row.code: row for row in movements(small_scale.pk, SEPTEMBER, SEPTEMBER)}
    assert (rows["1002"].debit, rows[bank.code].debit) == (D("5005.00"), D("5.00"))
    with pytest.raises(InvalidValue):
        add_account(small_scale, parent_code="1002", name="工商银行", actor=accountant)


def test_a_general_taxpayer_has_the_vat_columns_and_a_small_scale_one_has_not(small_scale, general) -> None:
    assert "22210107" in open_books(general, actor=None).chart
    assert open_books(small_scale, actor=None).chart.is_leaf("222101")


def test_nothing_is_booked_before_the_books_begin(post, small_scale) -> None:
    with pytest.raises(PeriodClosed):
        post(small_scale, *CAPITAL, day=date(2026, 8, 31))
    assert not BooksPeriod.objects.filter(company=small_scale, period="2026-08").exists()


def test_strangers_and_viewers_post_nothing(small_scale, viewer, stranger) -> None:
    for person in (viewer, stranger):
        with pytest.raises(NotPermitted):
            post_draft(small_scale.pk, draft(*CAPITAL), person)
