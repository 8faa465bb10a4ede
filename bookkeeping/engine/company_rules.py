"""What people of one company said: rules they accepted, accounts they refused for a counterparty and a sort of item.

Rules kept: a rule a person accepted comes before memory; an account a person refused is not proposed again for the same
counterparty and sort until somebody books to it there himself. Values in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.tables import split_item
from bookkeeping.engine.trades import for_standard
from foundation.learning import steady

DOUBTFUL = 0.45
"""The most an answer is sure of that only stands in for a refused one: a person is asked."""
_LAST_RESORTS = {
    "sale": (AccountName("主营业务收入"), AccountName("其他业务收入"), AccountName("预收账款")),
    "": (AccountName("管理费用", "其他"), AccountName("其他应收款"), AccountName("库存商品")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule or a refusal holds: direction, counterparty and sort of item, each exactly."""

    direction: str
    counterparty: str
    sort: str


@dataclass(frozen=True, slots=True)
class Rule:
    """An accepted rule; `corrections` is how many corrections it was drawn from (0: a person wrote it)."""

    name: AccountName
    since: date
    accepted_by: str
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """An account a person refused."""

    name: AccountName
    since: date
    refused_by: str
    reason: str = ""


def sort_of(text: str) -> str:
    """The sort of an item: the short name between the asterisks, else its words without months and amounts."""
    short, name = split_item(text)
    return short or steady(name)


def party_of(case: Case) -> str:
    """The counterparty's name without blanks."""
    return "".join(case.counterparty.split())


def place_of(case: Case) -> Place:
    """The place of a case."""
    return Place(case.direction, party_of(case), sort_of(case.item or case.description))


@dataclass(frozen=True, slots=True)
class CompanyRules:
    """Rules in force and refusals that stand, by place."""

    rules: Mapping[Place, Rule] = field(default_factory=dict)
    refused: Mapping[Place, tuple[Refused, ...]] = field(default_factory=dict)

    def ruled(self, case: Case) -> Choice | None:
        """What a rule says of the case; None where no rule holds."""
        rule = self.rules.get(place_of(case)) if self.rules else None
        if rule is None:
            return None
        sure = (rule.corrections + 1) / (rule.corrections + 1.1)
        return Choice(
            rule.name,
            round(min(sure, 0.99), 2),
            "rule",
            f"按 {rule.since:%Y-%m-%d} 的规则记入“{rule.name}”，由 {rule.accepted_by} 采纳",
            f"rule of {rule.since:%Y-%m-%d}, accepted by {rule.accepted_by}: {rule.name}",
        )

    def heeded(self, choice: Choice, case: Case) -> Choice:
        """The choice, or what stands next where a person refused its account; refused alternatives fall away."""
        refusals = self.refused.get(place_of(case)) if self.refused else None
        if not refusals:
            return choice
        names = {one.name: one for one in refusals}
        others = tuple((name, share) for name, share in choice.alternatives if name not in names)
        if choice.name not in names:
            return replace(choice, alternatives=others)
        said = names[choice.name]
        last = _LAST_RESORTS.get(case.direction, _LAST_RESORTS[""])
        spare = [(for_standard(name, case.standard), 0.2) for name in last]
        left = [*others, *(pair for pair in spare if pair[0] not in names)] or spare[-1:]
        (name, share), rest = left[0], others[1:] if others else ()
        why = f"（{said.reason}）" if said.reason else ""
        because = f" ({said.reason})" if said.reason else ""
        return replace(
            choice,
            name=name,
            confidence=round(min(share, DOUBTFUL), 2),
            layer="refused",
            reason_zh=f"{said.refused_by} 于 {said.since:%Y-%m-%d} 驳回过“{said.name}”{why}，改提“{name}”，请确认",
            reason_en=f"{said.refused_by} refused {said.name} on {said.since:%Y-%m-%d}{because}; {name} comes next",
            alternatives=rest,
            blocks_input_vat=False,
        )
