"""Goods that came before their invoice: booked at an estimate, taken back when the invoice comes (单到冲回).

Rule kept: the estimate stands on its own account below payables and carries no input VAT; the red-letter voucher names
the one it takes back, so that nothing is taken back twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from bookkeeping.domain.analysis import Dimension, Item
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.models import Account, AnalysisItem, ProvisionalReceipt
from bookkeeping.services.add_account import add_account
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.post_drafts import post_draft
from bookkeeping.services.reverse_voucher import reverse_voucher
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue, NotReady
from kernel.money import ZERO, text

PAYABLE = "暂估应付账款"


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What came: units and the estimate in yuan without VAT."""

    day: date
    supplier: str
    account_code: str
    amount: Decimal
    stock_item: AnalysisItem | None = None
    quantity: Decimal = Decimal(0)
    note: str = ""


@transaction.atomic
def add_provisional(company: Company, facts: ReceiptFacts, *, actor: User) -> ProvisionalReceipt:
    """The receipt with its posted voucher. Raises `InvalidValue`, `VoucherRefused`, `PeriodClosed`, `NotPermitted`."""
    require_role(actor, company, Role.ACCOUNTANT)
    if facts.amount <= 0 or facts.quantity < 0 or not facts.supplier.strip():
        raise InvalidValue("supplier and a positive amount are needed", message_zh="请填写供应商和大于零的暂估金额")
    if facts.stock_item is not None and facts.stock_item.company_id != company.pk:
        raise InvalidValue("no such stock item", message_zh="没有这个存货")
    voucher_id = post_draft(company.pk, _draft(facts, _payable(company, facts.day, actor)), actor)
    row = ProvisionalReceipt.objects.create(
        company=company,
        day=facts.day,
        supplier=facts.supplier.strip(),
        account_code=facts.account_code,
        stock_item=facts.stock_item,
        quantity=facts.quantity,
        amount=facts.amount,
        note=facts.note.strip(),
        voucher_id=voucher_id,
    )
    content = {"supplier": row.supplier, "amount": text(row.amount), "voucher": voucher_id}
    record(company=company, actor=actor, action="provisional.added", subject=row, content=content)
    return row


def _draft(facts: ReceiptFacts, payable: str) -> VoucherDraft:
    words = f"暂估入库 {facts.supplier.strip()} {facts.stock_item.name if facts.stock_item else ''}".strip()
    item = facts.stock_item
    analysis = (Item(Dimension.STOCK_ITEM, item.code),) if item else ()
    return VoucherDraft(
        facts.day,
        words[:200],
        (
            DraftLine(facts.account_code, facts.amount, ZERO, words[:200], analysis=analysis, quantity=facts.quantity),
            DraftLine(payable, ZERO, facts.amount, words[:200], counterparty=facts.supplier.strip()),
        ),
        origin="provisional",
    )


def _payable(company: Company, day: date, actor: User) -> str:
    """The account of estimates below payables; other payables keep a leaf of their own when it is the first."""
    books = ensure_books(company.pk, day)
    parent = books.special("payables")
    found = Account.objects.filter(company=company, parent__code=parent, name=PAYABLE).values_list("code", flat=True)
    if found:
        return found[0]
    if books.chart.is_leaf(parent):
        add_account(company, parent_code=parent, name="应付货款", actor=actor)
    return add_account(company, parent_code=parent, name=PAYABLE, actor=actor).code


@transaction.atomic
def settle_provisional(row: ProvisionalReceipt, *, day: date, actor: User) -> ProvisionalReceipt:
    """Take the estimate back on `day`. Raises `NotReady` when that was done, and what `reverse_voucher` raises."""
    require_role(actor, row.company, Role.ACCOUNTANT)
    row = ProvisionalReceipt.objects.select_for_update().select_related("company", "voucher").get(pk=row.pk)
    if row.reversal_id is not None:
        raise NotReady("it was taken back before", message_zh="该笔暂估已冲回")
    if day < row.day:
        raise InvalidValue("before it came", message_zh="冲回日期不能早于入库日期")
    row.reversal = reverse_voucher(row.voucher, actor=actor, day=day, reason="发票已到")
    row.save(update_fields=["reversal"])
    content = {"supplier": row.supplier, "voucher": row.reversal.pk}
    record(company=row.company, actor=actor, action="provisional.settled", subject=row, content=content)
    return row
