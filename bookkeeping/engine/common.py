"""What many companies book alike: the account of common items, for a company that has not met them yet.

Rule kept: an item counts only when three companies or more bought it, and no name of a company or party is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.tables import split_item
from foundation.learning import steady

LEAST_COMPANIES = 3
_LEAST_SHARE = 0.6


def key_of(direction: str, item: str) -> str:
    """The item without what changes from month to month; empty where nothing is left."""
    short, name = split_item(item)
    words = steady(name)
    return f"{direction}|{short}|{words}" if words else ""


@dataclass(frozen=True, slots=True)
class Common:
    """Account and share of companies by item."""

    items: Mapping[str, tuple[AccountName, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Common:
        """From what is stored: key -> [account, detail, share]."""
        return cls({key: (AccountName(row[0], row[1]), float(row[2])) for key, row in stored.items()})

    def choice(self, case: Case) -> Choice | None:
        """How other companies book this item, or None."""
        found = self.items.get(key_of(case.direction, case.item)) if case.item else None
        if found is None:
            return None
        name, share = found
        return Choice(
            name,
            round(0.9 * share, 2),
            "common",
            f"其他企业的同一项目多记入“{name}”",
            f"other companies mostly book the same item to {name}",
        )


def common_items(rows: Iterable[tuple[int, str, str, AccountName]]) -> dict[str, list[Any]]:
    """What is common in (company, direction, item, account): key -> [account, detail, share of companies]."""
    latest: dict[str, dict[int, AccountName]] = defaultdict(dict)
    for company, direction, item, name in rows:
        if key := key_of(direction, item):
            latest[key][company] = name
    found: dict[str, list[Any]] = {}
    for key, by_company in latest.items():
        name, count = Counter(by_company.values()).most_common(1)[0]
        share = count / len(by_company)
        if len(by_company) >= LEAST_COMPANIES and share >= _LEAST_SHARE:
            found[key] = [name.account, name.detail, round(share, 3)]
    return found
