"""Job handlers of the archives."""

from __future__ import annotations

from functools import partial

from archives.models import ArchivePackage
from archives.services.make_package import keep_failure, keep_result, make_package
from archives.services.start_package import JOB
from foundation.jobs import Effect, job_handler
from foundation.models import Job


@job_handler(JOB, lease_seconds=3600, max_attempts=3)
def run(job: Job) -> Effect:
    """Make one package; a second attempt begins anew and puts its file in the place of the first."""
    package = ArchivePackage.objects.select_related("company", "requested_by").get(pk=job.payload["package_id"])
    try:
        written = make_package(package)
    except Exception as error:
        keep_failure(package.pk, f"{type(error).__name__}: {error}")
        raise
    return partial(keep_result, package.pk, written)
