"""Invoices as the tax bureau lists them, issued and received, and what the columns of an exported sheet mean.

Rule kept: an invoice stands once per company and direction, however often and by whichever way its list came in.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from invoices.models.invoice import AmountField, Direction


class ListSource(models.TextChoices):
    """How a list came in."""

    API = "api", _("税局接口")
    SHEET = "sheet", _("导出的表")


class ListedInvoice(models.Model):
    """One line of the bureau's list. `state`: valid, voided, red_lettered or abnormal, empty where nothing is said."""

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, related_name="listed_invoices")
    direction = models.CharField(_("方向"), max_length=8, choices=Direction)
    invoice_code = models.CharField(_("发票代码"), max_length=20, default="", blank=True)
    invoice_number = models.CharField(_("发票号码"), max_length=40)
    kind = models.CharField(_("票种"), max_length=40, default="", blank=True)
    issue_date = models.DateField(_("开票日期"), null=True)
    seller_name = models.CharField(_("销售方名称"), max_length=200, default="", blank=True)
    seller_taxpayer_id = models.CharField(_("销售方识别号"), max_length=40, default="", blank=True)
    buyer_name = models.CharField(_("购买方名称"), max_length=200, default="", blank=True)
    buyer_taxpayer_id = models.CharField(_("购买方识别号"), max_length=40, default="", blank=True)
    net_amount = AmountField(_("金额"))
    tax_amount = AmountField(_("税额"))
    gross_amount = AmountField(_("价税合计"))
    state = models.CharField(_("发票状态"), max_length=16, default="", blank=True)
    source = models.CharField(_("来源"), max_length=8, choices=ListSource)
    seen_at = models.DateTimeField(_("取得时间"), auto_now=True)

    class Meta:
        verbose_name = _("税局发票清单")
        verbose_name_plural = _("税局发票清单")
        ordering = ["issue_date", "invoice_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "direction", "invoice_code", "invoice_number"], name="listed_invoice_once"
            )
        ]
        indexes = [models.Index(fields=["company", "issue_date"], name="listed_invoice_by_day")]

    def __str__(self) -> str:
        return self.invoice_number

    @property
    def party(self) -> str:
        """The other side."""
        return self.buyer_name if self.direction == Direction.SALE else self.seller_name


class ListMapping(models.Model):
    """What the columns of an exported sheet mean, as a person said for this company: {our name: column from 0}."""

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, related_name="+")
    header = models.CharField(max_length=40)
    columns = models.JSONField()
    decided_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("发票清单列对照")
        verbose_name_plural = _("发票清单列对照")
        constraints = [models.UniqueConstraint(fields=["company", "header"], name="list_mapping_once")]

    def __str__(self) -> str:
        return self.header
