"""The cash flow statement by pairing each movement of cash with the accounts on the other side of its voucher.

Rule kept: what is given to the lines of a voucher adds up to the change of its cash, to the fen; so the statement
always ends on the cash of the balance sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from bookkeeping.domain.statements import CashFlowRules, Layout, StatementLine, compute_lines
from bookkeeping.domain.voucher import DraftLine
from kernel.money import ZERO, cut_to_fen, total


def cash_flow_of(lines: Sequence[DraftLine], cash: Sequence[str], rules: CashFlowRules) -> dict[int, Decimal]:
    """What one voucher adds to each cash flow line, cash received positive and cash paid negative."""
    change = total(line.debit - line.credit for line in lines if line.account_code.startswith(tuple(cash)))
    if not change:
        return {}
    others = [
        (line.account_code, line.credit - line.debit) for line in lines if not line.account_code.startswith(tuple(cash))
    ]
    same = [(code, amount) for code, amount in others if amount and (amount > 0) == (change > 0)]
    main = [row for row in same if not row[0].startswith(rules.follows)] or same
    return _spread(change, main, rules)


def _spread(change: Decimal, rows: Sequence[tuple[str, Decimal]], rules: CashFlowRules) -> dict[int, Decimal]:
    """`change` shared out in proportion to the rows; the last takes what rounding leaves."""
    weight = total(amount for _, amount in rows)
    flows: dict[int, Decimal] = {}
    left = change
    for position, (code, amount) in enumerate(rows, 1):
        share = left if position == len(rows) else cut_to_fen(change * amount / weight)
        left -= share
        line = rules.line(code, inflow=change > 0)
        flows[line] = flows.get(line, ZERO) + share
    return flows


def add_flows(flows: Iterable[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    """The sum of several vouchers' flows by line."""
    sums: dict[int, Decimal] = {}
    for flow in flows:
        for line, amount in flow.items():
            sums[line] = sums.get(line, ZERO) + amount
    return sums


def cash_flow_statement(
    layout: Layout,
    current: tuple[Mapping[int, Decimal], Decimal],
    year: tuple[Mapping[int, Decimal], Decimal],
) -> list[StatementLine]:
    """The statement from (flows by line, opening cash) of the period and of the year to date."""
    columns = {}
    for name, (flows, opening) in {"current": current, "year_to_date": year}.items():
        columns[name] = compute_lines(
            layout.cash_flow,
            lambda line, flows=flows, opening=opening: (  # type: ignore[misc]
                opening if line.opening else flows.get(line.line, ZERO) * (1 if line.side == "in" else -1)
            ),
        )
    return [
        StatementLine(
            line.line,
            line.title,
            {name: figures[line.line] for name, figures in columns.items()},
            line.is_total,
            line.side,
        )
        for line in layout.cash_flow
    ]
