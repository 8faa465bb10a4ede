"""Cost of sales as a closing step: what the goods sold in the period have cost leaves stock.

Rule kept: run again, it drafts only the difference to what is booked; goods that are not in the books are never
issued, the checks before closing name them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.account import Side
from bookkeeping.domain.analysis import Dimension, Item
from bookkeeping.domain.costing import (
    CostingMethod,
    Flow,
    ShortOfStock,
    first_in_first_out,
    revenue_share,
    weighted_average,
)
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, entry
from bookkeeping.models import Voucher
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.stock import ORIGIN, StockRow, cost_ratio, costing_method, flows_of, stock_rows
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue
from kernel.finding import Finding, Severity
from kernel.money import ZERO, text, total
from kernel.period import AccountingPeriod

TITLE = "结转本期销售成本"


class CostOfSales:
    """After purchases and provisional goods, before the taxes that follow from profit."""

    name = "cost_of_sales"
    title = _("销售成本")
    order = 6

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The voucher still to be posted, if any."""
        books = books_of(company_id)
        lines = _lines(books, period)
        if not lines:
            return []
        earlier = Voucher.objects.filter(company_id=company_id, key__startswith=f"{ORIGIN}:{period}:").count()
        key = f"{ORIGIN}:{period}:{earlier + 1}"
        return [VoucherDraft(period.end, TITLE, tuple(lines), key=key, origin=ORIGIN)]


@transaction.atomic
def choose_costing(company: Company, *, method: str, ratio: Decimal, actor: User) -> Company:
    """Set the company's method. Raises `InvalidValue` for a share of revenue that is not between 0 and 1."""
    require_role(actor, company, Role.SUPERVISOR)
    company = Company.objects.select_for_update().get(pk=company.pk)
    chosen = CostingMethod(method)
    if chosen is CostingMethod.REVENUE_SHARE and not 0 < ratio < 1:
        raise InvalidValue("the share lies between 0 and 1", message_zh="成本占收入的比例须在 0 与 1 之间")
    before = company.policy.get("costing", {})
    company.policy = {**company.policy, "costing": {"method": chosen.value, "ratio": str(ratio)}}
    company.save(update_fields=["policy"])
    content = {"before": before, "after": company.policy["costing"]}
    record(company=company, actor=actor, action="costing.chosen", subject=company, content=content)
    return company


def stock_findings(books: Books, period: AccountingPeriod) -> list[Finding]:
    """What was sold and has no cost in the books, and stock below zero."""
    rows = stock_rows(books, period)
    short = [row for row in rows if row.waiting_quantity > row.closing_quantity]
    found = []
    if costing_method(books) in (CostingMethod.WEIGHTED_AVERAGE, CostingMethod.FIRST_IN_FIRST_OUT):
        if short:
            found.append(_finding("STOCK_SHORT", short, "销售数量大于库存数量", "more sold than in stock"))
        if late := [row for row in rows if row.waiting_quantity and row not in short]:
            found.append(_finding("COST_NOT_CARRIED", late, "销售成本尚未结转", "cost of sales not carried"))
    if negative := [row for row in rows if row.closing_quantity < 0 or row.closing < 0]:
        found.append(_finding("STOCK_NEGATIVE", negative, "库存数量或金额为负", "stock below zero"))
    return found


def _finding(rule: str, rows: list[StockRow], zh: str, en: str) -> Finding:
    names = "、".join(row.item.name for row in rows[:5])
    evidence = {"items": names, "count": str(len(rows))}
    return Finding(rule, Severity.BLOCK, f"{zh}：{names}", f"{en}: {names}", evidence=evidence)


def cost_of(books: Books, row: StockRow, period: AccountingPeriod) -> Decimal:
    """Yuan that all units sold of the item have cost. Raises `ShortOfStock`."""
    if costing_method(books) is CostingMethod.FIRST_IN_FIRST_OUT:
        return first_in_first_out(flows_of(books, row, period), row.sold_quantity)
    flows = [
        Flow(row.opening_quantity + row.in_quantity, row.opening + row.in_amount, came_in=True),
        Flow(row.out_quantity, row.out_amount, came_in=False),
    ]
    return weighted_average(flows, row.sold_quantity)


def _lines(books: Books, period: AccountingPeriod) -> list[DraftLine]:
    method = costing_method(books)
    if method is CostingMethod.NONE:
        return []
    if method is CostingMethod.REVENUE_SHARE:
        return _shared(books, period)
    return [line for row in stock_rows(books, period) for line in _item_lines(books, row, period)]


def _item_lines(books: Books, row: StockRow, period: AccountingPeriod) -> Iterator[DraftLine]:
    if not row.sold_quantity and not row.costed_quantity:
        return
    try:
        amount = cost_of(books, row, period) - row.costed
    except ShortOfStock:
        return
    if not amount:
        return
    analysis = (Item(Dimension.STOCK_ITEM, row.item.code),)
    quantity = row.waiting_quantity if (row.waiting_quantity < 0) == (amount < 0) else Decimal(0)
    words = f"{TITLE} {row.item.name}"[:200]
    debit = entry(books.special_leaf("cost_of_sales"), Side.DEBIT, amount, text=words)
    credit = entry(row.code, Side.CREDIT, amount, text=words)
    yield _with(debit, analysis, quantity)
    yield _with(credit, analysis, quantity)


def _with(line: DraftLine, analysis: tuple[Item, ...], quantity: Decimal) -> DraftLine:
    return DraftLine(
        line.account_code,
        line.debit,
        line.credit,
        line.description,
        line.is_red_letter,
        analysis=analysis,
        quantity=quantity,
    )


def _shared(books: Books, period: AccountingPeriod) -> list[DraftLine]:
    """A share of main revenue, up to what stock there is; only where goods are kept without quantities."""
    rows = balances(books.company.pk, period, period)
    revenue = -total(row.earned for row in rows if row.code.startswith(books.special("main_revenue")))
    booked = total(row.earned for row in rows if row.code.startswith(books.special("cost_of_sales")))
    stock = {row.code: row.closing for row in rows if row.code.startswith(books.special("goods"))}
    if not stock:
        return []
    goods = max(sorted(stock), key=lambda code: stock[code])
    amount = min(revenue_share(revenue, cost_ratio(books)) - booked, stock[goods])
    if amount <= ZERO:
        return []
    words = f"{TITLE}（收入 {text(revenue)}）"
    return [
        entry(books.special_leaf("cost_of_sales"), Side.DEBIT, amount, text=words),
        entry(goods, Side.CREDIT, amount, text=words),
    ]
