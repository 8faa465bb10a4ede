"""Which category an invoice belongs to, by kind, item name, tax classification code and short name between asterisks.

Rule kept: the tables `invoices/data/categories.yaml` and `tax_codes.yaml` decide; a short name neither knows makes
"other goods", nothing at all makes "unknown".
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
CODES: Final = TABLE.with_name("tax_codes.yaml")
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
GENERIC: Final = frozenset({"other_services", "other_goods", "unknown"})
"""Categories that say no more than that nothing better was found."""


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


@cache
def short_names() -> frozenset[str]:
    """Every short name (商品和服务分类简称) the table knows."""
    return frozenset(short for category in all_categories() for short in category.shorts)


def category_named(category_id: str) -> Category:
    """The category with this id; `UNKNOWN` for an id the table does not hold."""
    return next((category for category in all_categories() if category.id == category_id), UNKNOWN)


def split_item_name(item_name: str) -> tuple[str, str]:
    """Short name and goods name of `*餐饮服务*餐费`; the short name is "" where no asterisks stand."""
    text = unicodedata.normalize("NFKC", item_name).strip()
    match = _STARRED.match(text)
    return (match[1].strip(), match[2].strip()) if match else ("", text)


@cache
def _codes() -> dict[str, str]:
    table: dict[str, list[str]] = yaml.safe_load(CODES.read_text(encoding="utf-8"))
    return {prefix: category for category, prefixes in table.items() for prefix in prefixes}


def category_of_code(code: str | None) -> Category | None:
    """The category of a tax classification code by its longest known beginning; `None` where the chapter is mixed."""
    codes, full = _codes(), code or ""
    found = next((codes[full[:size]] for size in range(len(full), 0, -1) if full[:size] in codes), None)
    return category_named(found) if found else None


def category_of_item(item_name: str, tax_category: str | None = None, code: str | None = None) -> Category:
    """The category of one line: words that always decide, the code, the short name, words of the item."""
    starred, name = split_item_name(item_name)
    short = tax_category or starred
    strong = _first(lambda category: any(word in name for word in category.strong))
    found = strong or category_of_code(code) or _by_short_or_words(short, name)
    if found:
        return found
    return category_named("other_services" if short.endswith("服务") else "other_goods") if short else UNKNOWN


def _by_short_or_words(short: str, name: str) -> Category | None:
    by_rank: tuple[Callable[[Category], bool], ...] = (
        lambda category: short in category.shorts and category.id not in GENERIC,
        lambda category: any(word in name for word in category.words),
        lambda category: short in category.shorts,
    )
    return next((found for matches in by_rank if (found := _first(matches))), None)


def _first(matches: Callable[[Category], bool]) -> Category | None:
    return next((category for category in all_categories() if matches(category)), None)


def category_of(fapiao: Fapiao) -> Category:
    """The category of the whole invoice: by kind where the kind tells, else that of the lines with most money."""
    by_kind = next((category for category in all_categories() if fapiao.kind in category.kinds), None)
    if by_kind and fapiao.kind is not Kind.BANK_SLIP:
        return by_kind
    weights: dict[Category, Decimal] = {}
    for line in fapiao.lines:
        if line.item_name or line.tax_category or line.tax_category_code:
            found = category_of_item(line.item_name or "", line.tax_category, line.tax_category_code)
            weights[found] = weights.get(found, Decimal(0)) + _weight(line)
    if weights:
        return max(weights, key=lambda category: weights[category])
    if fapiao.travel and (fapiao.travel.traveller or fapiao.travel.origin or fapiao.travel.vehicle):
        return category_named("passenger_transport")
    return by_kind or UNKNOWN


def _weight(line: FapiaoLine) -> Decimal:
    return abs(line.net_amount or Decimal(0)) + Decimal("0.001")
