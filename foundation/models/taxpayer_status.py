"""Taxpayer status with its first day. The status of a day is the newest row that has begun by then."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VatStatus(models.TextChoices):
    """VAT status."""

    GENERAL = "general", _("一般纳税人")
    SMALL_SCALE = "small_scale", _("小规模纳税人")


class VatFiling(models.TextChoices):
    """How often VAT is filed."""

    MONTH = "month", _("按月申报")
    QUARTER = "quarter", _("按季申报")


class TaxpayerStatus(models.Model):
    """VAT status and filing rhythm from a day on; changes are new rows, never edits."""

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, related_name="taxpayer_statuses")
    effective_from = models.DateField(_("生效日"))
    vat_status = models.CharField(_("增值税身份"), max_length=12, choices=VatStatus)
    vat_filing = models.CharField(_("申报周期"), max_length=8, choices=VatFiling)

    class Meta:
        verbose_name = _("纳税人身份")
        verbose_name_plural = _("纳税人身份")
        ordering = ["company", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["company", "effective_from"], name="one_taxpayer_status_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.get_vat_status_display()} {self.effective_from}"
