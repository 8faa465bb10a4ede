"""Invoices as the bureau knows them: for verification, lists, comparison with returns and usage confirmation."""

from __future__ import annotations

from django.db import models


class InvoiceState(models.TextChoices):
    """What became of the invoice."""

    VALID = "valid", "正常"
    VOIDED = "voided", "已作废"
    RED_LETTERED = "red_lettered", "已红冲"
    ABNORMAL = "abnormal", "异常凭证"


class Usage(models.TextChoices):
    """What the buyer declared its VAT to be used for."""

    NONE = "", "未确认"
    DEDUCT = "deduct", "抵扣勾选"
    REFUND = "refund", "退税勾选"
    NOT_DEDUCTIBLE = "not_deductible", "不抵扣勾选"


class BureauInvoice(models.Model):
    """An issued invoice. Amounts in yuan."""

    invoice_code = models.CharField("发票代码", max_length=12, blank=True)
    invoice_number = models.CharField("发票号码", max_length=20)
    kind = models.CharField("票种", max_length=40, blank=True)
    issue_date = models.DateField("开票日期")
    seller_name = models.CharField("销售方", max_length=200, blank=True)
    seller_taxpayer_id = models.CharField(max_length=20, db_index=True)
    buyer_name = models.CharField("购买方", max_length=200, blank=True)
    buyer_taxpayer_id = models.CharField(max_length=20, blank=True, db_index=True)
    net_amount = models.DecimalField("金额", max_digits=18, decimal_places=2)
    tax_amount = models.DecimalField("税额", max_digits=18, decimal_places=2)
    gross_amount = models.DecimalField("价税合计", max_digits=18, decimal_places=2)
    check_code = models.CharField("校验码", max_length=20, blank=True)
    state = models.CharField(max_length=20, choices=InvoiceState, default=InvoiceState.VALID)
    usage = models.CharField(max_length=20, choices=Usage, blank=True, default=Usage.NONE)
    usage_period = models.CharField("用途所属期", max_length=7, blank=True)

    class Meta:
        verbose_name = "发票"
        ordering = ("issue_date", "invoice_number")
        constraints = (models.UniqueConstraint(fields=["invoice_code", "invoice_number"], name="invoice_number_once"),)

    def __str__(self) -> str:
        return self.invoice_number

    @property
    def is_special(self) -> bool:
        """Whether it counts in the comparison of special invoices with the return."""
        return "special" in self.kind
