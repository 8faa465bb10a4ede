"""Thousands of random histories: whatever is booked, the books balance and every report ties to the lines.

The pure functions are tried on many histories, the database on a few; `make soak` runs the full counts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bookkeeping.charts import chart_for, layout
from bookkeeping.domain.account import Category, Chart
from bookkeeping.domain.ageing import aged, open_items
from bookkeeping.domain.balances import Balance, first_level_totals, roll_up, trial_balance
from bookkeeping.domain.cash_flow import add_flows, cash_flow_of, cash_flow_statement, cash_shares
from bookkeeping.domain.closing import carry_forward_profit, carry_forward_year
from bookkeeping.domain.posting import post
from bookkeeping.domain.statement_parts import position_parts
from bookkeeping.domain.statements import Layout, StatementLine, balance_sheet, income_statement
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, check_lines, reversed_lines
from bookkeeping.exports import close_period, close_pnl, ensure_books, post_drafts
from bookkeeping.models import Voucher
from bookkeeping.reports import REPORTS
from bookkeeping.selectors.balances import balances, out_of_step, trial_balance_of
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.statements import statements_of
from bookkeeping.services.reopen_period import reopen_period
from bookkeeping.services.reverse_voucher import reverse_voucher
from kernel.money import ZERO, from_fen, total
from kernel.period import AccountingPeriod

STANDARDS = ("small_business", "enterprise")
PARTIES = ("", "甲公司", "乙公司", "丙公司")
SEPTEMBER, OCTOBER = AccountingPeriod(2026, 9), AccountingPeriod(2026, 10)
SUITE, SOAK = 300, 5000


def split(chance: random.Random, fen: int, parts: int) -> list[int]:
    """`fen` in up to `parts` positive pieces."""
    cuts = sorted(chance.sample(range(1, fen), min(parts - 1, fen - 1)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, fen], strict=True)]


def voucher(chance: random.Random, chart: Chart, leaves: list[str]) -> tuple[DraftLine, ...]:
    """A balanced voucher of two to seven lines; one in eight is in red letters."""
    fen = chance.randint(10, 10_000_000)
    sign = -1 if chance.random() < 1 / 8 else 1
    lines = []
    for is_debit in (True, False):
        for part in split(chance, fen, chance.choice((1, 1, 2, 3))):
            code, amount = chance.choice(leaves), sign * from_fen(part)
            party = chance.choice(PARTIES) if chart[code].tracks_counterparty else ""
            debit, credit = (amount, ZERO) if is_debit else (ZERO, amount)
            lines.append(DraftLine(code, debit, credit, "", sign < 0, party))
    chance.shuffle(lines)
    return tuple(lines)


def history(seed: int, standard: str) -> tuple[random.Random, Chart, list[tuple[DraftLine, ...]]]:
    """Up to 25 vouchers on a dozen accounts, cash always among them."""
    chance, chart = random.Random(seed), chart_for(standard, general_vat=True, optional=True)
    leaves = [row.code for row in chart if chart.is_leaf(row.code) and row.category is not Category.PRIOR_YEAR]
    kept = ["1001", "1002", *chance.sample(leaves, 12)]
    return chance, chart, [voucher(chance, chart, kept) for _ in range(chance.randint(1, 25))]


def books(chart: Chart, vouchers: list[tuple[DraftLine, ...]]) -> tuple[list[Balance], list[Balance]]:
    """(balances as of the start, balances after) where the first half of the vouchers lies before the span."""
    before = [line for lines in vouchers[: len(vouchers) // 2] for line in lines]
    opened = [Balance(row.code, row.counterparty, row.closing) for row in post([], before)]
    rows = opened
    for lines in vouchers[len(vouchers) // 2 :]:
        rows = post(rows, lines)
    return opened, rows


def figures(lines: list[StatementLine], column: str) -> dict[int, Decimal]:
    return {line.line: line.amounts[column] for line in lines}


def check_balances(chart: Chart, vouchers: list[tuple[DraftLine, ...]], rows: list[Balance]) -> None:
    assert total(row.closing for row in rows) == ZERO
    totals = first_level_totals(trial_balance(chart, rows))
    assert all(totals.get(f"{name}debit", 0) == totals.get(f"{name}credit", 0) for name in ("", "opening_", "closing_"))
    lines = [line for lines in vouchers for line in lines]
    for code, rolled in roll_up(chart, rows).items():
        assert rolled.closing == total(line.debit - line.credit for line in lines if line.account_code.startswith(code))


def check_statements(form: Layout, chart: Chart, opened: list[Balance], rows: list[Balance]) -> None:
    sheet = balance_sheet(form, chart, rows, opened)
    for column in ("closing", "opening"):
        found = figures(sheet, column)
        assert found[form.checks["assets"]] == found[form.checks["claims"]]
    profit = carry_forward_profit(chart, rows, str(form.accounts["current_year_profit"]), {})
    carried = post(rows, profit, carried=True)
    assert figures(balance_sheet(form, chart, carried, opened), "closing") == figures(sheet, "closing")
    assert income_statement(form, carried, carried) == income_statement(form, rows, rows)
    assert not carry_forward_profit(chart, carried, str(form.accounts["current_year_profit"]), {})
    year = carry_forward_year(
        chart, carried, str(form.accounts["current_year_profit"]), str(form.accounts["retained_earnings"])
    )
    assert figures(balance_sheet(form, chart, post(carried, year, carried=True), opened), "closing") == figures(
        sheet, "closing"
    )


def check_cash(form: Layout, chance: random.Random, vouchers: list[tuple[DraftLine, ...]], rows: list[Balance]) -> None:
    """Whatever a person chooses, the statement ends on the cash of the balance sheet."""
    cash, rules = tuple(form.accounts["cash"]), form.cash_rules
    items = [line.line for line in form.cash_flow if not line.is_total and not line.opening]
    flows = []
    for lines in vouchers[len(vouchers) // 2 :]:
        chosen = {place: chance.choice(items) for place in range(1, len(lines) + 1) if chance.random() < 0.2}
        change = total(line.debit - line.credit for line in lines if line.account_code.startswith(cash))
        shares = cash_shares(lines, cash, rules, chosen)
        assert total(share.amount for share in shares) == change
        assert all(share.item == chosen[share.position] for share in shares if share.position in chosen)
        flows.append(cash_flow_of(lines, cash, rules, chosen))
    opening = total(row.opening for row in rows if row.code.startswith(cash))
    statement = cash_flow_statement(form, (add_flows(flows), opening), (add_flows(flows), opening))
    closing = total(row.closing for row in rows if row.code.startswith(cash))
    assert figures(statement, "current")[form.checks["closing_cash"]] == closing


def check_reversal(vouchers: list[tuple[DraftLine, ...]], rows: list[Balance]) -> None:
    for lines in vouchers:
        red = reversed_lines(lines)
        check_lines(red)
        assert reversed_lines(red) == lines
        after = post(post(rows, lines), red)
        assert {
            (r.code, r.counterparty): (r.closing, r.debit, r.credit) for r in after if r.closing or r.debit or r.credit
        } == {
            (r.code, r.counterparty): (r.closing, r.debit, r.credit) for r in rows if r.closing or r.debit or r.credit
        }


def check_history(seed: int, standard: str) -> None:
    chance, chart, vouchers = history(seed, standard)
    form = layout(standard)
    opened, rows = books(chart, vouchers)
    check_balances(chart, vouchers, rows)
    check_statements(form, chart, opened, rows)
    check_cash(form, chance, vouchers, rows)
    check_reversal(vouchers[:3], rows)
    sheet = figures(balance_sheet(form, chart, rows, opened), "closing")
    line = chance.choice([line for line in form.balance_sheet if not line.is_total])
    assert total(part.amount for part in position_parts(chart, line, rows)) == sheet[line.line]


@pytest.mark.parametrize("standard", STANDARDS)
def test_whatever_is_booked_the_books_balance_and_statements_tie(standard: str) -> None:
    for seed in range(SUITE):
        check_history(seed, standard)


@pytest.mark.soak
@pytest.mark.parametrize("standard", STANDARDS)
def test_thousands_of_histories_balance_and_tie(standard: str) -> None:
    for seed in range(SUITE, SUITE + SOAK):
        check_history(seed, standard)


def check_ageing(seed: int) -> None:
    chance = random.Random(seed)
    today = date(2026, 11, 30)
    moves = [
        (today - timedelta(chance.randint(0, 500)), from_fen(chance.randint(-50_000, 500_000)))
        for _ in range(chance.randint(0, 20))
    ]
    balance = total(amount for _, amount in moves) - from_fen(chance.randint(0, 2_000_000))
    ends = sorted(chance.sample(range(1, 400), chance.randint(1, 6)))
    found = aged(moves, balance, ends, today)
    assert found.balance == balance
    assert all(amount >= 0 for amount in found.bands)
    assert not (found.advance and any(found.bands))
    items = open_items(moves, balance)
    assert [item.day for item in items] == sorted((item.day for item in items), reverse=True)
    # Oldest first: nothing older is open while something newer has been settled in part.
    kept = [amount for day, amount in sorted(moves, key=lambda move: move[0], reverse=True) if amount > 0][
        : max(len(items) - 1, 0)
    ]
    newest = sorted((amount for amount in kept), reverse=True)
    assert sorted((item.amount for item in items[:-1]), reverse=True) == newest


def test_ageing_adds_up_to_the_balance_and_settles_the_oldest_first() -> None:
    for seed in range(3000):
        check_ageing(seed)


@pytest.mark.soak
def test_ageing_of_many_more_histories() -> None:
    for seed in range(3000, 60_000):
        check_ageing(seed)


def drafts(seed: int, chart: Chart) -> Iterator[VoucherDraft]:
    """Random vouchers of September and October on a company's own chart."""
    chance = random.Random(seed)
    leaves = [row.code for row in chart if chart.is_leaf(row.code)]
    kept = ["1001", "1002", "1122", "2202", *chance.sample(leaves, 12)]
    for place in range(chance.randint(20, 40)):
        lines = voucher(chance, chart, kept)
        yield VoucherDraft(
            date(2026, chance.choice((9, 10)), chance.randint(1, 28)), f"随机 {place}", lines, f"h{place}"
        )


