"""Staff pages: look, do not touch what services must change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from foundation.models import Agency, AuditEntry, Company, Job, Membership, TaxpayerStatus, User


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that only services may write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """The audit trail."""

    list_display = ("scope", "sequence", "action", "subject", "actor", "created_at")
    list_filter = ("action",)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """The job table."""

    list_display = ("kind", "key", "company", "state", "attempts", "run_after", "finished_at")
    list_filter = ("state", "kind")


admin.site.register([Agency, Company, TaxpayerStatus, Membership, User])
