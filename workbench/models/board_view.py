"""A board as a person wants to see it again: its filters under a name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BoardView(models.Model):
    """`query` is the address behind the question mark; the person's own, nobody else sees it."""

    user = models.ForeignKey("foundation.User", on_delete=models.CASCADE, related_name="board_views")
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = _("看板视图")
        verbose_name_plural = _("看板视图")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_board_view_per_name")]

    def __str__(self) -> str:
        return self.name