def check_database(company, supervisor, seed: int) -> None:
    """Post a history, compare every report with the pure functions, close and reopen, reverse."""
    ensure_books(company.pk, date(2026, 9, 1))
    own = books_of(company.pk)
    todo = sorted(drafts(seed, own.chart), key=lambda draft: draft.date)
    post_drafts(company.pk, todo, None)
    assert out_of_step(company.pk, SEPTEMBER) == out_of_step(company.pk, OCTOBER) == []
    rows: list[Balance] = []
    for draft in todo:
        rows = post(rows, draft.lines)
    assert trial_balance_of(own, SEPTEMBER, OCTOBER) == trial_balance(own.chart, rows)
    check_reports(company, rows)
    before = statements_of(own, SEPTEMBER)
    close_pnl(company.pk, SEPTEMBER, None)
    after = statements_of(own, SEPTEMBER)
    assert figures(after.balance_sheet, "closing") == figures(before.balance_sheet, "closing")
    assert (after.income_statement, after.cash_flow) == (before.income_statement, before.cash_flow)
    close_period(company.pk, SEPTEMBER, None)
    reopen_period(company.pk, SEPTEMBER, actor=supervisor, reason="复核")
    assert statements_of(own, SEPTEMBER) == after
    first = Voucher.objects.filter(company=company, period="2026-10").order_by("number").first()
    assert first is not None
    red = reverse_voucher(first, actor=supervisor, day=date(2026, 10, 31), reason="试")
    closing = {(r.code, r.counterparty): r.closing for r in balances(company.pk, SEPTEMBER, OCTOBER)}
    for line in (*first.draft_lines(), *red.draft_lines()):
        closing[line.account_code, line.counterparty] -= line.debit - line.credit
    assert total(closing.values()) == ZERO
    assert out_of_step(company.pk, OCTOBER) == []


