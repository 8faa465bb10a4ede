"""Who changed which field of an invoice from what to what. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldCorrection(models.Model):
    """One correction by a person; `field` is a name of the invoice, or `lines.<position>.<name>`.

    `confidence` is how sure the reading of the old value had been, null where it was not said.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(_("字段"), max_length=60)
    old = models.TextField(_("原值"), null=True)
    new = models.TextField(_("新值"), null=True)
    confidence = models.FloatField(_("原把握"), null=True)
    corrected_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, verbose_name=_("更正人"))
    corrected_at = models.DateTimeField(_("更正时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("字段更正")
        verbose_name_plural = _("字段更正")
        ordering = ["-corrected_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.field}: {self.old} → {self.new}"
