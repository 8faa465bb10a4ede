"""Packages: the archive of a span, all of a company's data, their state and their files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archives.models import ArchivePackage, PackageKind, PackageState
from archives.selectors.retention import CATEGORIES, retention_on
from archives.services.start_package import NEEDED, start_package
from foundation.access import company_view
from foundation.audit import record
from foundation.models import Role
from kernel.period import AccountingPeriod

SHOWN = 30


def _context(request: HttpRequest, company_id: int) -> dict[str, Any]:
    rows = ArchivePackage.objects.filter(company_id=company_id).select_related("requested_by", "company")[:SHOWN]
    role = request.role  # type: ignore[attr-defined]
    return {
        "packages": [(row, role >= NEEDED[row.kind] and row.state == PackageState.DONE) for row in rows],
        "working": any(row.state in {PackageState.QUEUED, PackageState.RUNNING} for row in rows),
        "may_export": role >= NEEDED[PackageKind.EXPORT.value],
    }


@company_view(Role.SUPERVISOR)
@require_safe
def packages(request: HttpRequest, company_id: int) -> HttpResponse:
    """What was made, what is being made, and how long the papers of the year are kept."""
    period: AccountingPeriod = request.period  # type: ignore[attr-defined]
    company = request.company  # type: ignore[attr-defined]
    plan = retention_on(period)
    context = {
        **_context(request, company_id),
        "first": max(AccountingPeriod(period.year, 1), company.first_period),
        "plan": plan,
        "terms": [(CATEGORIES[term.category], term) for term in plan.terms],
    }
    return render(request, "archives/packages.html", context)


@company_view(Role.SUPERVISOR)
@require_safe
def progress(request: HttpRequest, company_id: int) -> HttpResponse:
    """The list alone, asked for again while something is being made."""
    return render(request, "archives/_packages.html", _context(request, company_id))


@company_view(Role.SUPERVISOR)
@require_POST
def make(request: HttpRequest, company_id: int) -> HttpResponse:
    """Order a package. An export takes the owner."""
    said, kind = request.POST, request.POST.get("kind", "")
    span = {
        name: AccountingPeriod.parse(said.get(name, "")) for name in ("start", "end") if kind == PackageKind.ARCHIVE
    }
    start_package(request.company, kind, request.user, **span)  # type: ignore[attr-defined, arg-type]
    messages.success(request, _("已开始生成，完成后可在下面下载。"))
    return redirect("archives:packages", company_id)


@company_view(Role.SUPERVISOR)
@require_safe
def download(request: HttpRequest, company_id: int, package_id: int) -> HttpResponseBase:
    """The file of a package; who took it stands in the log."""
    package = get_object_or_404(ArchivePackage, pk=package_id, company_id=company_id, state=PackageState.DONE)
    if request.role < NEEDED[package.kind]:  # type: ignore[attr-defined]
        raise PermissionDenied
    if not package.path.is_file():
        raise Http404
    content = {"kind": package.kind, "sha256": package.sha256}
    company, person = request.company, request.user  # type: ignore[attr-defined]
    record(company=company, actor=person, action="package.downloaded", subject=package, content=content)  # type: ignore[arg-type]
    response = FileResponse(package.path.open("rb"), as_attachment=True, filename=package.name)
    response["Cache-Control"] = "private, no-store"
    return response
