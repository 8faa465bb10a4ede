"""What a line supplies, as a VAT return divides sales: goods, services, real estate or a used asset of one's own.

Rule kept: the table `invoices/data/supplies.yaml` decides by category; it names every category exactly once.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from invoices.domain.categories import UNKNOWN, category_of_item, split_item_name

Supply = Literal["goods", "services", "real_estate", "used_fixed_asset"]

TABLE: Final = Path(__file__).parent.parent / "data" / "supplies.yaml"


def supply_of(item_name: str, tax_category: str | None = None) -> Supply:
    """What is supplied; goods where nothing tells. Intangibles count as services: the returns give them one column."""
    table = _table()
    if any(word in item_name for word in table["used_fixed_asset"]):
        return "used_fixed_asset"
    short = tax_category or split_item_name(item_name)[0]
    if short in table["goods_shorts"]:
        return "goods"
    if short.endswith("服务"):
        return "services"
    category = category_of_item(item_name, tax_category)
    if category is UNKNOWN:
        return "services" if any(word in item_name for word in table["service_words"]) else "goods"
    return _by_category()[category.id]


@cache
def _table() -> dict[str, Any]:
    return dict(yaml.safe_load(TABLE.read_text(encoding="utf-8")))


@cache
def _by_category() -> dict[str, Supply]:
    return {category: supply for supply, listed in _table()["categories"].items() for category in listed}