def check_reports(company, rows: list[Balance]) -> None:
    """Ledgers end on the trial balance, ageing adds up, the journal has every line."""
    own = books_of(company.pk)
    rolled = roll_up(own.chart, rows)

    def made(name: str, **query: str) -> list[list[object]]:
        options = REPORTS[name].options(own, {"from": "2026-09", **query}, OCTOBER)
        return [[cell.value for cell in line.cells] for line in REPORTS[name].build(own, options).rows]

    for name in ("subsidiary-ledger", "day-book"):
        closing = made(name, account="1002")[-1][-1]
        assert closing == abs(rolled["1002"].closing)
    for side, code, sign in (("receivable", "1122", 1), ("payable", "2202", -1)):
        assert made("ageing", side=side)[-1][1] == (sign * rolled[code].closing if code in rolled else ZERO)
    debit, credit = made("journal")[-1][-2:]
    assert debit == credit == total(row.debit for row in rows)
    ends = [line[-1] for line in made("general-ledger", account="1002")]
    assert ends[-1] == abs(rolled["1002"].closing)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_the_database_keeps_any_history_as_the_pure_functions_do(
    seed, general, supervisor, invoices, no_closing_steps
) -> None:
    check_database(general, supervisor, seed)


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3, 60))
def test_the_database_keeps_many_histories(seed, general, supervisor, invoices, no_closing_steps) -> None:
    check_database(general, supervisor, seed)
