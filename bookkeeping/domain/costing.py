"""What goods sold have cost: weighted average over the month, first in first out, or a share of revenue.

Rules kept: goods gone to the last unit take the last fen with them; nothing is issued that is not there. Methods:
小企业会计准则 Art. 13, 企业会计准则第1号——存货 Art. 14.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kernel.errors import Refusal
from kernel.money import ZERO, round_to_fen


class CostingMethod(StrEnum):
    """How a company costs what it sells."""

    NONE = "none"
    WEIGHTED_AVERAGE = "weighted_average"
    FIRST_IN_FIRST_OUT = "first_in_first_out"
    REVENUE_SHARE = "revenue_share"


class ShortOfStock(Refusal):
    """More was sold than the books have; `facts` has the quantities."""

    code = "short_of_stock"


@dataclass(frozen=True, slots=True)
class Flow:
    """One movement of an item: units and yuan.

    A return to the supplier is a negative `came_in`; freight and other costs of buying come in without units.
    """

    quantity: Decimal
    amount: Decimal
    came_in: bool


def weighted_average(flows: Iterable[Flow], sold: Decimal) -> Decimal:
    """Yuan that `sold` units cost at the average of all that came in, less what left otherwise.

    Raises `ShortOfStock`.
    """
    kept = list(flows)
    quantity = sum((flow.quantity if flow.came_in else -flow.quantity for flow in kept), Decimal(0))
    amount = sum((flow.amount if flow.came_in else -flow.amount for flow in kept), ZERO)
    _check(sold, quantity)
    return amount if sold == quantity else _share(amount, sold, quantity)


def first_in_first_out(flows: Iterable[Flow], sold: Decimal) -> Decimal:
    """Yuan that `sold` units cost when the oldest leave first. Flows come in order of time. Raises `ShortOfStock`."""
    layers: deque[tuple[Decimal, Decimal]] = deque()
    for flow in flows:
        if flow.came_in and flow.quantity > 0:
            layers.append((flow.quantity, flow.amount))
        elif flow.came_in and not flow.quantity:
            _add_cost(layers, flow.amount)
        else:
            _take(layers, abs(flow.quantity), oldest=not flow.came_in)
    return _take(layers, sold, oldest=True)


def revenue_share(revenue: Decimal, ratio: Decimal) -> Decimal:
    """Yuan of cost as a fixed share of revenue, for trades that keep no quantities."""
    return round_to_fen(revenue * ratio)


def _add_cost(layers: deque[tuple[Decimal, Decimal]], amount: Decimal) -> None:
    """Costs of buying belong to what came last."""
    if layers:
        quantity, was = layers.pop()
        layers.append((quantity, was + amount))


def _take(layers: deque[tuple[Decimal, Decimal]], wanted: Decimal, *, oldest: bool) -> Decimal:
    _check(wanted, sum((quantity for quantity, _amount in layers), Decimal(0)))
    cost = ZERO
    while wanted > 0:
        quantity, amount = layers.popleft() if oldest else layers.pop()
        if quantity <= wanted:
            cost, wanted = cost + amount, wanted - quantity
            continue
        part = _share(amount, wanted, quantity)
        rest = (quantity - wanted, amount - part)
        layers.appendleft(rest) if oldest else layers.append(rest)
        return cost + part
    return cost


def _share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    return round_to_fen(amount * part / whole)


def _check(wanted: Decimal, there: Decimal) -> None:
    if wanted > there:
        raise ShortOfStock(
            f"{wanted} units are to leave, {there} are there",
            message_zh=f"发出数量 {wanted} 大于结存数量 {there}，请核对入库或录入暂估",
            wanted=wanted,
            there=there,
        )
