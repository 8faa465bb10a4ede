"""What a person has seen of the desk: the tour, and notices up to a moment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeskMark(models.Model):
    """One row per person, made when she first marks something as seen."""

    user = models.OneToOneField("foundation.User", on_delete=models.CASCADE, related_name="desk_mark")
    tour_seen_at = models.DateTimeField(null=True)
    notices_seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("工作台已阅")
        verbose_name_plural = _("工作台已阅")

    def __str__(self) -> str:
        return str(self.user)
