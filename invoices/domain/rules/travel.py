"""Rules about passenger tickets and those who travel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force

TRAVEL_CATEGORIES: Final = frozenset({"rail", "air", "passenger_transport"})


def traveller_unknown(case: Case) -> Iterator[Trip]:
    """A ticket known to bear no identity: a fair claim without input VAT."""
    if case.category.id in TRAVEL_CATEGORIES and traveller_is_absent(case):
        yield Trip("TRAVELLER_UNKNOWN", {}, ("travel",))


def traveller_is_absent(case: Case) -> bool:
    """Whether the ticket is known to bear no printed traveller."""
    traveller = case.fapiao.travel.traveller if case.fapiao.travel else None
    return "手写" in traveller if traveller else case.lacks("travel.traveller")


def traveller_not_staff(case: Case) -> Iterator[Trip]:
    """Only tickets of own staff and dispatched workers give input VAT; a family's journey is no cost at all."""
    claimant = case.context.claimant
    if claimant is None or not claimant.relation:
        return
    private = rule_in_force("PRIVATE_TRAVEL", case.day)
    if private and claimant.relation in private.value["relations"]:
        yield Trip("PRIVATE_TRAVEL", {"relation": claimant.relation})
        return
    rule = rule_in_force("TRAVELLER_NOT_STAFF", case.day)
    if rule and case.category.id in TRAVEL_CATEGORIES and claimant.relation not in rule.value["staff"]:
        yield Trip("TRAVELLER_NOT_STAFF", {"relation": claimant.relation})


def travel_without_trip(case: Case) -> Iterator[Trip]:
    """Travel cost without reason and dates of the trip."""
    held = case.context.supporting_documents
    if case.context.purpose == "travel" and held is not None and "trip_record" not in held:
        yield Trip("TRAVEL_WITHOUT_TRIP")


TRAVEL_RULES: Final[tuple[RuleFunction, ...]] = (traveller_unknown, traveller_not_staff, travel_without_trip)
