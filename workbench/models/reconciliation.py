"""What a reconciliation of a month said last: how many differences, and which."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.utils.translation import pgettext_lazy

_ = partial(pgettext_lazy, "reconciliation")


class Reconciliation(models.Model):
    """One kind of reconciliation of one company and month, overwritten by each new look.

    `differences` is empty where there is nothing to compare yet; `exceptions` are the rows in question as texts.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, related_name="reconciliations")
    period = models.CharField(_("账期"), max_length=7)
    kind = models.CharField(_("核对项目"), max_length=12)
    differences = models.PositiveIntegerField(_("差异"), null=True)
    exceptions = models.JSONField(default=list)
    checked_at = models.DateTimeField(_("核对时间"), auto_now=True)

    class Meta:
        verbose_name = _("核对结果")
        verbose_name_plural = _("核对结果")
        constraints = [
            models.UniqueConstraint(fields=["company", "period", "kind"], name="reconciliation_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.period} {self.kind}"
