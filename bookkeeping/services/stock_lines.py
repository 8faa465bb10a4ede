"""Entries of invoices on accounts that keep stock items: one line for each item of the invoice, with its units.

Rule kept: amounts are only parted, never changed; where the invoice's lines do not add up to the entry's, the entry
stays as it is and the checks before closing ask for the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from bookkeeping.domain.analysis import Analysis, Dimension, Item, analysis_of
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.models import Account, AnalysisItem
from bookkeeping.services.keep_analysis import ItemFacts, keep_item
from foundation.models import Company, User
from invoices.exports import InvoiceLineFact, invoice_fact
from kernel.money import ZERO, total

_CLASS = re.compile(r"^\*[^*]+\*")


@dataclass(frozen=True, slots=True)
class Goods:
    """What one item of an invoice adds up to, its discount lines included."""

    name: str
    unit: str
    net: Decimal
    tax: Decimal
    quantity: Decimal


def item_name(name: str) -> str:
    """The item's own name, without the class an invoice writes between stars."""
    return _CLASS.sub("", name or "").strip()


def goods_of(lines: Iterable[InvoiceLineFact]) -> list[Goods]:
    """The invoice by item and unit, in order of first appearance."""
    sums: dict[tuple[str, str], Goods] = {}
    for line in lines:
        name = item_name(line.item_name)
        unit = line.unit or next((unit for known, unit in sums if known == name), "")
        was = sums.get((name, unit), Goods(name, unit, ZERO, ZERO, Decimal(0)))
        sums[name, unit] = Goods(
            name,
            unit,
            was.net + (line.net_amount or ZERO),
            was.tax + (line.tax_amount or ZERO),
            was.quantity + (line.quantity or Decimal(0)),
        )
    return list(sums.values())


def with_stock_lines(company: Company, draft: VoucherDraft, invoice_id: int, *, actor: User | None) -> VoucherDraft:
    """The draft with its one stock line parted by item; the same draft where no account asks for items."""
    codes = {line.account_code for line in draft.lines}
    asking = Account.objects.filter(
        company=company, code__in=codes, dimensions__contains=Dimension.STOCK_ITEM.value
    ).values_list("code", flat=True)
    targets = [line for line in draft.lines if line.account_code in set(asking)]
    if len(targets) != 1:
        return draft
    goods = goods_of(invoice_fact(company.pk, invoice_id).lines)
    amounts = _amounts(goods, abs(targets[0].amount))
    if amounts is None or not all(one.name for one in goods):
        return draft
    parts = [_part(company, targets[0], one, amount, actor) for one, amount in zip(goods, amounts, strict=True)]
    lines = [part for line in draft.lines for part in (parts if line is targets[0] else [line])]
    return replace(draft, lines=tuple(lines))


def _amounts(goods: list[Goods], wanted: Decimal) -> list[Decimal] | None:
    """Net amounts where they add up to the entry, gross amounts where the VAT is not deducted; otherwise None."""
    for amounts in ([one.net for one in goods], [one.net + one.tax for one in goods]):
        signed = [abs(amount) for amount in amounts]
        if all(signed) and total(signed) == wanted:
            return signed
    return None


def _part(company: Company, line: DraftLine, goods: Goods, amount: Decimal, actor: User | None) -> DraftLine:
    sign = -1 if line.amount < 0 else 1
    return replace(
        line,
        debit=sign * amount if line.debit else ZERO,
        credit=sign * amount if line.credit else ZERO,
        analysis=_analysis(company, line, goods, actor),
        quantity=sign * abs(goods.quantity),
    )


def _analysis(company: Company, line: DraftLine, goods: Goods, actor: User | None) -> Analysis:
    row = AnalysisItem.objects.filter(company=company, dimension=Dimension.STOCK_ITEM, name=goods.name).first()
    if row is None:
        number = AnalysisItem.objects.filter(company=company, dimension=Dimension.STOCK_ITEM).count() + 1
        facts = ItemFacts(Dimension.STOCK_ITEM, f"S{number:04d}", goods.name[:120], unit=goods.unit[:20])
        row = keep_item(company, facts, actor=actor)
    return analysis_of([*line.analysis, Item(Dimension.STOCK_ITEM, row.code)])
