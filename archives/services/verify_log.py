"""Prove the operation log: every link of its chain, its end, and the vouchers it says were posted."""

from __future__ import annotations

from dataclasses import dataclass

from bookkeeping.exports import changed_batches
from foundation.access import require_role
from foundation.audit import broken_links, record
from foundation.models import AuditChain, AuditEntry, Company, Role, User


@dataclass(frozen=True, slots=True)
class LogProof:
    """How many entries were looked at, the first whose link is broken, the first whose vouchers changed since."""

    entries: int
    first_broken: int | None
    first_changed: int | None

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return self.first_broken is None and self.first_changed is None


def verify_log(company: Company, *, actor: User) -> LogProof:
    """Walk the chain of the company and put the outcome on record. Raises `NotPermitted` below supervisor."""
    require_role(actor, company, Role.SUPERVISOR)
    proof = prove_log(company)
    content = {"entries": proof.entries, "first_broken": proof.first_broken, "first_changed": proof.first_changed}
    record(company=company, actor=actor, action="log.verified", content=content)
    return proof


def prove_log(company: Company) -> LogProof:
    """The same without a trace."""
    scope = f"company:{company.pk}"
    broken, changed = broken_links(scope), changed_batches(company.pk)
    last = AuditEntry.objects.filter(scope=scope).order_by("-sequence").first()
    chain = AuditChain.objects.filter(scope=scope).first()
    if chain is not None and chain.last_hash != (last.entry_hash if last else ""):
        # Entries were cut off at the end, or put behind it past the services.
        broken.append(min(chain.last_sequence, last.sequence if last else 0) + 1)
    count = AuditEntry.objects.filter(scope=scope).count()
    return LogProof(count, min(broken, default=None), min(changed, default=None))
