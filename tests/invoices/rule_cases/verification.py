"""What the bureau answers: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from invoices.domain.context import Verification
from tests.invoices.cases import TODAY, check
from tests.invoices.rule_cases.shapes import (
    Case,
)

CASES: dict[str, Case] = {
    "VERIFIED_NOT_FOUND": (
        lambda: check(verification=Verification("not_found", TODAY)),
        lambda: check(verification=Verification("valid", TODAY)),
    ),
    "VERIFIED_DIFFERENT": (
        lambda: check(verification=Verification("mismatched", TODAY, ("gross_amount",))),
        lambda: check(verification=None),
    ),
    "VERIFIED_VOIDED": (
        lambda: check(verification=Verification("voided", TODAY)),
        lambda: check(verification=Verification("valid", TODAY)),
    ),
    "VERIFIED_RED_LETTERED": (
        lambda: check(verification=Verification("red_lettered", TODAY)),
        lambda: check(verification=Verification("red_lettered", TODAY), direction="sale"),
    ),
    "VERIFIED_ABNORMAL": (
        lambda: check(verification=Verification("abnormal", TODAY)),
        lambda: check(verification=Verification("valid", TODAY)),
    ),
}
