"""The cash flow statement by pairing each movement of cash with the accounts on the other side of its voucher.

Rule kept: what is given to the lines of a voucher adds up to the change of its cash, to the fen; so the statement
always ends on the cash of the balance sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from bookkeeping.domain.statements import CashFlowRules, Layout, StatementLine, compute_lines
from bookkeeping.domain.voucher import DraftLine
from kernel.money import ZERO, cut_to_fen, total

_AS_RULED: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CashShare:
    """What of a voucher's change of cash stands against one of its lines (`position` from 1), on which line of the
    statement, and whether a person chose that line."""

    position: int
    item: int
    amount: Decimal
    is_chosen: bool = False


def cash_shares(
    lines: Sequence[DraftLine], cash: Sequence[str], rules: CashFlowRules, chosen: Mapping[int, int]
) -> list[CashShare]:
    """The change of cash of a voucher shared out over its other lines, cash received positive.

    `chosen` gives the statement line of a voucher line in place of the rules. A line the rules would pass over (VAT,
    the other side) then takes its own amount, the rest is shared as always. Empty where cash does not change.
    """
    change = total(line.debit - line.credit for line in lines if line.account_code.startswith(tuple(cash)))
    if not change:
        return []
    others = [
        (position, line.account_code, line.credit - line.debit)
        for position, line in enumerate(lines, 1)
        if not line.account_code.startswith(tuple(cash)) and line.debit != line.credit
    ]
    same = [row for row in others if (row[2] > 0) == (change > 0)]
    main = [row for row in same if not row[1].startswith(rules.follows)] or same
    shared = {position for position, _, _ in main}
    alone = [
        CashShare(position, chosen[position], amount, is_chosen=True)
        for position, _, amount in others
        if position in chosen and position not in shared
    ]
    return [*alone, *_spread(change - total(share.amount for share in alone), change > 0, main, rules, chosen)]


def _spread(
    change: Decimal,
    inflow: bool,  # noqa: FBT001 - the sign of the whole voucher, which a rest may not have
    rows: Sequence[tuple[int, str, Decimal]],
    rules: CashFlowRules,
    chosen: Mapping[int, int],
) -> list[CashShare]:
    """`change` shared out in proportion to the rows; the last takes what rounding leaves."""
    weight = total(amount for _, _, amount in rows)
    shares: list[CashShare] = []
    left = change
    for place, (position, code, amount) in enumerate(rows, 1):
        share = left if place == len(rows) else cut_to_fen(change * amount / weight)
        left -= share
        item = chosen.get(position) or rules.line(code, inflow=inflow)
        shares.append(CashShare(position, item, share, is_chosen=position in chosen))
    return shares


def cash_flow_of(
    lines: Sequence[DraftLine], cash: Sequence[str], rules: CashFlowRules, chosen: Mapping[int, int] = _AS_RULED
) -> dict[int, Decimal]:
    """What one voucher adds to each cash flow line, cash received positive and cash paid negative."""
    return add_flows({share.item: share.amount} for share in cash_shares(lines, cash, rules, chosen))


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
