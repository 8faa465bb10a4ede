"""Rules about red-letter invoices, their confirmation form, and voiding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.domain import red_letter
from invoices.domain.kinds import FULLY_DIGITAL
from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force
from kernel.money import text


def original_named(case: Case) -> Iterator[Trip]:
    """A red-letter invoice names its original, and the original was received."""
    if not case.fapiao.is_red_letter:
        return
    original = case.fapiao.original_invoice_number or red_letter.original_in_remarks(case.fapiao.remarks)
    if not original:
        if case.context.lacks("original_invoice_number"):
            yield Trip("RED_LETTER_ORIGINAL_MISSING", {}, ("remarks",))
        return
    if case.context.original_received is False:
        yield Trip("RED_LETTER_ORIGINAL_UNKNOWN", {"original": original})


def sign(case: Case) -> Iterator[Trip]:
    """Red-letter invoices are negative, others are not."""
    gross = case.fapiao.gross_amount
    if gross is None or gross == 0 or (gross < 0) == case.fapiao.is_red_letter:
        return
    kind = "红字发票" if case.fapiao.is_red_letter else "蓝字发票"
    yield Trip("RED_LETTER_SIGN", {"gross": text(gross), "kind": kind}, ("gross_amount",))


def confirmation(case: Case) -> Iterator[Trip]:
    """Where the buyer has confirmed or booked the original, a confirmation form in time is needed."""
    form = case.context.red_letter_confirmation
    wanted = case.context.requested_action in {"red_letter", "reissue"} or case.fapiao.is_red_letter
    if form is None or not wanted:
        return
    needs_form = form.original_usage_confirmed is True or form.original_booked is True
    if (
        needs_form
        and not form.confirmation_number
        and case.context.lacks("red_letter_confirmation.confirmation_number")
    ):
        yield Trip("RED_LETTER_CONFIRMATION_MISSING")
        return
    rule = rule_in_force("RED_LETTER_CONFIRMATION_EXPIRED", max(case.day, case.context.today))
    if rule is None or form.requested_at is None:
        return
    hours = rule.value["hours"]
    evidence = {"requested_at": form.requested_at.isoformat(sep=" ", timespec="minutes"), "hours": str(hours)}
    match red_letter.confirmation_state(form, hours=hours):
        case "expired":
            yield Trip("RED_LETTER_CONFIRMATION_EXPIRED", evidence)
        case "pending":
            yield Trip("RED_LETTER_CONFIRMATION_PENDING", evidence)


def voiding(case: Case) -> Iterator[Trip]:
    """Fully digital invoices are never voided; paper ones only in the month of issue."""
    if case.context.requested_action != "void":
        return
    issued, period = case.fapiao.issue_date, case.context.company.accounting_period
    if case.fapiao.kind in FULLY_DIGITAL:
        yield Trip(
            "VOID_NOT_ALLOWED", {"reason": "数电票不能作废", "reason_en": "fully digital invoices are never voided"}
        )
    elif issued and period and (issued.year, issued.month) < (period.year, period.month):
        yield Trip("VOID_NOT_ALLOWED", {"reason": "已跨月", "reason_en": "the month of issue is over"})


RED_LETTER_RULES: Final[tuple[RuleFunction, ...]] = (original_named, sign, confirmation, voiding)
