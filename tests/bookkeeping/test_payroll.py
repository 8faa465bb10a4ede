"""Payroll of a company: drafted, confirmed, accrued, paid, reversed; taxed over the year; tied with the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from bookkeeping.domain.analysis import Item
from bookkeeping.exports import (
    close_pnl,
    closing_checks,
    draft_payroll,
    ensure_books,
    open_books,
    payroll_facts,
    run_closing_steps,
)
from bookkeeping.models import Account, BooksPeriod, PayrollLine, PayrollState, Voucher
from bookkeeping.selectors.payroll import standing_vouchers
from bookkeeping.selectors.payroll_checks import payroll_ties
from bookkeeping.services.change_account import AccountFacts, change_account
from bookkeeping.services.compute_payroll import discard_payroll, save_sheet, start_payroll
from bookkeeping.services.keep_analysis import ItemFacts, keep_item
from bookkeeping.services.keep_employees import bring_forward, declare_deduction, enrol, save_employee
from bookkeeping.services.keep_rates import save_settings
from bookkeeping.services.reverse_voucher import reverse_voucher
from bookkeeping.services.settle_payroll import confirm_payroll, pay_payroll, reverse_payroll
from foundation.credentials import reveal_secret
from foundation.models import AuditEntry, Secret
from kernel.errors import InvalidValue, NotPermitted, NotReady, PeriodClosed
from tax_filing.domain.compute_return import compute as compute_return
from tests.bookkeeping.payroll_people import CARD, NOVEMBER, OCTOBER, SEPTEMBER, rate

pytestmark = pytest.mark.django_db
D = Decimal


def line_of(payroll, number="001") -> PayrollLine:  # type: ignore[no-untyped-def]
    return payroll.lines.get(employee__number=number)


def voucher_lines(voucher: Voucher) -> list[tuple[str, Decimal, Decimal]]:
    return [(line.account_code, line.debit, line.credit) for line in voucher.draft_lines()]


def test_a_month_is_computed_confirmed_and_accrued_once(hire, month, small_scale, accountant) -> None:
    hire()
    payroll = month(SEPTEMBER)
    line = line_of(payroll)
    # 20,000 in Shanghai: pension 1,600, medical 400, unemployment 100, housing fund 1,400 of the employee's
    assert (line.social_person, line.housing_person) == (D("2100.00"), D("1400.00"))
    assert (line.social_employer, line.housing_employer) == (D("5140.00"), D("1400.00"))
    assert (line.wage_tax, line.net) == (D("345.00"), D("16155.00"))
    assert line.trace["taxable"] == "11500.00"
    [accrual] = standing_vouchers(small_scale.pk)[payroll.pk].values()
    assert voucher_lines(accrual) == [
        ("560202", D("26540.00"), D(0)),
        ("221101", D(0), D("20000.00")),
        ("221104", D(0), D("5140.00")),
        ("221105", D(0), D("1400.00")),
    ]
    assert run_closing_steps(small_scale.pk, SEPTEMBER, ["payroll"], accountant) == []
    reverse_voucher(accrual, actor=accountant, day=date(2026, 9, 30), reason="重做")
    [again] = run_closing_steps(small_scale.pk, SEPTEMBER, ["payroll"], accountant)
    assert voucher_lines(Voucher.objects.get(pk=again)) == voucher_lines(accrual)


def test_departments_bear_their_own_wages_where_the_account_asks(hire, month, small_scale, accountant) -> None:
    hire()
    hire(number="002", name="周二", department="研发部")
    for code, name in (("D01", "行政部"), ("D02", "研发部")):
        keep_item(small_scale, ItemFacts("department", code, name), actor=accountant)
    account = Account.objects.get(company=small_scale, code="560202")
    change_account(account, AccountFacts(account.name, dimensions="department"), actor=accountant)
    payroll = month(SEPTEMBER)
    [accrual] = standing_vouchers(small_scale.pk)[payroll.pk].values()
    found = [(line.account_code, line.analysis, line.debit) for line in accrual.draft_lines() if line.debit]
    assert found == [
        ("560202", (Item("department", "D01"),), D("26540.00")),
        ("560202", (Item("department", "D02"),), D("26540.00")),
    ]
    assert not [tie for tie in payroll_ties(small_scale.pk, SEPTEMBER) if tie.difference]


def test_payment_contributions_and_tax_leave_nothing_owed(hire, month, small_scale, accountant) -> None:
    hire()
    payroll = month(SEPTEMBER, {"001": {"withheld_other": D("55.00")}})
    for part in ("wages", "contributions", "tax"):
        first = pay_payroll(payroll, part, date(2026, 9, 28), "1002", actor=accountant)
        assert pay_payroll(payroll, part, date(2026, 9, 29), "1002", actor=accountant) == first
    payroll.refresh_from_db()
    assert payroll.state == PayrollState.PAID
    ties = payroll_ties(small_scale.pk, SEPTEMBER)
    assert [tie.payrolls for tie in ties] == [0] * len(ties)
    assert [tie.difference for tie in ties] == [0] * len(ties)
    wages = standing_vouchers(small_scale.pk)[payroll.pk]["wages"]
    assert ("1002", D(0), D("16100.00")) in voucher_lines(wages)
    assert ("222119", D(0), D("345.00")) in voucher_lines(wages)
    with pytest.raises(InvalidValue):
        pay_payroll(month(OCTOBER), "wages", date(2026, 10, 28), "560202", actor=accountant)


def test_closing_waits_for_payroll_and_shows_what_does_not_tie(
    hire, month, small_scale, accountant, invoices, post
) -> None:
    hire()
    rules = {finding.rule: finding.severity for finding in closing_checks(small_scale.pk, SEPTEMBER)}
    assert rules["PAYROLL_NOT_CONFIRMED"] == "block"
    assert draft_payroll(small_scale.pk, SEPTEMBER, accountant) == 1
    month(SEPTEMBER)
    assert draft_payroll(small_scale.pk, SEPTEMBER, accountant) == 0
    close_pnl(small_scale.pk, SEPTEMBER, accountant)
    assert {finding.rule for finding in closing_checks(small_scale.pk, SEPTEMBER)} == set()
    post(small_scale, ("560202", "100", ""), ("221101", "", "100"))
    tie = next(finding for finding in closing_checks(small_scale.pk, SEPTEMBER) if finding.rule == "PAYROLL_TIE")
    assert tie.evidence == {"account": "221101", "difference": "100.00"}


def test_a_company_without_employees_is_left_alone(small_scale, accountant, invoices, base_opened) -> None:
    assert draft_payroll(small_scale.pk, SEPTEMBER, accountant) == 0
    assert [f.rule for f in closing_checks(small_scale.pk, SEPTEMBER) if f.rule.startswith("PAYROLL")] == []
    assert run_closing_steps(small_scale.pk, SEPTEMBER, ["payroll"], accountant) == []


@pytest.fixture
def base_opened(small_scale):  # type: ignore[no-untyped-def]
    return open_books(small_scale, actor=None)


def test_months_follow_each_other_and_the_year_adds_up(hire, month, small_scale, accountant) -> None:
    employee = hire(base="0")
    declare_deduction(
        employee, {"kind": "elderly_care", "amount": D("3000"), "begins": "2026-10", "ends": ""}, actor=accountant
    )
    month(SEPTEMBER)
    second = month(OCTOBER, {"001": {"base_salary": D("40000.00")}})
    # declared late in October for October alone: one month of 3,000 by then
    assert (line_of(second).special_additional, line_of(second).wage_tax) == (D("3000.00"), D("1730.00"))
    third = month(NOVEMBER, confirm=False)
    assert line_of(third).base_salary == D("40000.00")
    assert line_of(third).trace["withheld_before"] == "2180.00"
    facts = payroll_facts(small_scale.pk, 2026, OCTOBER)
    answer = compute_return("iit_withholding", facts)
    assert [one["withheld"] for one in answer["employees"][0]["months"]] == ["450.00", "1730.00"]


def test_a_deduction_declared_late_is_caught_up_by_the_cumulative_way(hire, month, accountant) -> None:
    employee = hire(base="0")
    month(SEPTEMBER)
    declare_deduction(
        employee, {"kind": "child_education", "amount": D("2000"), "begins": "2026-09", "ends": ""}, actor=accountant
    )
    assert line_of(month(OCTOBER)).special_additional == D("4000.00")
    assert line_of(month(NOVEMBER)).special_additional == D("2000.00")


def test_what_was_paid_before_payroll_counts(hire, month, small_scale, accountant) -> None:
    employee = hire(base="0", hired_on=date(2025, 3, 1))
    sums = {"salary": D("240000"), "contributions": D("36000"), "special_additional": D("8000"), "withheld": D("9500")}
    bring_forward(employee, SEPTEMBER.shifted(-1), sums, actor=accountant)
    declare_deduction(
        employee, {"kind": "housing_loan", "amount": D("1000"), "begins": "2026-01", "ends": ""}, actor=accountant
    )
    line = line_of(month(SEPTEMBER))
    # (260,000 - 45,000 - 36,000 - 9,000) × 20 % - 16,920 - 9,500
    assert (line.special_additional, line.wage_tax) == (D("1000.00"), D("7580.00"))
    assert line.declared == {"housing_loan": "9000.00"}
    answer = compute_return("iit_withholding", payroll_facts(small_scale.pk, 2026, SEPTEMBER))
    assert [one["withheld"] for one in answer["employees"][0]["months"]] == ["9500.00", "7580.00"]
    with pytest.raises(InvalidValue):
        bring_forward(employee, SEPTEMBER.shifted(-1), sums, actor=accountant)


def test_bonus_severance_and_labour_come_back_from_the_facts(hire, month, small_scale, accountant) -> None:
    hire()
    hire(number="002", name="周二", engagement="labour", expense_use="selling", base="0", base_salary=D("30000.00"))
    hire(number="003", name="吴三", engagement="student", base="0", base_salary=D("6000.00"))
    save_settings(small_scale, {"begins": "2026-09", "city": "shanghai", "average_wage": D("100000")}, actor=accountant)
    first = month(SEPTEMBER, {"001": {"annual_bonus": D("36001.00"), "severance": D("340000.00")}})
    second = month(OCTOBER, {"003": {"base_salary": D("9000.00")}})
    taxes = [line.tax for payroll in (first, second) for line in payroll.lines.all()]
    assert line_of(first).bonus_tax == D("3390.10")
    assert line_of(first).severance_tax == D("1480.00")
    assert line_of(first, "002").tax == D("5200.00")
    answer = compute_return("iit_withholding", payroll_facts(small_scale.pk, 2026, OCTOBER))
    assert answer["tax_payable"] == str(sum(taxes))
    accrual = standing_vouchers(small_scale.pk)[first.pk]["accrual"]
    rows = {line.account_code: (line.debit, line.credit, line.counterparty) for line in accrual.draft_lines()}
    assert rows["560199"] == (D("30000.00"), D(0), "")
    assert rows["221109"][1] == D("340000.00")
    with pytest.raises(NotReady):
        month(NOVEMBER, {"001": {"annual_bonus": D("1.00")}})


def test_later_notices_are_caught_up_in_a_later_month(hire, month, small_scale, accountant) -> None:
    hire()
    rate(small_scale, accountant, "shanghai", "pension", "0.16", "0.08", cap=D("10000.00"))
    assert line_of(month(SEPTEMBER)).social_person == D("1300.00")
    rate(small_scale, accountant, "shanghai", "pension", "0.16", "0.08", cap=D("15000.00"))
    october = line_of(month(OCTOBER, catches_up=True))
    assert october.social_person == D("1700.00") + D("400.00")
    assert [row["of"] for row in october.contributions if "of" in row] == ["2026-09"]
    assert line_of(month(NOVEMBER, catches_up=True)).social_person == D("1700.00")


def test_a_confirmed_payroll_is_kept_by_code_and_database(hire, month, accountant) -> None:
    hire()
    payroll = month(SEPTEMBER)
    line = line_of(payroll)
    with pytest.raises(NotReady):
        save_sheet(payroll, {line.pk: {"bonus": D(1)}}, actor=accountant)
    with pytest.raises(NotReady):
        discard_payroll(payroll, actor=accountant)
    for change in (
        lambda: PayrollLine.objects.filter(pk=line.pk).update(net=D(1)),
        lambda: PayrollLine.objects.filter(pk=line.pk).delete(),
        lambda: type(payroll).objects.filter(pk=payroll.pk).update(state="draft"),
        lambda: type(payroll).objects.filter(pk=payroll.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_reversal_takes_everything_back_and_frees_the_month(hire, month, small_scale, accountant, supervisor) -> None:
    hire()
    first = month(SEPTEMBER)
    pay_payroll(first, "wages", date(2026, 9, 28), "1002", actor=accountant)
    second = month(OCTOBER)
    with pytest.raises(NotReady):
        reverse_payroll(first, actor=supervisor, day=date(2026, 9, 30), reason="错")
    with pytest.raises(NotPermitted):
        reverse_payroll(second, actor=accountant, day=date(2026, 10, 31), reason="错")
    for payroll in (second, first):
        reverse_payroll(payroll, actor=supervisor, day=date(2026, 10, 31), reason="基数有误")
    assert standing_vouchers(small_scale.pk) == {}
    again = month(SEPTEMBER)
    assert (again.pk != first.pk, line_of(again).wage_tax) == (True, D("345.00"))


def test_problems_are_said_by_line_and_stop_the_confirmation(hire, month, small_scale, accountant) -> None:
    hire()
    hire(number="002", name="周二", base="0", base_salary=D("100.00"))
    other = hire(number="003", name="吴三", base="0")
    enrol(other, SEPTEMBER, "某市", (D("5000"), D(0)), actor=accountant)
    payroll = month(SEPTEMBER, {"002": {"withheld_other": D("500.00")}}, confirm=False)
    assert line_of(payroll).problem == {}
    assert "实发为负数" in line_of(payroll, "002").problem["zh"]
    assert "基本养老保险、基本医疗保险、失业保险、工伤保险" in line_of(payroll, "003").problem["zh"]
    assert line_of(payroll, "003").base_salary == D("20000.00")
    with pytest.raises(NotReady, match="2 lines"):
        confirm_payroll(payroll, actor=accountant)
    for fund in ("pension", "medical", "unemployment", "injury"):
        rate(small_scale, accountant, "某市", fund, "0.1", "0.02", floor=D("6000.00"), cap=D("30000.00"))
    payroll = month(SEPTEMBER, {"002": {"withheld_other": D(0)}})
    assert line_of(payroll, "003").social_person == D("480.00")


def test_drafts_are_computed_twice_without_change_and_thrown_away(hire, month, small_scale, accountant) -> None:
    hire()
    payroll = month(SEPTEMBER, confirm=False)
    before = PayrollLine.objects.values().get(payroll=payroll)
    month(SEPTEMBER, confirm=False)
    assert PayrollLine.objects.values().get(payroll=payroll) == before
    with pytest.raises(InvalidValue):
        save_sheet(payroll, {0: {"bonus": D(1)}}, actor=accountant)
    with pytest.raises(InvalidValue):
        month(SEPTEMBER, {"001": {"bonus": D("-1")}}, confirm=False)
    discard_payroll(payroll, actor=accountant)
    assert not PayrollLine.objects.exists()


def test_who_leaves_is_gone_from_the_next_month(hire, month, small_scale, accountant) -> None:
    hire()
    leaver = hire(number="002", name="周二", left_on=date(2026, 10, 15))
    assert month(SEPTEMBER).lines.count() == month(OCTOBER).lines.count() == 2
    assert month(NOVEMBER).lines.count() == 1
    assert not leaver.works_in(NOVEMBER)


def test_personal_numbers_are_sealed_and_never_in_the_audit_trail(hire, small_scale, accountant) -> None:
    employee = hire(personal={"identity": "11010519491231002X", "phone": "13800000000"})
    save_employee(small_scale, CARD, {"bank_account": "6200000000000000000"}, actor=accountant, employee=employee)
    known = reveal_secret(small_scale, employee.secret_purpose)
    assert known == {
        "identity": "11010519491231002X",
        "phone": "13800000000",
        "bank_account": "6200000000000000000",
    }
    assert employee.identity_tail == "002X"
    assert "11010519491231002X" not in Secret.objects.get(purpose=employee.secret_purpose).ciphertext
    assert not any("11010519491231002X" in str(entry.content) for entry in AuditEntry.objects.all())
    with pytest.raises(InvalidValue):
        hire(number="002", personal={"identity": "110105194912310021"})
    with pytest.raises(InvalidValue):
        save_employee(small_scale, CARD, {}, actor=accountant)


def test_who_may_not_book_may_not_pay(hire, month, small_scale, viewer, accountant) -> None:
    hire()
    with pytest.raises(NotPermitted):
        start_payroll(small_scale, SEPTEMBER, actor=viewer)
    with pytest.raises(NotPermitted):
        confirm_payroll(month(SEPTEMBER, confirm=False), actor=viewer)


def test_payroll_waits_for_its_beginning_and_for_open_months(hire, month, small_scale, accountant) -> None:
    hire()
    save_settings(small_scale, {"begins": "2026-10", "city": "", "average_wage": None}, actor=accountant)
    with pytest.raises(NotReady):
        month(SEPTEMBER)
    month(OCTOBER)
    with pytest.raises(NotReady):
        save_settings(small_scale, {"begins": "2026-11", "city": "", "average_wage": None}, actor=accountant)


def test_a_closed_month_takes_no_payroll(hire, small_scale, accountant) -> None:
    hire()
    ensure_books(small_scale.pk, SEPTEMBER.start)
    BooksPeriod.objects.filter(company=small_scale).update(is_closed=True)
    with pytest.raises(PeriodClosed):
        start_payroll(small_scale, SEPTEMBER, actor=accountant)


def test_wages_paid_next_month_are_taxed_in_the_month_of_payment(hire, month, small_scale, accountant) -> None:
    hire(base="0")
    kept = {"begins": "2026-09", "city": "", "average_wage": None, "pays_next_month": True}
    save_settings(small_scale, kept, actor=accountant)
    first = month(SEPTEMBER)
    # employed since September, paid in October: two basic deductions of 5,000 by then
    assert (first.tax_period, line_of(first).wage_tax) == ("2026-10", D("300.00"))
    assert line_of(month(OCTOBER)).wage_tax == D("450.00")
    december = month(NOVEMBER)
    assert (december.tax_period, line_of(december).trace["withheld_before"]) == ("2026-12", "750.00")
    january = line_of(month(NOVEMBER.shifted(1)))
    assert (january.trace["withheld_before"], january.trace["basic_deduction"]) == ("0.00", "5000")
    assert [row["month"] for row in payroll_facts(small_scale.pk, 2026, NOVEMBER)["employees"][0]["months"]] == [10, 11]
    taxes = compute_return("iit_withholding", payroll_facts(small_scale.pk, 2026, NOVEMBER.shifted(1)))["employees"][0]
    assert [one["withheld"] for one in taxes["months"]] == ["300.00", "450.00", "730.00"]  # past 36,000 to date
