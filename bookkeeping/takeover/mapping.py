"""Which of our accounts an account of another package is: proposed by memory, name, other name, code, parent.

Rules kept: name before code, because one code means different accounts in the two standards; what stands below an
account of ours with no counterpart is a new sub-account, or a counterparty where the account is kept by counterparty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bookkeeping.charts import parse_detail
from bookkeeping.domain.account import Chart
from bookkeeping.takeover.accounts import ForeignAccount

DOUBTFUL_BELOW: Final = 0.9


class Action(StrEnum):
    """What becomes of an account."""

    ACCOUNT = "account"
    NEW = "new"
    PARTY = "party"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Decision:
    """`target` is our account; for NEW the one the sub-account `name` is opened below ("" = below its old parent's),
    for PARTY the one on which `name` is the counterparty. `confidence` orders by doubt, 0 to 1; it is no frequency.
    """

    action: Action
    target: str = ""
    name: str = ""
    confidence: float = 0.0
    reason: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look first."""
        return self.confidence < DOUBTFUL_BELOW


def propose(
    chart: Chart, accounts: Sequence[ForeignAccount], remembered: Mapping[tuple[str, str], Decision]
) -> dict[str, Decision]:
    """A decision for every account, by its code (its name where it has none); parents come before their children."""
    found: dict[str, Decision] = {}
    for account in sorted(accounts, key=lambda one: len(one.path)):
        key = account.code or account.name
        known = remembered.get((account.code, account.full_name))
        if known is not None and (known.action is Action.OPEN or not known.target or known.target in chart):
            found[key] = known
        else:
            found[key] = _one(chart, account, found.get(account.parent))
    return found


def _one(chart: Chart, account: ForeignAccount, above: Decision | None) -> Decision:
    own = account.path[-1] if account.path else account.name
    if account.is_item and above is not None and above.action is Action.ACCOUNT:
        return Decision(Action.PARTY, above.target, own, 0.95, "item")
    if (named := _by_name(chart, account)) is not None:
        return named
    if above is not None and above.action is not Action.OPEN:
        return _below(chart, above, own)
    first = account.code[:4]
    if len(account.code) == 4 and first in chart:
        return Decision(Action.ACCOUNT, _leaf(chart, first), chart[first].name, 0.5, "code")
    return Decision(Action.OPEN, "", own, 0.0, "unknown")


def _by_name(chart: Chart, account: ForeignAccount) -> Decision | None:
    path = account.path or (account.name,)
    first, detail = parse_detail(chart, path[0], "-".join(path[1:]))
    row = chart.first_level_named(first)
    if row is None:
        return None
    places = [row.code, *_below_codes(chart, row.code)]
    place = next((code for code in places if chart.detail(code) == detail), None)
    if place is None:
        # a detail we lack: below the deepest part of it that we have, or below the account itself
        return None if account.parent or not detail else _below(chart, Decision(Action.ACCOUNT, row.code), detail)
    exact = chart[place].name == path[-1] and (len(path) > 1 or row.name == path[0])
    sure = 1.0 if exact and chart[place].code == account.code else 0.97 if exact else 0.92
    reason = "same" if sure == 1.0 else "name" if exact else "alias"
    if account.is_leaf and not chart.is_leaf(place):
        leaf = _leaf(chart, place)
        if leaf == place:
            return Decision(Action.NEW, place, "其他", 0.6, "has_sub_accounts")
        return Decision(Action.ACCOUNT, leaf, chart[leaf].name, 0.7, "has_sub_accounts")
    return Decision(Action.ACCOUNT, place, chart[place].name, sure, reason)


def _below(chart: Chart, above: Decision, own: str) -> Decision:
    if above.action is Action.ACCOUNT and (account := chart[above.target]).tracks_counterparty:
        if chart.is_leaf(account.code):
            return Decision(Action.PARTY, account.code, own, 0.85, "party")
        if (rest := _leaf(chart, account.code)) != account.code and account.is_first_level:
            return Decision(Action.PARTY, rest, own, 0.6, "party_of_rest")
    if above.action is Action.PARTY:
        return Decision(Action.PARTY, above.target, f"{above.name}-{own}", 0.5, "party")
    target = above.target if above.action is Action.ACCOUNT else ""
    return Decision(Action.NEW, target, own, 0.8, "below")


def _leaf(chart: Chart, code: str) -> str:
    """The account itself, or its 其他 where it has details."""
    if chart.is_leaf(code):
        return code
    rest = (child for child in chart.children(code) if chart[child].name == "其他" and chart.is_leaf(child))
    return next(rest, code)


def _below_codes(chart: Chart, code: str) -> list[str]:
    return [below for child in chart.children(code) for below in (child, *_below_codes(chart, child))]
