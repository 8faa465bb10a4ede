"""Passenger tickets: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from datetime import date

from invoices.domain.context import Claimant
from invoices.domain.fapiao import Travel
from tests.invoices.cases import check
from tests.invoices.rule_cases.shapes import (
    Case,
    ticket,
)

CASES: dict[str, Case] = {
    "TRAVELLER_UNKNOWN": (
        lambda: check(ticket(travel=Travel(date=date(2026, 10, 12))), absent=frozenset({"travel.traveller"})),
        lambda: check(ticket()),
    ),
    "TRAVELLER_NOT_STAFF": (
        lambda: check(ticket(), claimant=Claimant(relation="client")),
        lambda: check(ticket(), claimant=Claimant(relation="dispatched_worker")),
    ),
    "PRIVATE_TRAVEL": (
        lambda: check(ticket(), claimant=Claimant(relation="family")),
        lambda: check(ticket(), claimant=Claimant(relation="employee")),
    ),
    "TRAVEL_WITHOUT_TRIP": (
        lambda: check(ticket(), purpose="travel", supporting_documents=frozenset()),
        lambda: check(ticket(), purpose="travel", supporting_documents=frozenset({"trip_record"})),
    ),
}
