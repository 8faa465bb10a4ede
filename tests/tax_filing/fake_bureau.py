"""A bureau and its channel in memory, with faults to order: what it accepted is counted, whatever we were told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from kernel.errors import FinalFailure, OutcomeUnknown, TemporaryFailure
from tax_filing.domain.package import Accepted, FilingPackage, HumanNeeded, Outcome, Processing, Rejected


class FakeBureau:
    """Holds returns by key. `plan` names what happens at each call of submit, then all goes well."""

    name = "fake"
    title = "假渠道"

    def __init__(self) -> None:
        self.accepted: dict[str, str] = {}
        self.acceptances: list[str] = []
        self.submitted: list[FilingPackage] = []
        self.looked_up: list[str] = []
        self.plan: list[str] = []
        self.look_up_plan: list[str] = []
        self.on_submit: Callable[[FilingPackage], None] = lambda package: None
        self.handover_id: int | None = 7

    def submit(self, package: FilingPackage) -> Outcome:
        self.submitted.append(package)
        self.on_submit(package)
        fault = self.plan.pop(0) if self.plan else "accept"
        match fault:
            case "refuse_connection":
                raise TemporaryFailure("connection refused")
            case "lose_answer":
                self._accept(package)
                raise OutcomeUnknown("read timed out")
            case "lose_request":
                raise OutcomeUnknown("read timed out")
            case "die_after":
                self._accept(package)
                raise KeyboardInterrupt("worker killed")
            case "die_before":
                raise KeyboardInterrupt("worker killed")
            case "reject":
                return Rejected("第22栏有误", "R-1")
            case "processing":
                self._accept(package)
                return Processing("P-1")
            case "human":
                return HumanNeeded(self.handover_id)
            case "final":
                raise FinalFailure("taxpayer unknown", message_zh="查无此纳税人")
        return self._accept(package)

    def look_up(self, package: FilingPackage) -> Outcome | None:
        self.looked_up.append(package.key)
        if self.look_up_plan:
            match self.look_up_plan.pop(0):
                case "down":
                    raise TemporaryFailure("maintenance")
                case "processing":
                    return Processing("P-1")
        return self._receipt(package.key) if package.key in self.accepted else None

    def _accept(self, package: FilingPackage) -> Accepted:
        if package.key not in self.accepted:
            self.accepted[package.key] = f"A-{len(self.accepted) + 1}"
            self.acceptances.append(package.key)
        return self._receipt(package.key)

    def _receipt(self, key: str) -> Accepted:
        reference = self.accepted[key]
        return Accepted(reference, b"%PDF-1.7 receipt " + reference.encode(), f"{reference}.pdf", datetime.now(UTC))


BUREAU = FakeBureau()


def make_channel() -> FakeBureau:
    """The dotted path tests put into FILING_CHANNELS."""
    return BUREAU


class NoGate:
    """A gate that lets everything pass."""

    def findings(self, company_id: int, period: object) -> list[object]:
        return []
