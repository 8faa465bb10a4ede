"""A set of books given as data (command contract §4): read it, keep it in memory, print trial balance and statements.

Rule kept: one bad transaction is named in `findings` and the rest goes on; the same pure functions the ledger is
tested with do the sums, so `keep_books` on a database must give the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bookkeeping.case_names import Names
from bookkeeping.case_values import day_of, month_of, names_of, party_of, rows_of, sides_of, signed_of
from bookkeeping.charts import chart_for, layout, standard_named
from bookkeeping.domain.account import Chart, ChartAccount
from bookkeeping.domain.balances import Balance, TrialBalanceRow, trial_balance
from bookkeeping.domain.cash_flow import add_flows, cash_flow_of, cash_flow_statement
from bookkeeping.domain.closing import carry_forward_profit, carry_forward_year, is_carry_forward
from bookkeeping.domain.posting import check_accounts, post
from bookkeeping.domain.statements import Layout, Statements, balance_sheet, income_statement
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, check_lines, entry
from kernel.errors import InvalidValue, Refusal
from kernel.money import text, total
from kernel.period import AccountingPeriod

_SMALL_SCALE = {"小规模纳税人", "小规模", "small_scale"}


@dataclass
class BooksCase:
    """A case made ready: chart with the case's own sub-accounts, openings, drafts, what was refused."""

    period: AccountingPeriod
    layout: Layout
    chart: Chart
    is_general_taxpayer: bool
    openings: list[Balance]
    drafts: list[VoucherDraft]
    close: bool
    extra: list[ChartAccount] = field(default_factory=list)
    findings: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, subject: str, refusal: Refusal) -> None:
        """Name what was refused."""
        self.findings.append(
            {
                "subject": subject,
                "rule": str(refusal.facts.get("rule", refusal.code)),
                "severity": "reject",
                "message_zh": refusal.message_zh,
                "message_en": refusal.message,
            }
        )


def read_case(case: Mapping[str, Any]) -> BooksCase:
    """The case with every name resolved. Raises `InvalidValue` for an unknown standard or period."""
    standard = standard_named(case.get("standard"))
    period = month_of(case.get("period"))
    is_general = str(case.get("taxpayer") or "").strip() not in _SMALL_SCALE
    chart = chart_for(standard, general_vat=is_general)
    openings, items = rows_of(case, "opening_balances"), rows_of(case, "transactions")
    entries = [row for item in items for row in item.get("entries") or [] if isinstance(row, Mapping)]
    names = Names(
        chart, [names_of(row) for row in (*openings, *entries)], chart_for(standard, general_vat=True, optional=True)
    )
    ready = BooksCase(period, layout(standard), names.chart, is_general, [], [], bool(case.get("close")), names.extra)
    for row in openings:
        _opening(ready, names, row)
    for item in items:
        _transaction(ready, names, item)
    return ready


def _opening(ready: BooksCase, names: Names, row: Mapping[str, Any]) -> None:
    try:
        code = names.code(*names_of(row))
        party = party_of(row) if ready.chart[code].tracks_counterparty else ""
        ready.openings.append(Balance(code, party, signed_of(row)))
    except Refusal as refusal:
        ready.refuse(f"opening_balances:{names_of(row)[0]}", refusal)


def _lines(ready: BooksCase, names: Names, item: Mapping[str, Any]) -> list[DraftLine]:
    lines = []
    for row in rows_of(item, "entries"):
        for side, amount in sides_of(row):
            code = names.code(*names_of(row))
            party = party_of(row) if ready.chart[code].tracks_counterparty else ""
            lines.append(entry(code, side, amount, counterparty=party))
    check_lines(lines)
    check_accounts(ready.chart, lines)
    return lines


