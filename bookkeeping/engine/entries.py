"""Entries for business described in words, after the template of the event.

Rule kept: the entry balances whatever the words said of amounts; a line that has no amount of its own is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bookkeeping.domain.account import Side
from bookkeeping.engine import goods_slots, named_slots, payroll_slots, slots, tax_slots
from bookkeeping.engine.amounts import foreign, part_like, spoken
from bookkeeping.engine.case import AccountName, Case, Choice, ProposedLine
from bookkeeping.engine.events import Event, event_for
from bookkeeping.engine.invoices import Amounts
from bookkeeping.engine.trades import for_standard
from kernel.money import ZERO, total

Item = Callable[[Case], Choice]
Row = tuple[Side, AccountName, Decimal]
# Goods sold whose cost the same sentence tells are taken out of stock in the same entry.
_COST = r"(?:结转|商品|产品|销售|兑换|货物|对应).{0,12}成本|^成本"

SLOTS: dict[str, Callable[[Case], list[slots.Share]]] = {
    "out": slots.paid_from,
    "out_for_goods": slots.paid_for_goods,
    "cash_out": slots.cash_out,
    "cash_in": slots.cash_in,
    "in": slots.received_in,
    "owed_in": slots.owed_in,
    "arrivals": slots.arrivals,
    "wallet": slots.wallet,
    "advances": slots.advances,
    "payees": slots.payees,
    "booked_to": named_slots.booked_to,
    "incomes": named_slots.incomes,
    "expenses": named_slots.expenses,
    "categories": named_slots.categories,
    "refund": slots.refund,
    "bad_debt": named_slots.bad_debt,
    "cash_blame": named_slots.cash_blame,
    "paid_for": named_slots.paid_for,
    "currency_item": named_slots.currency_item,
    "consumer": goods_slots.consumer,
    "returned_by": slots.returned_by,
    "claim_in": slots.claim_in,
    "claim_of": named_slots.claim_of,
    "investee": named_slots.investee,
    "taxes": tax_slots.taxes_paid,
    "surtaxes": tax_slots.surtaxes,
    "levies": tax_slots.levies,
    "levy_cost": tax_slots.levy_cost,
    "vat_in_month": tax_slots.vat_in_month,
    "vat_relief": tax_slots.vat_relief,
    "output_vat": tax_slots.output_vat,
    "staff": payroll_slots.staff,
    "wages_due": payroll_slots.wages_due,
    "withheld": payroll_slots.withheld,
    "depreciation": payroll_slots.depreciation,
    "research": goods_slots.research,
    "stock": goods_slots.stock,
    "stock_by_category": goods_slots.stock_by_category,
    "project_cost_kept": goods_slots.project_cost_kept,
    "prepaid_use": goods_slots.prepaid_use,
    "asset_received": goods_slots.asset_received,
    "users": goods_slots.users,
    "overhead": goods_slots.overhead_sources,
    "cost_of_sales": goods_slots.cost_of_sales,
    "goods": goods_slots.goods,
    "project": goods_slots.project,
    "asset": goods_slots.asset,
}


def completed(case: Case) -> Case:
    """The case with amounts the words say where the fields do not."""
    if any(value is not None for value in (case.net_amount, case.gross_amount)):
        return case
    net, tax, gross = spoken(case.text)
    if case.tax_amount is not None:
        tax = case.tax_amount
    if net is not None and gross is not None and tax is None and net < gross:
        tax = gross - net
    if net is not None and tax is not None:
        gross = net + tax
    return replace(case, net_amount=None if gross is not None else net, tax_amount=tax, gross_amount=gross)


def build_event(
    case: Case, item: Item, off: frozenset[str] = frozenset()
) -> tuple[tuple[ProposedLine, ...], Choice, Event]:
    """(lines, choice of the main account, event); events in `off` are passed over."""
    event, word = event_for(case, off)
    amounts = Amounts.of(case)
    gross = _whole(event, case, amounts)
    roles = {
        "gross": gross,
        "net": amounts.net if event.vat == "output" else gross,
        "tax": amounts.tax,
        "before_tax": amounts.net,
        "foreign": foreign(case.text),
        "with_fee": gross + part_like(case.text, "手续费|交易费|佣金"),
        "cost": gross - amounts.deductible if event.vat == "input" else gross,
    }
    rows: list[Row] = []
    rest: list[int] = []
    chosen: Choice | None = None
    for line in event.lines:
        side, role = Side(line[0]), line[3] if len(line) > 3 else "gross"
        if line[1] == "item":
            chosen = item(case)
        shares = _shares(line, case, chosen)
        if role == "rest":
            rest.append(len(rows))
            rows.append((side, shares[0][0], ZERO))
        else:
            rows += [(side, name, amount) for name, amount in _with_amounts(shares, role, roles, case.text)]
    if (vat := _vat_line(event, case, amounts)) is not None:
        rows.insert(1, vat)
        rest = [index + 1 if index >= 1 else index for index in rest]
    if event.vat == "output" and (cost := part_like(case.text, _COST)):
        rows += [(Side.DEBIT, AccountName("主营业务成本"), cost), (Side.CREDIT, AccountName("库存商品"), cost)]
    lines = _balanced(case, _filled(_with_rest(rows, rest), gross))
    return lines, chosen or _choice(event, word, lines), event


def _whole(event: Event, case: Case, amounts: Amounts) -> Decimal:
    """The amount of the business: what the words of the event tell, unless that is only its part before tax."""
    told = part_like(case.text, event.amount) if event.amount else ZERO
    return amounts.gross if told in (ZERO, amounts.net) else told


def _shares(line: tuple[str, ...], case: Case, chosen: Choice | None) -> list[slots.Share]:
    account = line[1]
    if account == "item" and chosen is not None:
        return named_slots.split_items(case, chosen)
    if account in SLOTS:
        return SLOTS[account](case)
    return [(AccountName(account, line[2] if len(line) > 2 else ""), ZERO)]


def _with_amounts(
    shares: list[slots.Share], role: str, roles: dict[str, Decimal], text: str
) -> list[tuple[AccountName, Decimal]]:
    """Amounts for the shares of a line. Roles beside the named ones: said (as the text tells each), =words (the figure
    told by these words), ~words (the same, the whole where nothing is told)."""
    if role == "said" and any(amount for _, amount in shares):
        return [(name, amount) for name, amount in shares if amount]
    if role == "said":
        return slots.settled_shares(shares, roles["gross"]) if shares else []
    if role[0] in "=~":
        told = part_like(text, role[1:])
        return [(shares[0][0], told or (roles["gross"] if role[0] == "~" else ZERO))]
    return slots.settled_shares(shares, roles[role])


def _with_rest(rows: list[Row], rest: list[int]) -> list[Row]:
    """The rows with what is left on the row that takes the rest; on the other side when it is less than nothing."""
    for index in rest:
        gap = total(a if s is Side.DEBIT else -a for s, _, a in rows)
        side, name, _ = rows[index]
        amount = -gap if side is Side.DEBIT else gap
        other = Side.CREDIT if side is Side.DEBIT else Side.DEBIT
        rows[index] = (side, name, amount) if amount >= 0 else (other, name, -amount)
    return rows


def _vat_line(event: Event, case: Case, amounts: Amounts) -> Row | None:
    if event.vat == "output" and amounts.tax:
        detail = "应交增值税（销项税额）" if case.is_general_taxpayer else "应交增值税"
        return Side.CREDIT, AccountName("应交税费", detail), amounts.tax
    if event.vat == "input" and amounts.deductible:
        return Side.DEBIT, AccountName("应交税费", "应交增值税（进项税额）"), amounts.deductible
    return None


def _filled(rows: list[Row], gross: Decimal) -> list[Row]:
    """The lines that have an amount; the first of each side with the whole where that leaves a side empty."""
    filled = [row for row in rows if row[2] or not gross]
    if {row[0] for row in filled} == {Side.DEBIT, Side.CREDIT}:
        return filled
    firsts = [next(row for row in rows if row[0] is side) for side in (Side.DEBIT, Side.CREDIT)]
    return [(side, name, gross) for side, name, _ in firsts]


def _balanced(case: Case, rows: list[Row]) -> tuple[ProposedLine, ...]:
    """The lines with one line taking the difference."""
    debit = total(a for s, _, a in rows if s is Side.DEBIT)
    credit = total(a for s, _, a in rows if s is Side.CREDIT)
    if gap := debit - credit:
        _level(rows, gap)
    text = case.item or case.description[:60]
    return tuple(
        ProposedLine(s, for_standard(n, case.standard), a, text, case.counterparty if _settles(n) else "")
        for s, n, a in rows
    )


def _level(rows: list[Row], gap: Decimal) -> None:
    """What is kept back lowers what is paid: the settlement line of either side gives way first."""
    side = Side.CREDIT if gap > 0 else Side.DEBIT
    place = next((i for i, row in enumerate(rows) if row[0] is side and _settles(row[1])), None)
    others = (i for i, row in enumerate(rows) if row[0] is not side and _settles(row[1]) and row[2] > abs(gap))
    over = next(others, None)
    if place is None and over is not None:
        s, n, a = rows[over]
        rows[over] = (s, n, a - abs(gap))
        return
    place = place if place is not None else max(i for i, row in enumerate(rows) if row[0] is side)
    s, n, a = rows[place]
    rows[place] = (s, n, a + abs(gap))


def _settles(name: AccountName) -> bool:
    return name.account in {"银行存款", "库存现金", "应付账款", "应收账款", "其他货币资金"}


def _choice(event: Event, word: str, lines: tuple[ProposedLine, ...]) -> Choice:
    name = lines[0].name
    shown = word[:16]
    return Choice(
        name,
        event.sure,
        f"event:{event.id}",
        f"描述含“{shown}”，按模板“{event.id}”记入“{name}”",
        f"the description says “{shown}”: template {event.id} books {name}",
    )
