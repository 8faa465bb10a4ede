"""A return as the bureau received it: cells, hash, judgement, and the moment from which the judgement is told.

Rule kept: at most one accepted return for a taxpayer, form and period; the database refuses a second.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models


class Outcome(models.TextChoices):
    """What the bureau decided; told only after `decide_at`."""

    ACCEPTED = "accepted", "申报成功"
    REJECTED = "rejected", "申报失败"


class FiledReturn(models.Model):
    """One submission through API (`via="api"`, with idempotency key) or portal (`via="portal"`)."""

    reference = models.CharField("受理编号", max_length=40, unique=True)
    app_key = models.CharField(max_length=60, blank=True)
    key = models.CharField("幂等键", max_length=120, null=True, blank=True)
    taxpayer = models.ForeignKey("bureau_sandbox.Taxpayer", on_delete=models.PROTECT, related_name="returns")
    form = models.CharField("申报表", max_length=60)
    edition = models.CharField("版式", max_length=60, blank=True)
    period_start = models.DateField("所属期起")
    period_end = models.DateField("所属期止")
    cells = models.JSONField("栏次数据")
    payload_hash = models.CharField(max_length=80, blank=True)
    content_hash = models.CharField(max_length=64)
    via = models.CharField("渠道", max_length=10)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.JSONField("退回原因", default=list)
    tax_payable = models.DecimalField("应补退税费额", max_digits=18, decimal_places=2, default=0)
    received_at = models.DateTimeField("收到时间")
    decide_at = models.DateTimeField("告知时间")

    class Meta:
        verbose_name = "申报"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["app_key", "key"], name="one_return_per_key"),
            models.UniqueConstraint(
                fields=["taxpayer", "form", "period_start", "period_end"],
                condition=models.Q(outcome="accepted"),
                name="one_accepted_return_per_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.form} {self.period_start}"

    def status_at(self, now: datetime) -> str:
        """`processing` until `decide_at`, then `accepted` or `rejected`."""
        return self.outcome if now >= self.decide_at else "processing"
