"""Payment of an accepted return by three-party agreement; one payment for one return."""

from __future__ import annotations

from django.db import models


class Payment(models.Model):
    """Money debited by agreement between bank, taxpayer and bureau. Amount in yuan."""

    number = models.CharField("电子缴款凭证号", max_length=40, unique=True)
    filed_return = models.OneToOneField("bureau_sandbox.FiledReturn", on_delete=models.PROTECT, related_name="payment")
    agreement = models.CharField("三方协议号", max_length=40)
    amount = models.DecimalField("金额", max_digits=18, decimal_places=2)
    paid_at = models.DateTimeField("扣款时间")

    class Meta:
        verbose_name = "缴款"

    def __str__(self) -> str:
        return f"{self.number} {self.amount}"
