"""Who looks after a company's books: the accountant a board is filtered by. It gives no rights; memberships do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """One person per company; who took the company over before stands in the audit trail."""

    company = models.OneToOneField("foundation.Company", on_delete=models.CASCADE, related_name="assignment")
    person = models.ForeignKey(
        "foundation.User", on_delete=models.CASCADE, related_name="assignments", verbose_name=_("经办人")
    )
    assigned_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("分派")
        verbose_name_plural = _("分派")

    def __str__(self) -> str:
        return f"{self.company} → {self.person}"
