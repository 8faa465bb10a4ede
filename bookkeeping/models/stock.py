"""Goods that came before their invoice (暂估入库), and exchange rates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookkeeping.models.analysis import AnalysisItem
from bookkeeping.models.fields import FenField, QuantityField
from bookkeeping.models.voucher import Voucher


class ProvisionalReceipt(models.Model):
    """Goods received without invoice, at an estimate until the invoice comes and a red-letter voucher undoes it."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("入库日期"))
    supplier = models.CharField(_("供应商"), max_length=120)
    account_code = models.CharField(_("存货科目"), max_length=16)
    stock_item = models.ForeignKey(
        AnalysisItem, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("存货")
    )
    quantity = QuantityField(_("数量"), default=0)
    amount = FenField(_("暂估金额"))
    note = models.CharField(_("备注"), max_length=120, blank=True)
    voucher = models.OneToOneField(Voucher, on_delete=models.PROTECT, related_name="+", verbose_name=_("暂估凭证"))
    reversal = models.OneToOneField(
        Voucher, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("冲回凭证")
    )

    class Meta:
        verbose_name = _("暂估入库")
        verbose_name_plural = _("暂估入库")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["company", "day"], name="provisional_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.supplier}"


class ExchangeRate(models.Model):
    """Yuan for one unit of a currency on a day, as the company uses it."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(_("外币"), max_length=3)
    day = models.DateField(_("日期"))
    rate = models.DecimalField(_("汇率"), max_digits=14, decimal_places=6)
    entered_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, verbose_name=_("录入人"))

    class Meta:
        verbose_name = _("汇率")
        verbose_name_plural = _("汇率")
        ordering = ["-day", "currency"]
        constraints = [models.UniqueConstraint(fields=["company", "currency", "day"], name="exchange_rate_once")]

    def __str__(self) -> str:
        return f"{self.currency} {self.day} {self.rate}"
