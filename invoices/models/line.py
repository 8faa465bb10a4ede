"""One line of goods or services."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from invoices.models.invoice import AmountField


class InvoiceLine(models.Model):
    """A line as printed. Quantity and unit price keep the places they were printed with."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    item_name = models.CharField(_("项目名称"), max_length=300, null=True, blank=True)
    tax_category = models.CharField(_("税收分类简称"), max_length=80, null=True, blank=True)
    specification = models.CharField(_("规格型号"), max_length=200, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=40, null=True, blank=True)
    quantity = models.DecimalField(_("数量"), max_digits=28, decimal_places=10, null=True, blank=True)
    unit_price = models.DecimalField(_("单价"), max_digits=28, decimal_places=10, null=True, blank=True)
    net_amount = AmountField(_("金额"))
    tax_rate = models.DecimalField(_("税率"), max_digits=6, decimal_places=4, null=True, blank=True)
    tax_amount = AmountField(_("税额"))
    tax_category_code = models.CharField(_("税收分类编码"), max_length=19, null=True, blank=True)
    tax_treatment = models.CharField(_("征免"), max_length=16, null=True, blank=True)

    class Meta:
        verbose_name = _("发票明细")
        verbose_name_plural = _("发票明细")
        ordering = ["invoice", "position"]
        constraints = [models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_once")]

    def __str__(self) -> str:
        return self.item_name or "—"
