"""Finding a company by name, pinyin initials, full pinyin or taxpayer id.

Rule kept: only the companies the person is a member of are ever looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from foundation.access import companies_of
from foundation.models import Company, User
from kernel.pinyin import initials, spelling

SHOWN: Final = 12


@lru_cache(maxsize=20_000)
def spellings(name: str) -> tuple[str, str]:
    """Pinyin initials and full pinyin of a name ("云杉" → "ys", "yunshan")."""
    return initials(name).lower(), spelling(name).lower()


def matches(name: str, taxpayer_id: str, wanted: str) -> bool:
    """Whether every word of `wanted` is found in the name, its pinyin or the taxpayer id."""
    hay = (name.lower(), taxpayer_id.lower(), *spellings(name))
    return all(any(word in text for text in hay) for word in wanted.lower().split())


def find_companies(user: User, wanted: str, *, limit: int = SHOWN) -> list[Company]:
    """The person's companies that match, in order of name; with nothing wanted, the first ones."""
    mine: Iterable[Company] = companies_of(user).only("id", "name", "taxpayer_id").iterator()
    found: list[Company] = []
    for company in mine:
        if matches(company.name, company.taxpayer_id, wanted):
            found.append(company)
        if len(found) == limit:
            break
    return found
