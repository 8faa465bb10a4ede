"""The three statements of a company for an accounting period."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby

from bookkeeping.domain.balances import Balance
from bookkeeping.domain.cash_flow import add_flows, cash_flow_of, cash_flow_statement
from bookkeeping.domain.statements import StatementLine, Statements, balance_sheet, income_statement
from bookkeeping.domain.voucher import DraftLine
from bookkeeping.models import JournalLine, VoucherState
from bookkeeping.selectors.balances import balances, year_start
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.cash_choices import chosen_items
from kernel.money import total
from kernel.period import AccountingPeriod


def cash_vouchers(
    books: Books, start: AccountingPeriod, end: AccountingPeriod
) -> list[tuple[int, str, list[DraftLine]]]:
    """(voucher id, period, lines) of every posted voucher that moved cash, in order."""
    cash_ids = [pk for code, pk in books.account_ids.items() if code.startswith(books.cash_codes)]
    span = {"period__gte": str(start), "period__lte": str(end)}
    moved = JournalLine.objects.filter(account_id__in=cash_ids, **span, voucher__state=VoucherState.POSTED)
    rows = (
        JournalLine.objects.filter(voucher_id__in=moved.values("voucher_id"))
        .order_by("voucher_id", "position")
        .values_list("voucher_id", "period", "account__code", "debit", "credit", "is_red_letter")
    )
    return [
        (voucher, period, [DraftLine(code, debit, credit, "", red) for _, _, code, debit, credit, red in group])
        for (voucher, period), group in groupby(rows, key=lambda row: (row[0], row[1]))
    ]


def cash_flows(books: Books, start: AccountingPeriod, end: AccountingPeriod) -> dict[str, Mapping[int, Decimal]]:
    """Flows by statement line for each period of the span."""
    rules = books.layout.cash_rules
    by_period: dict[str, list[Mapping[int, Decimal]]] = {}
    chosen = chosen_items(books, start, end)
    for voucher, period, lines in cash_vouchers(books, start, end):
        flow = cash_flow_of(lines, books.cash_codes, rules, chosen.get(voucher, {}))
        by_period.setdefault(period, []).append(flow)
    return {period: add_flows(flows) for period, flows in by_period.items()}


def _cash(books: Books, rows: list[Balance]) -> Decimal:
    return total(row.opening for row in rows if row.code.startswith(books.cash_codes))


def balance_sheet_of(books: Books, period: AccountingPeriod) -> list[StatementLine]:
    """The balance sheet alone: from period balances, whatever the number of vouchers."""
    company_id = books.company.pk
    return _balance_sheet(books, balances(company_id, period, period), balances(company_id, year_start(period), period))


def _balance_sheet(books: Books, month: list[Balance], year: list[Balance]) -> list[StatementLine]:
    start = [Balance(row.code, row.counterparty, row.opening) for row in year]
    return balance_sheet(books.layout, books.chart, month, start)


def statements_of(books: Books, period: AccountingPeriod) -> Statements:
    """Balance sheet, income statement and cash flow; posted vouchers only."""
    january = year_start(period)
    month = balances(books.company.pk, period, period)
    year = balances(books.company.pk, january, period)
    flows = cash_flows(books, january, period)
    return Statements(
        _balance_sheet(books, month, year),
        income_statement(books.layout, month, year),
        cash_flow_statement(
            books.layout,
            (flows.get(str(period), {}), _cash(books, month)),
            (add_flows(flows.values()), _cash(books, _kept(books, year, period))),
        ),
        books.layout.forms,
    )


def _kept(books: Books, year: list[Balance], period: AccountingPeriod) -> list[Balance]:
    """Opening balances the year-to-date cash flow starts from: in the first year, those at the start of the books."""
    first = books.company.first_period
    if first.year < period.year or first.month == 1:
        return year
    return balances(books.company.pk, first, first)
