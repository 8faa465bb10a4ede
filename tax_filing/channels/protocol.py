"""The contract of a filing channel.

A channel SHALL send the package's key with every attempt, SHALL raise `OutcomeUnknown` whenever the bureau may have
taken the return without our knowing, and SHALL NOT retry by itself. `look_up` SHALL NOT change anything at the bureau.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, runtime_checkable

from django.utils.functional import Promise

from tax_filing.domain.package import FilingPackage, Outcome


class FilingChannel(Protocol):
    """One way of filing."""

    name: str
    title: str | Promise

    def submit(self, package: FilingPackage) -> Outcome:
        """Hand the return over. Raises `TemporaryFailure`, `FinalFailure`, `OutcomeUnknown`."""
        ...

    def look_up(self, package: FilingPackage) -> Outcome | None:
        """What the bureau has under this key; None when it never received it. Raises `TemporaryFailure`."""
        ...


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """A payment in yuan as the bureau confirmed it."""

    number: str
    amount: Decimal
    paid_on: date


@runtime_checkable
class PayingChannel(Protocol):
    """A channel that can also pay what an accepted return owes."""

    def pay(self, reference: str) -> PaymentMade:
        """Pay by three-party agreement; a return already paid gives its payment again."""
        ...
