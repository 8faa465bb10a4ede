"""What is known of one signature after it was checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from invoices.signatures.certificates import Certificate, leads_to_root


@dataclass(frozen=True, slots=True)
class SignatureOutcome:
    """`intact`: what was signed is what is there. `trusted` is `None` where no root is configured.

    `signed_at` carries its time zone; `reason` says in Chinese what failed.
    """

    form: str  # pdf | ofd
    intact: bool
    signer: str = ""
    issuer: str = ""
    seal: str = ""
    signed_at: datetime | None = None
    algorithm: str = ""
    changed_after: str = ""
    trusted: bool | None = None
    certificate_valid_then: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A signature as CMS or a seal yields it; `failure` says in Chinese what does not hold, "" when all does."""

    signer: Certificate
    others: Iterable[Certificate]
    signed_at: datetime | None
    algorithm: str
    failure: str
    seal: str = ""


def weighed(form: str, made: Made, roots: Sequence[Certificate], stated: datetime | None) -> SignatureOutcome:
    """The outcome, with the chain of trust; `stated` is the time the file names where the signature bears none."""
    at = made.signed_at or stated
    trusted, missing = leads_to_root(made.signer, made.others, roots, at)
    return SignatureOutcome(
        form=form,
        intact=not made.failure,
        signer=made.signer.name[:200],
        issuer=made.signer.issuer[:200],
        seal=made.seal[:200],
        signed_at=at,
        algorithm=made.algorithm,
        trusted=trusted,
        certificate_valid_then=at is None or made.signer.is_valid_on(at),
        reason=(made.failure or (f"缺少颁发者“{missing}”的证书" if missing else ""))[:200],
    )


def broken(form: str, reason: str) -> SignatureOutcome:
    """A signature that cannot be verified at all."""
    return SignatureOutcome(form, intact=False, reason=reason[:200])
