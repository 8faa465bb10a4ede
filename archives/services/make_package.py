"""Make an ordered package: its members into a ZIP on disk, its hashes into the row and the audit trail."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

from django.utils import timezone, translation

from archives.domain.member import Member
from archives.models import ArchivePackage, PackageKind, PackageState
from archives.selectors.archive_plan import archive_members
from archives.selectors.export_plan import export_members
from archives.selectors.version import program_version
from archives.services.write_package import Written, write_package
from foundation.audit import record
from kernel.period import AccountingPeriod

SECONDS_BETWEEN_REPORTS: Final = 1.0


def make_package(package: ArchivePackage) -> Written:
    """Write the file; repeating it writes it anew. Raises what the disk raises."""
    ArchivePackage.objects.filter(pk=package.pk).update(state=PackageState.RUNNING, members_done=0, error="")
    with translation.override("zh-hans"):
        return write_package(package.path, _head(package), _members(package), progress=_Progress(package.pk))


def keep_result(package_id: int, written: Written) -> None:
    """Put the outcome on record; runs once, with the end of the job."""
    package = ArchivePackage.objects.select_related("company", "requested_by").get(pk=package_id)
    package.state, package.finished_at = PackageState.DONE, timezone.now()
    package.size, package.sha256 = written.size, written.sha256
    package.manifest_sha256, package.problems = written.manifest_sha256, list(written.problems)
    package.members_done = package.members_total = written.members
    package.save()
    content = {
        "kind": package.kind, "start": package.start_period, "end": package.end_period, "members": written.members,
        "size": written.size, "sha256": written.sha256, "manifest_sha256": written.manifest_sha256,
        "problems": len(written.problems),
    }  # fmt: skip
    record(company=package.company, actor=package.requested_by, action="package.made", subject=package, content=content)


def keep_failure(package_id: int, reason: str) -> None:
    """Say that it failed; the job tries again as long as it may."""
    ArchivePackage.objects.filter(pk=package_id).update(state=PackageState.FAILED, error=reason[:400])


def _members(package: ArchivePackage) -> Iterator[Member]:
    if package.kind == PackageKind.EXPORT:
        return export_members(package.company)
    start, end = (AccountingPeriod.parse(text) for text in (package.start_period, package.end_period))
    return archive_members(package.company, start, end)


def _head(package: ArchivePackage) -> dict[str, Any]:
    return {
        "kind": package.kind,
        "company": package.company.name,
        "taxpayer_id": package.company.taxpayer_id,
        "start_period": package.start_period,
        "end_period": package.end_period,
        "made_for": str(package.requested_by),
        "requested_at": package.created_at.isoformat(),
        "program_version": program_version(),
    }


class _Progress:
    """Writes the number of finished members to the row, at most once a second."""

    def __init__(self, package_id: int) -> None:
        self.package_id, self.said = package_id, 0.0

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self.said >= SECONDS_BETWEEN_REPORTS:
            self.said = now
            ArchivePackage.objects.filter(pk=self.package_id).update(members_done=done)
