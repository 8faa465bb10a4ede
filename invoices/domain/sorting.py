"""Where an invoice belongs: bought or sold, and the accounting period that takes it.

Rule kept: the taxpayer id decides the direction, the name only where the id was not read; a month already closed
hands its late papers to the month in work.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from invoices.domain.fapiao import Fapiao
from invoices.domain.names import folded, same_name
from kernel.period import AccountingPeriod


def direction_of(fapiao: Fapiao, *, name: str, taxpayer_id: str) -> Literal["purchase", "sale"]:
    """`sale` when the company is the seller and not the buyer, else `purchase`."""
    seller = _is(fapiao.seller_name, fapiao.seller_taxpayer_id, name=name, taxpayer_id=taxpayer_id)
    buyer = _is(fapiao.buyer_name, fapiao.buyer_taxpayer_id, name=name, taxpayer_id=taxpayer_id)
    return "sale" if seller and not buyer else "purchase"


def _is(found_name: str | None, found_id: str | None, *, name: str, taxpayer_id: str) -> bool:
    if found_id:
        return folded(found_id) == folded(taxpayer_id)
    return bool(found_name) and same_name(found_name or "", name)


def booking_period(issued: date | None, *, in_work: AccountingPeriod) -> AccountingPeriod:
    """The month of issue, or the month in work when that month is over or the date is not known."""
    return max(AccountingPeriod.of(issued), in_work) if issued else in_work
