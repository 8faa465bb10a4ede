"""Choose the line of the cash flow statement a voucher line belongs to, or give it back to the rules.

Rule kept: the posted voucher stays as it is; a closed month's statement does not change any more.
"""

from __future__ import annotations

from django.db import transaction

from bookkeeping.models import CashFlowChoice, Voucher, VoucherState
from bookkeeping.selectors.books import books_of, is_closed
from bookkeeping.selectors.cash_choices import cash_lines, choosable
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import InvalidValue, NotReady, PeriodClosed
from kernel.period import AccountingPeriod

BY_RULE = 0


@transaction.atomic
def choose_cash_flow(voucher: Voucher, position: int, item: int, *, actor: User) -> CashFlowChoice:
    """Keep the choice with who and when; `item` 0 returns to the rules.

    Raises `InvalidValue` for a line or item that cannot be meant, `NotReady`, `PeriodClosed`, `NotPermitted`.
    """
    require_role(actor, voucher.company, Role.ACCOUNTANT)
    if voucher.state != VoucherState.POSTED:
        raise NotReady("only posted vouchers are in the statement", message_zh="已记账的凭证才进入现金流量表")
    if is_closed(voucher.company_id, AccountingPeriod.parse(voucher.period)):
        raise PeriodClosed(
            f"{voucher.period} is closed; its statements stand",
            message_zh=f"账期 {voucher.period} 已结账，报表不再变动",
        )
    books = books_of(voucher.company_id)
    if item != BY_RULE and item not in {line.line for line in choosable(books)}:
        raise InvalidValue(f"line {item} takes no movements of cash", message_zh=f"现金流量表第 {item} 行不能指定")
    lines = cash_lines(books, voucher)
    if position not in {line.position for line in lines} or all(line.amount is None for line in lines):
        raise InvalidValue(f"line {position} moves no cash", message_zh=f"第 {position} 行不涉及现金流量")
    choice = CashFlowChoice.objects.create(
        company=voucher.company, voucher=voucher, position=position, item=item, chosen_by=actor
    )
    content = {"position": position, "item": item}
    record(company=voucher.company, actor=actor, action="cash_flow.chosen", subject=voucher, content=content)
    return choice
