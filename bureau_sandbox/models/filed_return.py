"""A return as the bureau received it: cells, hash, judgement, and the moment from which the judgement is told.

Rule kept: at most one return stands for a taxpayer, form and period; the database refuses a second. A correction
takes the place of the return it names, a void takes it away.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models


class Outcome(models.TextChoices):
    """What the bureau decided; told only after `decide_at`. The last two come upon a return that had been accepted."""

    ACCEPTED = "accepted", "申报成功"
    REJECTED = "rejected", "申报失败"
    CORRECTED = "corrected", "已更正"
    VOIDED = "voided", "已作废"


class Kind(models.TextChoices):
    """What was submitted: a return, a return in place of an earlier one, or the taking back of one."""

    FILE = "file", "申报"
    CORRECT = "correct", "更正申报"
    VOID = "void", "申报作废"


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
    kind = models.CharField("类型", max_length=10, choices=Kind, default=Kind.FILE)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", verbose_name="原申报"
    )
    reason = models.CharField("更正或作废原因", max_length=200, blank=True)
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
                condition=models.Q(outcome="accepted") & ~models.Q(kind="void"),
                name="one_accepted_return_per_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.form} {self.period_start}"

    def status_at(self, now: datetime) -> str:
        """`processing` until `decide_at`, then what was decided."""
        return self.outcome if now >= self.decide_at else "processing"
