"""A person's word for exactly one filing package, bound to its hash."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Company


class FilingApproval(models.Model):
    """Who approved which package hash of which accounting period. Written once, never changed."""

    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="filing_approvals", verbose_name=_("企业")
    )
    accounting_period = models.CharField(_("账期"), max_length=7)
    package_hash = models.CharField(_("申报包摘要"), max_length=64)
    content = models.JSONField(_("申报内容"), default=list)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("批准人"))
    approved_at = models.DateTimeField(_("批准时间"))

    class Meta:
        verbose_name = _("申报批准")
        verbose_name_plural = _("申报批准")
        ordering = ["-approved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "accounting_period", "package_hash"], name="package_approved_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.accounting_period} {self.package_hash[:12]}"
