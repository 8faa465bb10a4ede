"""Refusals: what is not allowed now. Findings (kernel.finding) are something else: mistakes in the user's papers.

ZhangfangError
├── Refusal                 not allowed; carries `code` and the facts a caller needs
│   ├── InvalidValue        a value the system cannot take
│   │   └── NotMoney
│   ├── PeriodClosed        the accounting period takes no more entries
│   ├── NotPermitted        the person lacks the role
│   └── NotReady            an earlier step is missing
└── OutsideFailure          another system did not do its part
    ├── TemporaryFailure    try again later
    ├── FinalFailure        trying again will not help
    └── OutcomeUnknown      ask what happened before anything else
"""

from __future__ import annotations

from typing import ClassVar


class ZhangfangError(Exception):
    """Root of everything this product raises on purpose."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, message_zh: str = "", **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.message_zh = message_zh or message
        self.facts = facts


class Refusal(ZhangfangError):
    """The request is understood and not allowed now."""

    code = "refused"


class InvalidValue(Refusal):
    """A value outside what the field may hold."""

    code = "invalid_value"


class NotMoney(InvalidValue):
    """Text, a float or a non-finite number where exact money is needed."""

    code = "not_money"


class PeriodClosed(Refusal):
    """The accounting period is closed; a later period must take the entry."""

    code = "period_closed"


class NotPermitted(Refusal):
    """The person has no role that allows this for this company."""

    code = "not_permitted"


class NotReady(Refusal):
    """An earlier step has not been done; `facts` says which."""

    code = "not_ready"


class OutsideFailure(ZhangfangError):
    """Another system (bureau, bank, mail) failed."""

    code = "outside_failure"


class TemporaryFailure(OutsideFailure):
    """Nothing was accepted; the same request may be sent again later."""

    code = "temporary_failure"


class FinalFailure(OutsideFailure):
    """The request was refused for good; sending it again changes nothing."""

    code = "final_failure"


class OutcomeUnknown(OutsideFailure):
    """The answer was lost: look up what the other side holds before any retry."""

    code = "outcome_unknown"
