"""What people chose for the cash flow statement, and how one voucher's cash is shared out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.cash_flow import cash_shares
from bookkeeping.domain.statements import LayoutLine
from bookkeeping.models import CashFlowChoice, Voucher
from bookkeeping.selectors.books import Books
from kernel.period import AccountingPeriod

Chosen = dict[int, dict[int, int]]


def chosen_items(books: Books, start: AccountingPeriod, end: AccountingPeriod) -> Chosen:
    """Statement line by voucher and position, the newest choice of each."""
    span = {"voucher__period__gte": str(start), "voucher__period__lte": str(end)}
    rows = CashFlowChoice.objects.filter(company=books.company, **span).order_by("pk")
    return _newest(list(rows.values_list("voucher_id", "position", "item")))


def _newest(rows: list[tuple[int, int, int]]) -> Chosen:
    found: Chosen = {}
    for voucher, position, item in rows:
        by_position = found.setdefault(voucher, {})
        by_position[position] = item
        if not item:
            del by_position[position]
    return found


def choosable(books: Books) -> list[LayoutLine]:
    """Lines of the statement that take movements of cash."""
    return [line for line in books.layout.cash_flow if not line.is_total and not line.opening]


@dataclass(frozen=True, slots=True)
class CashLine:
    """One line of a voucher beside its cash: what stands against it, where, and who chose that.

    `item` is the line of the statement a person chose, `ruled` the one the rules choose; 0 for none.
    """

    position: int
    account: str
    description: str
    amount: Decimal | None
    item: int
    choice: CashFlowChoice | None
    ruled: int = 0


def cash_lines(books: Books, voucher: Voucher) -> list[CashLine]:
    """Every line that is not cash; `amount` is None where nothing of the cash stands against it."""
    rows = CashFlowChoice.objects.filter(voucher=voucher).select_related("chosen_by").order_by("pk")
    choices = {row.position: row for row in rows}
    lines = voucher.draft_lines()
    chosen = {position: row.item for position, row in choices.items() if row.item}
    cash, rules = books.cash_codes, books.layout.cash_rules
    shares = {share.position: share for share in cash_shares(lines, cash, rules, chosen)}
    ruled = {share.position: share.item for share in cash_shares(lines, cash, rules, {})}
    return [
        CashLine(
            position,
            books.chart.full_name(line.account_code),
            line.description,
            shares[position].amount if position in shares else None,
            chosen.get(position, 0),
            choices.get(position),
            ruled.get(position, 0),
        )
        for position, line in enumerate(lines, 1)
        if not line.account_code.startswith(books.cash_codes)
    ]
