"""Rules about electronic seals and signatures of received files (财会〔2024〕12号 Art. 17).

Rule kept: a file nobody signed says nothing; one whose signed content was altered is rejected; where the chain of
trust cannot be verified that is said, and nothing is concluded from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.domain.context import Signed
from invoices.domain.trip import Case, RuleFunction, Trip


def signature_intact(case: Case) -> Iterator[Trip]:
    """What was signed is what was received."""
    for signed in case.context.signatures:
        if not signed.intact:
            yield Trip("SIGNATURE_BROKEN", _evidence(signed))
        elif signed.changed_after:
            yield Trip("CHANGED_AFTER_SIGNING", _evidence(signed) | {"what": signed.changed_after})


def signer_trusted(case: Case) -> Iterator[Trip]:
    """The certificate leads to a configured root and was valid when it signed."""
    for signed in case.context.signatures:
        if not signed.intact:
            continue
        if signed.trusted is False:
            yield Trip("SIGNER_NOT_TRUSTED", _evidence(signed))
        elif signed.trusted is None:
            yield Trip("SIGNER_NOT_VERIFIABLE", _evidence(signed))
        if not signed.certificate_valid_then:
            yield Trip("SIGNED_OUTSIDE_VALIDITY", _evidence(signed))


def _evidence(signed: Signed) -> dict[str, str]:
    at = signed.signed_at.strftime("%Y-%m-%d %H:%M") if signed.signed_at else "—"
    return {"file": signed.file, "signer": signed.signer or "—", "signed_at": at, "reason": signed.reason or "—"}


SIGNATURE_RULES: Final[tuple[RuleFunction, ...]] = (signature_intact, signer_trusted)
