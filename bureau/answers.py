"""What the bureau answered, as values. Rule kept: amounts are `Decimal` yuan, and a status is one of five words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Self, cast, get_args

from kernel.errors import FinalFailure, NotMoney
from kernel.money import money

Status = Literal["processing", "accepted", "rejected", "corrected", "voided"]
Verification = Literal["valid", "not_found", "mismatched", "voided", "red_lettered", "abnormal"]


@dataclass(frozen=True, slots=True)
class BureauAnswer:
    """What the bureau holds about one return. `reason` is set when it was rejected."""

    status: Status
    reference: str
    reason: str = ""
    key: str = ""
    form: str = ""
    period_start: str = ""
    period_end: str = ""
    payload_hash: str = ""
    tax_payable: Decimal | None = None
    is_duplicate: bool = False

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """From the bureau's JSON. Raises `FinalFailure` when it is not what was agreed."""
        status, reference = body.get("status"), body.get("reference")
        if status not in get_args(Status) or not isinstance(reference, str):
            raise FinalFailure(
                "the bureau's answer is not understood", message_zh="税务局应答格式不符", body=dict(body)
            )
        reasons = body.get("reasons") or []
        return cls(
            status=cast("Status", status),
            reference=reference,
            reason="；".join(str(reason.get("message", "")) for reason in reasons),
            key=str(body.get("key") or ""),
            form=str(body.get("form") or ""),
            period_start=str(body.get("period_start") or ""),
            period_end=str(body.get("period_end") or ""),
            payload_hash=str(body.get("payload_hash") or ""),
            tax_payable=_amount(body.get("tax_payable")),
            is_duplicate=any(reason.get("code") == "duplicate" for reason in reasons),
        )


@dataclass(frozen=True, slots=True)
class VerificationAnswer:
    """Result of an invoice verification. `mismatched` names fields that differ; `invoice` is what the bureau holds."""

    result: Verification
    mismatched: tuple[str, ...] = ()
    invoice: Mapping[str, Any] | None = None

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """From the bureau's JSON. Raises `FinalFailure` when it is not what was agreed."""
        result = body.get("result")
        if result not in get_args(Verification):
            raise FinalFailure(
                "the bureau's answer is not understood", message_zh="税务局应答格式不符", body=dict(body)
            )
        return cls(cast("Verification", result), tuple(body.get("mismatched") or ()), body.get("invoice"))


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """A debit by three-party agreement, in yuan."""

    number: str
    reference: str
    amount: Decimal
    paid_at: str

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """From the bureau's JSON. Raises `FinalFailure` when it is not what was agreed."""
        try:
            return cls(str(body["number"]), str(body["reference"]), money(body["amount"]), str(body["paid_at"]))
        except (KeyError, NotMoney) as error:
            raise FinalFailure("the bureau's answer is not understood", message_zh="税务局应答格式不符") from error


def _amount(value: object) -> Decimal | None:
    return None if value is None else money(value)
