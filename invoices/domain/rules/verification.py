"""Rules about what the tax bureau answered. No answer says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.domain.trip import Case, RuleFunction, Trip

_RULES: Final = {
    "not_found": "VERIFIED_NOT_FOUND",
    "mismatched": "VERIFIED_DIFFERENT",
    "voided": "VERIFIED_VOIDED",
    "red_lettered": "VERIFIED_RED_LETTERED",
    "abnormal": "VERIFIED_ABNORMAL",
}


def verified(case: Case) -> Iterator[Trip]:
    """The bureau does not know the invoice, knows it otherwise, or knows it is void.

    A sale of our own that was taken back stays a sale: its red-letter invoice is booked beside it.
    """
    answer = case.context.verification
    if answer and answer.outcome == "red_lettered" and case.context.direction == "sale":
        return
    name = _RULES.get(answer.outcome) if answer else None
    if answer and name:
        # Which field differs decides whether a doubtful reading may be the cause.
        evidence = {"asked_on": answer.asked_on.isoformat(), "fields": "、".join(answer.mismatched)}
        yield Trip(name, evidence, answer.mismatched)


VERIFICATION_RULES: Final[tuple[RuleFunction, ...]] = (verified,)
