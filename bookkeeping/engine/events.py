"""Which business a description tells: the event templates under `templates/events/`, tried in order.

Rule kept: the first event that fits wins; chapters are tried in the order of their file names; the last event fits
everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from bookkeeping.engine.case import Case

_PROJECT = re.compile("项目|施工|工地|分包")
_PAPERS = re.compile(r"增值税(?:电子)?(?:专用|普通)?发票|(?:增值税)?[专普]票")


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of business and its entry. `amount`: words before the figure that is the whole of it."""

    id: str
    anything: re.Pattern[str]
    everything: tuple[re.Pattern[str], ...]
    nothing: re.Pattern[str] | None
    only: frozenset[str]
    sure: float
    vat: str
    amount: str
    lines: tuple[tuple[str, ...], ...]

    def word(self, text: str, industry: str) -> str | None:
        """The words by which it fits; None when it does not."""
        found = self.anything.search(text)
        if found is None or (self.nothing is not None and self.nothing.search(text)):
            return None
        if self.only and industry not in self.only and not ("project" in self.only and _PROJECT.search(text)):
            return None
        return found[0] if all(pattern.search(text) for pattern in self.everything) else None


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words))


def _event(row: dict[str, Any]) -> Event:
    return Event(
        row["id"],
        _any_of(row["any"]),
        tuple(re.compile(word) for word in row.get("all", [])),
        _any_of(row["none"]) if "none" in row else None,
        frozenset(row.get("only", ())),
        float(row["sure"]),
        row.get("vat", ""),
        row.get("amount", ""),
        tuple(tuple(str(part) for part in line) for line in row["lines"]),
    )


@cache
def events() -> tuple[Event, ...]:
    """All events in the order in which they are tried."""
    folder = files("bookkeeping.engine.templates").joinpath("events")
    chapters = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    return tuple(_event(row) for chapter in chapters for row in yaml.safe_load(chapter.read_text(encoding="utf-8")))


def event_for(case: Case, off: frozenset[str] = frozenset()) -> tuple[Event, str]:
    """The event of a description and the words it was told by; events in `off` (ids) are passed over."""
    # What a paper is called says nothing about the tax being the business itself.
    return _told(_PAPERS.sub("发票", case.text), case.industry, off)


@lru_cache(maxsize=512)
def _told(text: str, industry: str, off: frozenset[str]) -> tuple[Event, str]:
    for event in events():
        if event.id not in off and (word := event.word(text, industry)) is not None:
            return event, word
    raise LookupError("the last event fits everything")
