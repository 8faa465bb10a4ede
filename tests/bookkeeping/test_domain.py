"""The pure ledger: whatever is posted, sums tie, reversal is neutral, closing empties profit and loss."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookkeeping.charts import chart_for, layout, parse_detail, titles_en
from bookkeeping.domain.account import Category
from bookkeeping.domain.balances import first_level_totals, trial_balance
from bookkeeping.domain.cash_flow import cash_flow_of
from bookkeeping.domain.closing import carry_forward_profit, carry_forward_year, is_carry_forward
from bookkeeping.domain.posting import post
from bookkeeping.domain.statements import balance_sheet, income_statement
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, VoucherRefused, check_lines, reversed_lines
from kernel.money import ZERO, total

D = Decimal
STANDARDS = ("small_business", "enterprise")
CHARTS = {standard: chart_for(standard, general_vat=True) for standard in STANDARDS}
LEAVES = {standard: [row.code for row in chart if chart.is_leaf(row.code)] for standard, chart in CHARTS.items()}
amounts = st.integers(min_value=1, max_value=10**9).map(lambda fen: Decimal(fen) / 100)


@st.composite
def vouchers(draw: st.DrawFn, standard: str) -> tuple[DraftLine, ...]:
    """A balanced voucher of two to five lines on any leaves, sometimes red-letter."""
    sign = draw(st.sampled_from([1, 1, 1, -1]))
    debits = draw(st.lists(st.tuples(st.sampled_from(LEAVES[standard]), amounts), min_size=1, max_size=4))
    lines = [DraftLine(code, sign * amount, ZERO, "", sign < 0) for code, amount in debits]
    against = draw(st.sampled_from(LEAVES[standard]))
    return (*lines, DraftLine(against, ZERO, sign * total(amount for _, amount in debits), "", sign < 0))


histories = st.sampled_from(STANDARDS).flatmap(
    lambda standard: st.tuples(st.just(standard), st.lists(vouchers(standard), min_size=1, max_size=8))
)


@given(histories)
@settings(max_examples=60, deadline=None)
def test_any_history_balances_and_its_balance_sheet_too(history) -> None:
    standard, posted = history
    chart, form = CHARTS[standard], layout(standard)
    rows = []
    for lines in posted:
        check_lines(lines)
        rows = post(rows, lines)
    sums = first_level_totals(trial_balance(chart, rows))
    assert sums.get("debit", ZERO) == sums.get("credit", ZERO)
    assert sums.get("closing_debit", ZERO) == sums.get("closing_credit", ZERO)
    sheet = {line.line: line.amounts["closing"] for line in balance_sheet(form, chart, rows, [])}
    assert sheet[form.checks["assets"]] == sheet[form.checks["claims"]]


@given(histories)
@settings(max_examples=40, deadline=None)
def test_closing_empties_profit_and_loss_and_the_income_statement_does_not_notice(history) -> None:
    standard, posted = history
    chart, form = CHARTS[standard], layout(standard)
    profit, retained = form.accounts["current_year_profit"], form.accounts["retained_earnings"]
    rows = []
    for lines in posted:
        rows = post(rows, lines)
    before = income_statement(form, rows, rows)
    closing = carry_forward_profit(chart, rows, profit, {})
    if closing:
        check_lines(closing)
        assert is_carry_forward(chart, closing, profit)
    after = post(rows, closing, carried=True)
    assert all(not row.closing for row in after if chart[row.code].category is Category.PROFIT_LOSS)
    assert [line.amounts for line in income_statement(form, after, after)] == [line.amounts for line in before]
    year = post(after, carry_forward_year(chart, after, profit, retained), carried=True)
    assert total(row.closing for row in year if row.code == profit) == ZERO
    assert not carry_forward_profit(chart, year, profit, {})


@given(vouchers("small_business"))
@settings(max_examples=60, deadline=None)
def test_a_voucher_and_its_reversal_leave_nothing_behind(lines) -> None:
    back = reversed_lines(lines)
    check_lines(back)
    assert all(not (row.closing or row.debit or row.credit) for row in post(post([], lines), back))


@given(histories)
@settings(max_examples=60, deadline=None)
def test_cash_flow_lines_add_up_to_the_change_of_cash(history) -> None:
    standard, posted = history
    form = layout(standard)
    cash = tuple(form.accounts["cash"])
    for lines in posted:
        change = total(line.debit - line.credit for line in lines if line.account_code.startswith(cash))
        assert total(cash_flow_of(lines, cash, form.cash_rules).values()) == change


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_first_level_account_feeds_the_balance_sheet_once(standard: str) -> None:
    chart, form = chart_for(standard, general_vat=True, optional=True), layout(standard)
    both_sides = {"debit_of", "credit_of", "debit_groups", "credit_groups"}
    repeats = ("其中", "在产品", "库存商品", "周转材料")
    for account in chart:
        if not account.is_first_level or account.category is Category.PROFIT_LOSS:
            continue
        uses = [
            name
            for line in form.balance_sheet
            if not line.title.startswith(repeats)
            for name, codes in line.expressions
            if account.code in codes
        ]
        assert len(uses) == (2 if set(uses) & both_sides else 1), (account.code, account.name, uses)


@pytest.mark.parametrize("standard", STANDARDS)
def test_layouts_and_cash_rules_name_only_accounts_of_the_chart(standard: str) -> None:
    chart, form = chart_for(standard, general_vat=True, optional=True), layout(standard)
    for line in (*form.balance_sheet, *form.income_statement):
        for _name, codes in line.expressions:
            assert all(code in chart for code in codes), line
    for code in [*form.cash_rules.received, *form.cash_rules.paid]:
        assert code == "default" or code in chart, code
    for name in ("current_year_profit", "retained_earnings", "suspense"):
        assert chart.is_leaf(form.accounts[name])


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_printed_line_has_an_english_title(standard: str) -> None:
    form = layout(standard)
    lines = (*form.balance_sheet, *form.income_statement, *form.cash_flow)
    assert [line.title for line in lines if line.title not in titles_en()] == []


def test_the_small_business_chart_has_the_66_official_accounts() -> None:
    rows = [row for row in chart_for("small_business", general_vat=False) if row.is_first_level]
    assert len(rows) == 66
    assert len(CHARTS["small_business"].children("222101")) == 10
    assert chart_for("small_business", general_vat=False).is_leaf("222101")


@pytest.mark.parametrize("standard", STANDARDS)
def test_codes_begin_with_their_parents(standard: str) -> None:
    chart = chart_for(standard, general_vat=True, optional=True)
    for row in chart:
        assert row.code.startswith(row.parent)
        assert not row.parent or row.parent in chart


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        (("应交税金", "应交增值税(销项)"), ("应交税费", "应交增值税（销项税额）")),
        (("应交税费——应交增值税（进项税额）", ""), ("应交税费", "应交增值税（进项税额）")),
        (("应交税费", "应交城建税"), ("应交税费", "应交城市维护建设税")),
        (("现金", ""), ("库存现金", "")),
        (("管理费用-办公费", ""), ("管理费用", "办公费")),
        (("管理费用办公费", ""), ("管理费用", "办公费")),
        (("应交税费", "应交增值税 - 销项税额"), ("应交税费", "应交增值税（销项税额）")),
        (("应交税费/应交增值税/未交增值税", ""), ("应交税费", "未交增值税")),
        (("销项税额", ""), ("应交税费", "应交增值税（销项税额）")),
        (("未分配利润", ""), ("利润分配", "未分配利润")),
        (("银行存款(工商银行)", ""), ("银行存款", "工商银行")),
        (("1002", ""), ("银行存款", "")),
        (("6602 管理费用", "办公费"), ("管理费用", "办公费")),
        (("应付股利", ""), ("应付利润", "")),
        (("交易性金融资产", ""), ("短期投资", "")),
        (("其他", ""), ("其他", "")),
        (("应收账款", "甲/乙公司"), ("应收账款", "甲/乙公司")),
        (("火星科目", "明细"), ("火星科目", "明细")),
    ],
)
def test_names_written_in_any_usual_way_are_understood(written: tuple[str, str], ours: tuple[str, str]) -> None:
    assert parse_detail(chart_for("small_business", general_vat=True, optional=True), *written) == ours


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ([DraftLine("1001", D(1), ZERO)], "two_lines"),
        ([DraftLine("1001", D(1), ZERO), DraftLine("1002", ZERO, D(2))], "balanced"),
        ([DraftLine("1001", D(1), D(1)), DraftLine("1002", ZERO, D(1))], "one_side"),
        ([DraftLine("1001", ZERO, ZERO), DraftLine("1002", ZERO, D(1))], "one_side"),
        ([DraftLine("1001", D(-1), ZERO), DraftLine("1002", ZERO, D(-1), "", True)], "red_letter_sign"),
        ([DraftLine("1001", D(1), ZERO, "", True), DraftLine("1002", ZERO, D(1))], "red_letter_sign"),
    ],
)
def test_a_voucher_that_breaks_double_entry_is_refused_by_name(lines: list[DraftLine], rule: str) -> None:
    with pytest.raises(VoucherRefused) as refused:
        check_lines(lines)
    assert refused.value.facts["rule"] == rule
    assert refused.value.message_zh


def test_salary_paid_less_withholding_counts_what_left_the_bank() -> None:
    form = layout("small_business")
    lines = VoucherDraft(
        date(2026, 9, 30),
        "发放工资",
        (
            DraftLine("221101", D("10000.00"), ZERO),
            DraftLine("1002", ZERO, D("9000.00")),
            DraftLine("224102", ZERO, D("700.00")),
            DraftLine("222119", ZERO, D("300.00")),
        ),
    ).lines
    assert cash_flow_of(lines, ("1001", "1002", "1012"), form.cash_rules) == {4: D("-9000.00")}
