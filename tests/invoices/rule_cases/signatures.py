"""Electronic seals and signatures: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from invoices.domain.compliance import CheckResult
from invoices.domain.context import Signed
from tests.invoices.cases import check
from tests.invoices.rule_cases.shapes import Case

GOOD: dict[str, Any] = {
    "file": "a.ofd",
    "signer": "云杉市税务局",
    "signed_at": datetime.fromisoformat("2026-10-15T09:00"),
    "intact": True,
    "trusted": True,
}


def signed(**more: Any) -> CheckResult:
    return check(signatures=(Signed(**GOOD | more),))


CASES: dict[str, Case] = {
    "SIGNATURE_BROKEN": (lambda: signed(intact=False), lambda: signed(trusted=None)),
    "CHANGED_AFTER_SIGNING": (lambda: signed(changed_after="批注"), signed),
    "SIGNER_NOT_TRUSTED": (lambda: signed(trusted=False), lambda: signed(trusted=None)),
    "SIGNER_NOT_VERIFIABLE": (lambda: signed(trusted=None), lambda: signed(intact=False, trusted=None)),
    "SIGNED_OUTSIDE_VALIDITY": (lambda: signed(certificate_valid_then=False), signed),
}
