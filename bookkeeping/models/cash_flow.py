"""Lines of the cash flow statement a person chose for lines of vouchers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CashFlowChoice(models.Model):
    """One choice: the newest of a voucher line counts, 0 gives the line back to the rules.

    Kept beside the voucher, so that a posted voucher is never touched; rows are only added, with who and when.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    voucher = models.ForeignKey("bookkeeping.Voucher", on_delete=models.PROTECT, related_name="cash_flow_choices")
    position = models.PositiveSmallIntegerField(_("行号"))
    item = models.PositiveSmallIntegerField(_("现金流量项目"))
    chosen_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("现金流量指定")
        verbose_name_plural = _("现金流量指定")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.voucher_id}/{self.position} → {self.item}"
