"""Which category an invoice belongs to, by kind, item name and the short name between its asterisks.

Rule kept: the table `invoices/data/categories.yaml` decides; a short name the table does not know makes "other goods",
nothing at all makes "unknown".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from invoices.domain.fapiao import Fapiao, FapiaoLine, Kind

TABLE: Final = Path(__file__).parent.parent / "data" / "categories.yaml"
_STARRED: Final = re.compile(r"^\*([^*]+)\*(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Category:
    """One category; `nature` names what the VAT law blocks, "" when nothing."""

    id: str
    zh: str
    en: str
    nature: str = ""
    kinds: frozenset[str] = frozenset()
    strong: tuple[str, ...] = ()
    shorts: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


UNKNOWN: Final = Category("unknown", "未分类", "Unsorted")


def _category(row: dict[str, Any]) -> Category:
    return Category(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        nature=row.get("nature", ""),
        kinds=frozenset(row.get("kinds", ())),
        strong=tuple(row.get("strong", ())),
        shorts=frozenset(row.get("shorts", ())),
        words=tuple(row.get("words", ())),
    )


@cache
def all_categories() -> tuple[Category, ...]:
    """Every category in the order in which they are tried."""
    return tuple(_category(row) for row in yaml.safe_load(TABLE.read_text(encoding="utf-8")))


def category_named(category_id: str) -> Category:
    """The category with this id; `UNKNOWN` for an id the table does not hold."""
    return next((category for category in all_categories() if category.id == category_id), UNKNOWN)


def split_item_name(item_name: str) -> tuple[str, str]:
    """Short name and goods name of `*餐饮服务*餐费`; the short name is "" where no asterisks stand."""
    text = unicodedata.normalize("NFKC", item_name).strip()
    match = _STARRED.match(text)
    return (match[1].strip(), match[2].strip()) if match else ("", text)


def category_of_item(item_name: str, tax_category: str | None = None) -> Category:
    """The category of one line of goods or services."""
    starred, name = split_item_name(item_name)
    short = tax_category or starred
    by_rank: tuple[Callable[[Category], bool], ...] = (
        lambda category: any(word in name for word in category.strong),
        lambda category: short in category.shorts and category.id not in _GENERIC,
        lambda category: any(word in name for word in category.words),
        lambda category: short in category.shorts,
    )
    for matches in by_rank:
        found = next((category for category in all_categories() if matches(category)), None)
        if found:
            return found
    return category_named("other_services" if short.endswith("服务") else "other_goods") if short else UNKNOWN


def category_of(fapiao: Fapiao) -> Category:
    """The category of the whole invoice: by kind where the kind tells, else that of the lines with most money."""
    by_kind = next((category for category in all_categories() if fapiao.kind in category.kinds), None)
    if by_kind and fapiao.kind is not Kind.BANK_SLIP:
        return by_kind
    weights: dict[Category, Decimal] = {}
    for line in fapiao.lines:
        if line.item_name or line.tax_category:
            found = category_of_item(line.item_name or "", line.tax_category)
            weights[found] = weights.get(found, Decimal(0)) + _weight(line)
    if weights:
        return max(weights, key=lambda category: weights[category])
    if fapiao.travel and (fapiao.travel.traveller or fapiao.travel.origin or fapiao.travel.vehicle):
        return category_named("passenger_transport")
    return by_kind or UNKNOWN


def _weight(line: FapiaoLine) -> Decimal:
    return abs(line.net_amount or Decimal(0)) + Decimal("0.001")


_GENERIC: Final = frozenset({"other_services", "other_goods"})
