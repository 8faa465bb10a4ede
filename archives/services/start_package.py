"""Order a package: the job that makes it, one at a time of each kind."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from archives.models import ArchivePackage, PackageKind, PackageState
from foundation.access import require_role
from foundation.audit import record
from foundation.jobs import enqueue
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod

JOB: Final = "archives.make_package"
LONGEST: Final = 60
NEEDED: Final = {PackageKind.ARCHIVE.value: Role.SUPERVISOR, PackageKind.EXPORT.value: Role.OWNER}
"""An export opens what is sealed of employees: the owner takes the data away."""


@transaction.atomic
def start_package(
    company: Company,
    kind: str,
    actor: User,
    *,
    start: AccountingPeriod | None = None,
    end: AccountingPeriod | None = None,
) -> ArchivePackage:
    """The package under way of this kind and span, or a new one. Raises `NotPermitted`, `InvalidValue`."""
    if kind not in NEEDED:
        raise InvalidValue(f"no package {kind!r}", message_zh=f"没有“{kind}”这种档案包")
    require_role(actor, company, NEEDED[kind])
    span = _span(kind, start, end)
    under_way = ArchivePackage.objects.filter(
        company=company, kind=kind, state__in=[PackageState.QUEUED, PackageState.RUNNING], **span
    ).first()
    if under_way:
        return under_way
    package = ArchivePackage.objects.create(company=company, kind=kind, requested_by=actor, **span)
    record(company=company, actor=actor, action="package.requested", subject=package, content={"kind": kind, **span})
    enqueue(JOB, {"package_id": package.pk}, company=company, key=f"package:{package.pk}")
    return package


def _span(kind: str, start: AccountingPeriod | None, end: AccountingPeriod | None) -> dict[str, str]:
    if kind == PackageKind.EXPORT:
        return {"start_period": "", "end_period": ""}
    if start is None or end is None or start > end:
        raise InvalidValue("an archive needs a span", message_zh="请选择归档的起止账期，起不晚于止")
    if (end.year - start.year) * 12 + end.month - start.month >= LONGEST:
        raise InvalidValue("an archive spans five years at most", message_zh="一次归档最长五年")
    return {"start_period": str(start), "end_period": str(end)}
