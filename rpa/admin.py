"""Staff pages of the bot's room: look only."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import ReadOnlyAdmin
from rpa.models import BotRun


@admin.register(BotRun)
class BotRunAdmin(ReadOnlyAdmin):
    """Runs of the bot."""

    list_display = ("id", "company", "submission_key", "purpose", "state", "ending", "started_at")
    list_filter = ("state", "ending", "portal")
