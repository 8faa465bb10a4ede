"""Warnings in the administration, to look at only: judgements are made on the pages, where they are audited."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import ReadOnlyAdmin
from risk.models import PeriodWarning


@admin.register(PeriodWarning)
class PeriodWarningAdmin(ReadOnlyAdmin):
    """Warnings of all companies."""

    list_display = ("company", "period", "indicator", "severity", "state")
    list_filter = ("severity", "state", "period")
