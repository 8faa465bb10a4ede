"""A set of books given as data (command contract §4): read it, keep it in memory, print trial balance and statements.

Rule kept: one bad transaction is named in `findings` and the rest goes on; the same pure functions the ledger is
tested with do the sums, so `keep_books` on a database must give the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bookkeeping.charts import aliases, chart_for, layout, parse_detail
from bookkeeping.domain.account import Chart, ChartAccount, Side
from bookkeeping.domain.balances import Balance, TrialBalanceRow, trial_balance
from bookkeeping.domain.cash_flow import add_flows, cash_flow_of, cash_flow_statement
from bookkeeping.domain.closing import carry_forward_profit, carry_forward_year, is_carry_forward
from bookkeeping.domain.posting import check_accounts, post
from bookkeeping.domain.statements import Layout, Statements, balance_sheet, income_statement
from bookkeeping.domain.voucher import VoucherDraft, check_lines, entry
from kernel.errors import InvalidValue, Refusal
from kernel.money import exact, money, text, total
from kernel.period import AccountingPeriod

_SMALL_SCALE = {"小规模纳税人", "small_scale"}


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


def standard_of(value: object) -> str:
    """Our name of an accounting standard. Raises `InvalidValue`."""
    name = aliases()["standards"].get(str(value or "小企业会计准则").strip())
    if name is None:
        raise InvalidValue(f"unknown accounting standard {value!r}", message_zh=f"未知的会计准则“{value}”")
    return name


class _Names:
    """Finds leaf accounts by name, opening the sub-accounts a case uses."""

    def __init__(self, chart: Chart, rows: Sequence[tuple[str, str]], optional: Chart) -> None:
        self.chart, self.extra = chart, list[ChartAccount]()
        wanted = {parse_detail(optional, *row) for row in rows}
        # Details first: an account that has some takes entries without one on its 其他.
        for account, detail in sorted(wanted, key=lambda pair: (pair[0], not pair[1], pair[1])):
            self._open_first_level(account, optional)
            if (first := self.chart.first_level_named(account)) is not None:
                self._open_leaf(first.code, detail)

    def _open_first_level(self, account: str, optional: Chart) -> None:
        row = optional.first_level_named(account)
        if row is not None and self.chart.first_level_named(account) is None:
            self._add([optional[code] for code in _with_children(optional, row.code)])

    def _open_leaf(self, first: str, detail: str) -> None:
        """A leaf for `detail` below `first`; entries on an account that has details go to its 其他."""
        place = next((code for code in _with_children(self.chart, first) if self.chart.detail(code) == detail), None)
        if place is None:
            self._open(first, detail)
        elif not self.chart.is_leaf(place) and self._rest(place) is None:
            self._open(place, "其他")

    def _rest(self, code: str) -> str | None:
        return next((child for child in self.chart.children(code) if self.chart[child].name == "其他"), None)

    def _open(self, parent_code: str, name: str) -> None:
        parent = self.chart[parent_code]
        account = ChartAccount(
            self.chart.next_child_code(parent_code),
            name,
            parent_code,
            parent.normal_side,
            parent.category,
            tracks_counterparty=parent.tracks_counterparty,
        )
        self._add([account])

    def _add(self, accounts: list[ChartAccount]) -> None:
        self.extra += accounts
        self.chart = self.chart.extended(accounts)

    def code(self, account: str, detail: str) -> str:
        """The leaf code. Raises `InvalidValue` for an account the standard does not know."""
        name, ours = parse_detail(self.chart, account, detail)
        first = self.chart.first_level_named(name)
        if first is None:
            raise InvalidValue(f"no account {account!r}", message_zh=f"科目表中没有“{account}”")
        place = next(code for code in _with_children(self.chart, first.code) if self.chart.detail(code) == ours)
        return place if self.chart.is_leaf(place) else str(self._rest(place))


def _with_children(chart: Chart, code: str) -> list[str]:
    return [code, *[below for child in chart.children(code) for below in _with_children(chart, child)]]


def _pairs(case: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = list(case.get("opening_balances") or [])
    rows += [row for item in case.get("transactions") or [] for row in item.get("entries") or []]
    return [(str(row.get("account") or ""), str(row.get("detail") or "")) for row in rows]


def _day(value: object, period: AccountingPeriod) -> date:
    """The date where it is whole and in the period, else the period's last day."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return period.end
    return day if period.start <= day <= period.end else period.end


def _amount(row: Mapping[str, Any], name: str) -> Decimal:
    value = row.get(name)
    return money(exact(str(value)) if isinstance(value, float) else value)


def read_case(case: Mapping[str, Any]) -> BooksCase:
    """The case with every name resolved. Raises `InvalidValue` for an unknown standard or period."""
    standard = standard_of(case.get("standard"))
    period = AccountingPeriod.parse(str(case.get("period") or ""))
    is_general = str(case.get("taxpayer") or "") not in _SMALL_SCALE
    chart = chart_for(standard, general_vat=is_general)
    names = _Names(chart, _pairs(case), chart_for(standard, general_vat=True, optional=True))
    ready = BooksCase(period, layout(standard), names.chart, is_general, [], [], bool(case.get("close")), names.extra)
    for row in case.get("opening_balances") or []:
        _opening(ready, names, row)
    for item in case.get("transactions") or []:
        _transaction(ready, names, item)
    return ready


def _opening(ready: BooksCase, names: _Names, row: Mapping[str, Any]) -> None:
    try:
        code = names.code(str(row.get("account") or ""), str(row.get("detail") or ""))
        signed = _amount(row, "debit") - _amount(row, "credit")
        ready.openings.append(Balance(code, str(row.get("counterparty") or ""), signed))
    except Refusal as refusal:
        ready.refuse(f"opening_balances:{row.get('account')}", refusal)


def _transaction(ready: BooksCase, names: _Names, item: Mapping[str, Any]) -> None:
    number = str(item.get("id") or len(ready.drafts) + len(ready.findings) + 1)
    try:
        lines = tuple(
            entry(
                names.code(str(row.get("account") or ""), str(row.get("detail") or "")),
                Side(str(row.get("direction"))),
                _amount(row, "amount"),
            )
            for row in item.get("entries") or []
            if _amount(row, "amount")
        )
        check_lines(lines)
        check_accounts(ready.chart, lines)
    except Refusal as refusal:
        ready.refuse(number, refusal)
        return
    except ValueError:
        ready.refuse(number, InvalidValue("direction is debit or credit", message_zh="分录方向只能是 debit 或 credit"))
        return
    description = str(item.get("description") or item.get("title") or "")[:200]
    ready.drafts.append(
        VoucherDraft(_day(item.get("date"), ready.period), description, lines, f"case:{number}:{len(ready.drafts)}")
    )


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
        rows = post(rows, carry_forward_profit(ready.chart, rows, profit), carried=True)
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
