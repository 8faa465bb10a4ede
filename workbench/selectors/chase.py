"""The letter to a client: which papers and which money are missing."""

from __future__ import annotations

from django.utils.translation import pgettext

from bookkeeping.exports import ChaseList
from foundation.models import Company
from kernel.period import AccountingPeriod

MOST_LINES = 200


def chase_letter(company: Company, period: AccountingPeriod, found: ChaseList) -> str:
    """Plain text in the language of the page, to be edited, copied or sent."""
    parts = [pgettext("chase", "%(company)s，您好：") % {"company": company.name}]
    if found.payments:
        parts += ["", pgettext("chase", "以下 %(period)s 的收付款还没有发票，请补开或补交：") % {"period": period}]
        parts += [f"- {paid.day}  {paid.party}  {left:,.2f}  {paid.words}".rstrip() for paid, left in found.payments]
    for direction, sentence in (
        ("sale", pgettext("chase", "以下已开票款项还没有收到，请确认收款情况：")),
        ("purchase", pgettext("chase", "以下已收发票还没有付款记录，请确认是否已付、由谁支付：")),
    ):
        owed = [one for one in found.invoices if one.invoice.direction == direction][:MOST_LINES]
        if owed:
            parts += ["", sentence]
            parts += [
                f"- {one.invoice.day}  {one.invoice.party}  {one.open:,.2f}  {one.invoice.number}" for one in owed
            ]
    if len(parts) == 1:
        return ""
    return "\n".join([*parts, "", pgettext("chase", "谢谢！")])
