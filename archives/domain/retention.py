"""How long accounting papers are kept (会计档案管理办法, 财政部 国家档案局令第79号)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kernel.errors import InvalidValue

PERMANENT: Final = "permanent"


@dataclass(frozen=True, slots=True)
class Term:
    """A class of papers with its term; `years` is None for ever. `keep_until` is the first day it may be appraised."""

    category: str
    years: int | None
    keep_until: date | None


def term_of(category: str, terms: Mapping[str, object], year: int) -> Term:
    """The term of papers of a year: it begins on the first day after the year (Art. 14). Raises `InvalidValue`."""
    years = terms.get(category)
    if years == PERMANENT:
        return Term(category, None, None)
    if not isinstance(years, int) or isinstance(years, bool) or years <= 0:
        raise InvalidValue(f"no term for {category!r}", message_zh=f"没有“{category}”的保管期限")
    return Term(category, years, date(year + years + 1, 1, 1))


def terms_of(terms: Mapping[str, object], year: int) -> list[Term]:
    """All classes, the longest first."""
    found = [term_of(category, terms, year) for category in terms]
    return sorted(found, key=lambda term: (term.years is not None, -(term.years or 0), term.category))
