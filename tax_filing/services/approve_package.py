"""A supervisor approves exactly what will be filed: the hash of all returns of the period.

Rule kept: an approval counts for one hash. When a figure changes, the hash changes and the approval no longer fits.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import NotPermitted, NotReady, Refusal
from kernel.finding import Finding
from kernel.money import text
from kernel.period import AccountingPeriod
from tax_filing.domain.package import hash_of_packages
from tax_filing.gates import blocking, gate_findings
from tax_filing.models import FilingApproval, TaxReturn
from tax_filing.services.draft_returns import draft_returns


class PackageChanged(Refusal):
    """What was approved is no longer what would be filed; `facts["hash"]` is today's."""

    code: ClassVar[str] = "package_changed"


class FilingBlocked(NotReady):
    """A gate stands in the way; `facts["findings"]` lists why."""

    code: ClassVar[str] = "filing_blocked"


def hash_of(returns: list[TaxReturn]) -> str:
    """The package hash of some returns; empty when there are none."""
    return hash_of_packages(
        (row.form, str(row.tax_period), row.version, row.payload_hash, row.total_payable) for row in returns
    )


def approve_package(company: Company, period: AccountingPeriod, package_hash: str, *, actor: User) -> FilingApproval:
    """Approve. The same approval twice is one. Raises `NotPermitted`, `PackageChanged`, `FilingBlocked`."""
    require_role(actor, company, Role.SUPERVISOR)
    returns = draft_returns(company, period)
    require_same(returns, package_hash)
    refuse_blocked(gate_findings(company, period, returns))
    _second_person(company, returns, actor)
    found = approval_of(company, period, package_hash)
    if found:
        return found
    try:
        with transaction.atomic():
            return _approve(company, period, package_hash, returns, actor)
    except IntegrityError:
        return FilingApproval.objects.get(company=company, accounting_period=str(period), package_hash=package_hash)


def approval_of(company: Company, period: AccountingPeriod, package_hash: str) -> FilingApproval | None:
    """The approval of that hash, if it was given."""
    return FilingApproval.objects.filter(
        company=company, accounting_period=str(period), package_hash=package_hash
    ).first()


def require_same(returns: list[TaxReturn], package_hash: str) -> None:
    """Raises `NotReady` when nothing is due, `PackageChanged` when the hash is not today's."""
    current = hash_of(returns)
    if not current:
        raise NotReady("no return is due for this period", message_zh="本期没有应申报的报表")
    if current != package_hash:
        raise PackageChanged(
            "the returns have changed since", message_zh="申报数据已变化，请重新核对后批准", hash=current
        )


def refuse_blocked(findings: list[Finding]) -> None:
    """Raises `FilingBlocked` while a gate blocks."""
    if stopping := blocking(findings):
        raise FilingBlocked(
            "; ".join(finding.message_en for finding in stopping),
            message_zh="；".join(finding.message_zh for finding in stopping),
            findings=stopping,
        )


def _approve(
    company: Company, period: AccountingPeriod, package_hash: str, returns: list[TaxReturn], actor: User
) -> FilingApproval:
    approval = FilingApproval.objects.create(
        company=company,
        accounting_period=str(period),
        package_hash=package_hash,
        content=[_row(tax_return) for tax_return in returns],
        approved_by=actor,
        approved_at=timezone.now(),
    )
    content = {"period": str(period), "hash": package_hash, "returns": approval.content}
    record(company=company, actor=actor, action="filing.approved", subject=approval, content=content)
    return approval


def _row(tax_return: TaxReturn) -> dict[str, Any]:
    return {
        "form": tax_return.form,
        "tax_period": str(tax_return.tax_period),
        "version": tax_return.version,
        "payload_hash": tax_return.payload_hash,
        "total_payable": text(tax_return.total_payable),
    }


def _second_person(company: Company, returns: list[TaxReturn], actor: User) -> None:
    """Where the house wants four eyes, whoever prepared or overrode a figure does not approve it."""
    if not company.policy.get("filing_second_person", getattr(settings, "FILING_SECOND_PERSON", False)):
        return
    hands = {row.prepared_by_id for row in returns}
    hands |= {override["by"] for row in returns for override in row.overrides.values()}
    if actor.pk in hands:
        raise NotPermitted("a second person must approve", message_zh="须由编制人以外的人员批准申报")