def _transaction(ready: BooksCase, names: Names, item: Mapping[str, Any]) -> None:
    number = str(item.get("id") or len(ready.drafts) + len(ready.findings) + 1)
    try:
        lines = tuple(_lines(ready, names, item))
    except Refusal as refusal:
        ready.refuse(number, refusal)
        return
    description = str(item.get("description") or item.get("title") or "")[:200]
    key = f"case:{number}:{len(ready.drafts)}"
    ready.drafts.append(VoucherDraft(day_of(item.get("date"), ready.period), description, lines, key))


def check_openings(ready: BooksCase) -> None:
    """A finding when the openings do not balance; they are kept as given."""
    if difference := total(row.opening for row in ready.openings):
        ready.refuse(
            "opening_balances",
            InvalidValue(
                f"opening balances differ by {difference}",
                message_zh=f"期初余额借贷不平，相差 {difference}",
                rule="opening_balanced",
            ),
        )


def keep_in_memory(ready: BooksCase) -> list[Balance]:
    """Balances after posting all drafts and, when asked, carrying profit and loss forward."""
    rows = post(ready.openings, [])
    accounts = ready.layout.accounts
    profit = str(accounts["current_year_profit"])
    for draft in ready.drafts:
        rows = post(rows, draft.lines, carried=is_carry_forward(ready.chart, draft.lines, profit))
    if ready.close:
        rows = post(rows, carry_forward_profit(ready.chart, rows, profit, {}), carried=True)
        if ready.period.month == 12:
            year = carry_forward_year(ready.chart, rows, profit, str(accounts["retained_earnings"]))
            rows = post(rows, year, carried=True)
    return rows


def statements_in_memory(ready: BooksCase, rows: list[Balance]) -> Statements:
    """The three statements of a case kept in memory."""
    cash = tuple(ready.layout.accounts["cash"])
    flows = add_flows(cash_flow_of(draft.lines, cash, ready.layout.cash_rules) for draft in ready.drafts)
    opening = total(row.opening for row in rows if row.code.startswith(cash))
    start = [Balance(row.code, row.counterparty, row.opening) for row in rows]
    return Statements(
        balance_sheet(ready.layout, ready.chart, rows, start),
        income_statement(ready.layout, rows, rows),
        cash_flow_statement(ready.layout, (flows, opening), (flows, opening)),
        ready.layout.forms,
    )


def _tree(rows: list[TrialBalanceRow]) -> list[dict[str, Any]]:
    """First-level rows with their sub-accounts under `children`."""
    top: list[dict[str, Any]] = []
    stack: list[tuple[int, dict[str, Any]]] = []
    for row in rows:
        node: dict[str, Any] = {
            "account_code": row.code,
            "account": row.name,
            "opening_debit": text(row.opening_debit),
            "opening_credit": text(row.opening_credit),
            "period_debit": text(row.debit),
            "period_credit": text(row.credit),
            "closing_debit": text(row.closing_debit),
            "closing_credit": text(row.closing_credit),
        }
        while stack and stack[-1][0] >= row.level:
            stack.pop()
        if stack:
            stack[-1][1].setdefault("children", []).append(node)
        else:
            top.append(node)
        stack.append((row.level, node))
    return top


def report(ready: BooksCase, rows: list[Balance], statements: Statements) -> dict[str, Any]:
    """The answer in the shape of the command contract."""

    def lines(statement: Any) -> list[dict[str, Any]]:
        return [
            {"line": line.line, "title": line.title, **{name: text(value) for name, value in line.amounts.items()}}
            for line in statement
        ]

    return {
        "trial_balance": _tree(trial_balance(ready.chart, rows)),
        "balance_sheet": lines(statements.balance_sheet),
        "income_statement": lines(statements.income_statement),
        "cash_flow": lines(statements.cash_flow),
        "findings": ready.findings,
    }


def run_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """The whole answer without a database. Raises `InvalidValue` where the case as a whole cannot be read."""
    ready = read_case(case)
    check_openings(ready)
    rows = keep_in_memory(ready)
    return report(ready, rows, statements_in_memory(ready, rows))
