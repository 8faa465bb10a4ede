"""Money paid for an accepted return, and the voucher that booked it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tax_filing.models.submission import Submission


class TaxPayment(models.Model):
    """One payment of one return (缴款). `voucher_id` is filled when the books have taken it."""

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="payment", verbose_name=_("申报")
    )
    number = models.CharField(_("缴款凭证号"), max_length=80)
    amount = models.DecimalField(_("缴款金额"), max_digits=18, decimal_places=2)
    paid_on = models.DateField(_("缴款日期"))
    voucher_id = models.BigIntegerField(_("记账凭证"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("税款缴纳")
        verbose_name_plural = _("税款缴纳")

    def __str__(self) -> str:
        return self.number
