"""Templates of vouchers (凭证模板): what is entered again and again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VoucherTemplate(models.Model):
    """Rows of a voucher kept under a name, with or without amounts; recurring ones are offered every month.

    `rows` are the texts of `TypedRow`: what a person would type, checked when the voucher is saved.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="voucher_templates")
    name = models.CharField(_("模板名称"), max_length=60)
    voucher_type = models.CharField(_("凭证字"), max_length=4, blank=True)
    rows = models.JSONField(_("分录"), default=list)
    with_amounts = models.BooleanField(_("含金额"), default=False)
    is_recurring = models.BooleanField(_("每月提示"), default=False)
    created_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("凭证模板")
        verbose_name_plural = _("凭证模板")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="voucher_template_once")]

    def __str__(self) -> str:
        return self.name
