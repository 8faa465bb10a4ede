"""Every decision a person made on an invoice, with what the checks said at that moment. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from invoices.models.invoice import Decision


class InvoiceDecision(models.Model):
    """One decision. `tripped` maps each rule to its severity then; `missed_rule` is one a person saw broken, not we."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(_("处理"), max_length=10, choices=Decision)
    verdict = models.CharField(_("当时结论"), max_length=10)
    tripped = models.JSONField(_("当时发现"), default=dict)
    missed_rule = models.CharField(_("漏检的规则"), max_length=60, default="", blank=True)
    reason = models.TextField(_("理由"), default="", blank=True)
    letter = models.TextField(_("退票函"), default="", blank=True)
    decided_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, verbose_name=_("处理人"))
    decided_at = models.DateTimeField(_("处理时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("处理记录")
        verbose_name_plural = _("处理记录")
        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["company", "decided_at"], name="decision_by_day")]

    def __str__(self) -> str:
        return self.get_decision_display()
