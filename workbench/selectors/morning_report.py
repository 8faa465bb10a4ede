"""A person's morning: what the night did for her companies, and what is left for her, the urgent first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from foundation.models import User
from workbench.models import ENDED, NightState
from workbench.selectors.nightly import CompanyNight, Tally, company_nights, items_looked_after, tallies, urgent_first

SUMS = ("papers", "statements", "matched", "proposed")


@dataclass(frozen=True, slots=True)
class Morning:
    """The report. `work` adds up what was done; `open` are companies where somebody must act or look."""

    tally: Tally
    work: dict[str, int]
    open: tuple[CompanyNight, ...]

    @property
    def for_people(self) -> list[CompanyNight]:
        """Companies with something a person must see to."""
        return [one for one in self.open if one.matters]

    @property
    def for_the_system(self) -> list[CompanyNight]:
        """Companies where the machine failed or has not come to an end."""
        return [one for one in self.open if one.faults or one.item.state not in ENDED]


def morning_of(user: User, night: date) -> Morning | None:
    """The report of a night; `None` where none of her companies took part."""
    items = items_looked_after(user).filter(night=night)
    found = tallies(items, 1)
    if not found:
        return None
    work: Counter[str] = Counter()
    for results in items.values_list("results", flat=True):
        for result in results:
            work.update({name: count for name, count in result["counts"].items() if name in SUMS})
    open_ones = urgent_first(items.exclude(state=NightState.DONE))
    return Morning(found[0], {name: work[name] for name in SUMS}, tuple(company_nights(open_ones)))
