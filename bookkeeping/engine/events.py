"""Entries for business described in words, by the event templates.

Rule kept: the first event that fits wins; the entry balances whatever the words said of amounts; a line that has no
amount of its own is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from bookkeeping.domain.account import Side
from bookkeeping.engine import payroll_slots, slots
from bookkeeping.engine.amounts import number, part, spoken
from bookkeeping.engine.case import AccountName, Case, Choice, ProposedLine
from bookkeeping.engine.invoices import Amounts
from bookkeeping.engine.items import for_standard
from kernel.money import ZERO, total

Item = Callable[[Case], Choice]
Row = tuple[Side, AccountName, Decimal]
# Goods sold whose cost the same sentence tells are taken out of stock in the same entry.
_COST = re.compile(r"(?:结转[^，。；]{0,12}成本|商品成本|销售成本)[^\d，。；%]{0,6}([\d,]+(?:\.\d+)?)\s*(万)?")


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of business and its entry."""

    id: str
    anything: tuple[re.Pattern[str], ...]
    everything: tuple[re.Pattern[str], ...]
    nothing: tuple[re.Pattern[str], ...]
    only: frozenset[str]
    sure: float
    vat: str
    lines: tuple[tuple[str, ...], ...]

    def word(self, text: str, industry: str) -> str | None:
        """The words by which it fits; None when it does not."""
        if self.only and industry not in self.only and not ("project" in self.only and "项目" in text):
            return None
        found = next((match for pattern in self.anything if (match := pattern.search(text))), None)
        if found is None or any(pattern.search(text) for pattern in self.nothing):
            return None
        return found[0] if all(pattern.search(text) for pattern in self.everything) else None


def _patterns(words: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(word) for word in words)


@cache
def events() -> tuple[Event, ...]:
    """All events in the order in which they are tried."""
    text = files("bookkeeping.engine.templates").joinpath("events.yaml").read_text(encoding="utf-8")
    return tuple(
        Event(
            row["id"],
            _patterns(row["any"]),
            _patterns(row.get("all", [])),
            _patterns(row.get("none", [])),
            frozenset(row.get("only", ())),
            float(row["sure"]),
            row.get("vat", ""),
            tuple(tuple(str(part) for part in line) for line in row["lines"]),
        )
        for row in yaml.safe_load(text)
    )


def event_for(case: Case) -> tuple[Event, str]:
    """The event of a description and the words it was told by."""
    for event in events():
        if (word := event.word(case.text, case.industry)) is not None:
            return event, word
    raise LookupError("the last event fits everything")


SLOTS: dict[str, Callable[[Case], list[slots.Share]]] = {
    "out": slots.paid_from,
    "cash_out": slots.cash_out,
    "cash_in": slots.cash_in,
    "research": slots.research,
    "in": slots.received_in,
    "advances": slots.advances,
    "taxes": slots.taxes_paid,
    "surtaxes": slots.surtaxes,
    "staff": payroll_slots.staff,
    "wages_due": payroll_slots.wages_due,
    "withheld": payroll_slots.withheld,
    "depreciation": payroll_slots.depreciation,
    "stock": slots.stock,
    "cost_of_sales": slots.cost_of_sales,
    "goods": slots.goods,
    "project": slots.project,
    "asset": slots.asset,
    "wallet": slots.wallet,
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


def speaks_of_vat(case: Case) -> bool:
    """Whether VAT is a matter of the case at all."""
    return bool(case.tax_amount or case.tax_rate) or spoken(case.text)[1] is not None


def _vat_line(event: Event, case: Case, amounts: Amounts) -> tuple[Side, AccountName, Decimal] | None:
    if event.vat == "output" and amounts.tax:
        detail = "应交增值税（销项税额）" if case.is_general_taxpayer else "应交增值税"
        return Side.CREDIT, AccountName("应交税费", detail), amounts.tax
    if event.vat == "input" and amounts.deductible:
        return Side.DEBIT, AccountName("应交税费", "应交增值税（进项税额）"), amounts.deductible
    return None


def build_event(case: Case, item: Item) -> tuple[tuple[ProposedLine, ...], Choice, Event]:
    """(lines, choice of the main account, event)."""
    event, word = event_for(case)
    amounts = Amounts.of(case)
    roles = {
        "gross": amounts.gross,
        "net": amounts.net if event.vat == "output" else amounts.gross,
        "tax": amounts.tax,
        "cost": amounts.gross - amounts.deductible if event.vat == "input" else amounts.gross,
        "fee": part(case.text, "手续费") or part(case.text, "贴现利息"),
        "interest": part(case.text, "利息") or part(case.text, "结息"),
    }
    rows: list[Row] = []
    chosen: Choice | None = None
    for side_name, account, *rest in event.lines:
        side, role = Side(side_name), rest[1] if len(rest) > 1 else "gross"
        if account == "item":
            chosen = item(case)
            shares = [(chosen.name, ZERO)]
        elif account in SLOTS:
            shares = SLOTS[account](case)
        else:
            shares = [(AccountName(account, rest[0] if rest else ""), ZERO)]
        rows += [(side, name, amount) for name, amount in slots.settled_shares(shares, roles[role])]
    if (vat := _vat_line(event, case, amounts)) is not None:
        rows.insert(1, vat)
    if event.vat == "output" and (cost := number(_COST.search(case.text))):
        rows += [(Side.DEBIT, AccountName("主营业务成本"), cost), (Side.CREDIT, AccountName("库存商品"), cost)]
    lines = _balanced(case, _filled(rows, roles["gross"]))
    return lines, chosen or _choice(event, word, lines), event


def _filled(rows: list[Row], gross: Decimal) -> list[Row]:
    """The lines that have an amount; the first of each side with the whole where that leaves a side empty."""
    filled = [row for row in rows if row[2] or not gross]
    if {row[0] for row in filled} == {Side.DEBIT, Side.CREDIT}:
        return filled
    firsts = [next(row for row in rows if row[0] is side) for side in (Side.DEBIT, Side.CREDIT)]
    return [(side, name, gross) for side, name, _ in firsts]


def _balanced(case: Case, rows: list[Row]) -> tuple[ProposedLine, ...]:
    """The lines with the last line of the lighter side taking the difference."""
    debit = total(a for s, _, a in rows if s is Side.DEBIT)
    credit = total(a for s, _, a in rows if s is Side.CREDIT)
    gap = debit - credit
    if gap:
        side = Side.CREDIT if gap > 0 else Side.DEBIT
        # What is kept back lowers what is paid: the settlement line gives way first.
        place = next((i for i, row in enumerate(rows) if row[0] is side and _settles(row[1])), None)
        other = Side.DEBIT if side is Side.CREDIT else Side.CREDIT
        over = next(
            (i for i, row in enumerate(rows) if row[0] is other and _settles(row[1]) and row[2] > abs(gap)), None
        )
        if place is None and over is not None:
            s, n, a = rows[over]
            rows[over] = (s, n, a - abs(gap))
        else:
            place = place if place is not None else max(i for i, row in enumerate(rows) if row[0] is side)
            s, n, a = rows[place]
            rows[place] = (s, n, a + abs(gap))
    text = case.item or case.description[:60]
    return tuple(
        ProposedLine(s, for_standard(n, case.standard), a, text, case.counterparty if _settles(n) else "")
        for s, n, a in rows
    )


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
