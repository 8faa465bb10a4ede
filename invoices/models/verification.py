"""What the tax bureau answered when asked whether an invoice exists (查验). Kept as evidence, never edited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VerificationOutcome(models.TextChoices):
    """The bureau's answer, or why there is none."""

    VALID = "valid", _("查验一致")
    NOT_FOUND = "not_found", _("查无此票")
    MISMATCHED = "mismatched", _("票面不符")
    VOIDED = "voided", _("已作废")
    RED_LETTERED = "red_lettered", _("已红冲")
    ABNORMAL = "abnormal", _("异常凭证")
    RATE_LIMITED = "rate_limited", _("查验次数已满")
    UNAVAILABLE = "unavailable", _("未能查验")


NO_ANSWER = frozenset({VerificationOutcome.UNAVAILABLE, VerificationOutcome.RATE_LIMITED})
"""Outcomes that say nothing about the invoice."""


class VerificationChannel(models.TextChoices):
    """Who was asked."""

    BUREAU = "bureau", _("税务局接口")
    PLATFORM = "platform", _("全国查验平台（人工验证码）")


class VerificationResult(models.Model):
    """One question to the bureau with its answer."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="verifications")
    outcome = models.CharField(_("查验结果"), max_length=12, choices=VerificationOutcome)
    channel = models.CharField(
        _("查验渠道"), max_length=8, choices=VerificationChannel, default=VerificationChannel.BUREAU
    )
    mismatched = models.JSONField(_("不符字段"), default=list)
    asked = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    asked_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True)
    asked_at = models.DateTimeField(_("查验时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("查验结果")
        verbose_name_plural = _("查验结果")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.get_outcome_display()
