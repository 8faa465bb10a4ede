"""What a person found when she compared a reading with its document: the only measure of reading accuracy we believe.

Rows are only ever added, one a field, when a person accepts an invoice on the review screen. A correction made
later counts against the reading as well (`selectors.accuracy`).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldReview(models.Model):
    """One field of one reviewed invoice as the reader had left it; `read` is null where it read nothing."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="field_reviews")
    kind = models.CharField(_("票种"), max_length=24)
    method = models.CharField(_("读取方式"), max_length=12)
    field = models.CharField(_("字段"), max_length=60)
    read = models.TextField(_("读出的值"), null=True)
    confidence = models.FloatField(_("把握"), null=True)
    was_doubtful = models.BooleanField(_("曾存疑"))
    is_exact = models.BooleanField(_("读对"))
    reviewed_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, verbose_name=_("审核人"))
    reviewed_at = models.DateTimeField(_("审核时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("字段审核")
        verbose_name_plural = _("字段审核")
        ordering = ["-reviewed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["invoice", "field"], name="field_reviewed_once")]
        indexes = [models.Index(fields=["company", "reviewed_at"], name="field_review_by_day")]

    def __str__(self) -> str:
        return f"{self.field}: {'=' if self.is_exact else '≠'}"
