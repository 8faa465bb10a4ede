"""A finding of the compliance checks, kept with the wording and the law it had on the day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvoiceFinding(models.Model):
    """One finding. The columns carry the names of `kernel.finding.Finding`, so pages show either."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField(default=0)
    rule = models.CharField(_("规则"), max_length=60)
    severity = models.CharField(_("严重程度"), max_length=8)
    message_zh = models.TextField()
    message_en = models.TextField()
    law = models.CharField(_("依据"), max_length=400, default="", blank=True)
    fix_zh = models.TextField(default="", blank=True)
    fix_en = models.TextField(default="", blank=True)
    evidence = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("检查发现")
        verbose_name_plural = _("检查发现")
        ordering = ["invoice", "position"]
        indexes = [models.Index(fields=["company", "rule"], name="finding_by_rule")]

    def __str__(self) -> str:
        return self.rule
