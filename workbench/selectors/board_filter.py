"""What a board is narrowed to and how it is ordered, read from its address: the same words in page, API and views."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from foundation.models import Company, User
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod
from workbench.selectors.board import BoardRow
from workbench.selectors.find_companies import matches
from workbench.selectors.steps import NAMES

FAR: Final = 10**6
PARAMETERS: Final = ("q", "period", "person", "step", "due", "show", "sort")
"""Everything a view keeps of an address."""


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """The wishes of one look at the board; empty words wish for nothing.

    `person` is `me`, `none` or an id; `step` names a step that is not done; `due` is `overdue` or a number of days;
    `show` is `waiting`, `warnings`, `blocked` or `running`; `sort` is `name`, `deadline` or `waiting`.
    """

    q: str = ""
    period: AccountingPeriod | None = None
    person: str = ""
    step: str = ""
    due: str = ""
    show: str = ""
    sort: str = ""

    @classmethod
    def parse(cls, asked: Mapping[str, Any]) -> BoardFilter:
        """From the parameters of an address. Raises `InvalidValue` for what is no month and no known word."""
        words = {name: str(asked.get(name) or "").strip() for name in PARAMETERS}
        period = words.pop("period")
        for name, known in _KNOWN.items():
            if words[name] and words[name] not in known and not (name == "due" and words[name].isdecimal()):
                raise InvalidValue(f"{name}={words[name]}", message_zh=f"看板没有“{words[name]}”这个条件")
        return cls(**words, period=AccountingPeriod.parse(period) if period else None)

    def wants(self, company: Company) -> bool:
        """Whether the name fits, before anything is counted."""
        return matches(company.name, company.taxpayer_id, self.q)

    def keeps(self, row: BoardRow, user: User) -> bool:
        """Whether the row fits."""
        return (
            self._keeps_person(row, user)
            and (not self.step or not row.story.step(self.step).is_done)
            and (not self.due or _days_left(row) <= (-1 if self.due == "overdue" else int(self.due)))
            and (not self.show or _SHOW[self.show](row))
        )

    def _keeps_person(self, row: BoardRow, user: User) -> bool:
        person = row.person.pk if row.person else None
        wanted = {"": person, "none": None, "me": user.pk}.get(self.person, self.person)
        return str(wanted) == str(person)

    def ordered(self, rows: list[BoardRow]) -> list[BoardRow]:
        """The rows in the order wished for; by name where none is."""
        if self.sort == "deadline":
            return sorted(rows, key=lambda row: (_days_left(row), row.company.name))
        if self.sort == "waiting":
            return sorted(rows, key=lambda row: (-row.story.waiting, row.company.name))
        return rows


_SHOW: Final[Mapping[str, Callable[[BoardRow], bool]]] = {
    "waiting": lambda row: row.story.waiting > 0,
    "warnings": lambda row: row.warnings > 0,
    "blocked": lambda row: row.blocking > 0,
    "running": lambda row: row.run_state == "running",
}


_KNOWN: Final[Mapping[str, Collection[str]]] = {
    "step": NAMES,
    "due": ("overdue",),
    "show": _SHOW,
    "sort": ("name", "deadline", "waiting"),
}


def _days_left(row: BoardRow) -> int:
    return row.story.deadline.days_left if row.story.deadline else FAR
