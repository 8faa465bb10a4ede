"""Goods and services for invoice lines, from `data/items.yaml`.

Rule kept: a printed gross amount is split into net and tax so that both add up to it to the fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from kernel.money import FEN, ZERO, from_fen, round_to_fen
from samples.truth import Line

_DATA = Path(__file__).parent / "data" / "items.yaml"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be invoiced; prices are gross yuan, both ends included."""

    short: str
    code: str
    item: str
    spec: str
    unit: str
    price: tuple[int, int]
    quantity: tuple[int, int]
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Category:
    """Items one kind of seller sells; `trade` stands in the seller's name."""

    name: str
    trade: str
    items: tuple[Item, ...]
    exempt: bool = False


@cache
def categories() -> dict[str, Category]:
    """All categories by name."""
    return {name: _category(name, raw) for name, raw in _raw()["categories"].items()}


@cache
def levy_rate() -> Decimal:
    """The rate small-scale sellers print, a ratio."""
    return Decimal(_raw()["levy_rate"])


@cache
def _raw() -> dict[str, Any]:
    return dict(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


def _category(name: str, raw: dict[str, Any]) -> Category:
    items = tuple(
        Item(
            **{key: str(item[key]) for key in ("short", "code", "item", "spec", "unit")},
            price=tuple(item["price"]),
            quantity=tuple(item["quantity"]),
            rate=Decimal(item["rate"]),
        )
        for item in raw["items"]
    )
    return Category(name, raw["trade"], items, bool(raw.get("exempt")))


def line(rng: Random, item: Item, *, rate: Decimal | None, gross: Decimal | None = None) -> Line:
    """A line of `item` at `rate` (`None`: exempt) with a random or the given gross amount."""
    quantity = Decimal(rng.randint(*item.quantity))
    if gross is None:
        gross = from_fen(rng.randint(item.price[0] * 100, item.price[1] * 100)) * quantity
    net = round_to_fen(gross / (1 + rate)) if rate is not None else gross
    return Line(
        item_name=f"*{item.short}*{item.item}",
        tax_category=item.short,
        tax_category_code=item.code,
        specification=item.spec,
        unit=item.unit,
        quantity=quantity,
        unit_price=_unit_price(net, quantity),
        net_amount=net,
        tax_rate=rate,
        tax_amount=gross - net,
        tax_treatment="taxable" if rate is not None else "exempt",
    )


def discount(of: Line, share: Decimal) -> Line:
    """The line under `of` that takes `share` of it back: same item, negative amounts, no quantity."""
    gross = round_to_fen((of.net_amount + of.tax_amount) * share).quantize(FEN)
    net = round_to_fen(gross / (1 + (of.tax_rate or ZERO)))
    return Line(
        item_name=of.item_name,
        tax_category=of.tax_category,
        tax_category_code=of.tax_category_code,
        net_amount=-net,
        tax_amount=net - gross,
        tax_rate=of.tax_rate,
        tax_treatment=of.tax_treatment,
    )


def _unit_price(net: Decimal, quantity: Decimal) -> Decimal:
    price = (net / quantity).quantize(Decimal("1e-8"))
    return price.quantize(FEN) if price == price.quantize(FEN) else price
