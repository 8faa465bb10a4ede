"""A warning on an accounting period, kept until it no longer holds or a person has judged it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Company


class WarningState(models.TextChoices):
    """What became of a warning. `resolved`: the facts no longer trip it; `false_alarm`: a person judged it so."""

    OPEN = "open", _("待处理")
    ACKNOWLEDGED = "acknowledged", _("已知悉")
    RESOLVED = "resolved", _("已解决")
    FALSE_ALARM = "false_alarm", _("误报")


class WarningSeverity(models.TextChoices):
    """How much it matters; `block` stops filing."""

    INFO = "info", _("提示")
    WARN = "warn", _("警告")
    BLOCK = "block", _("阻断")


class PeriodWarning(models.Model):
    """One indicator that tripped for one company and accounting period, with the figures it stood on."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="warnings", verbose_name=_("企业"))
    period = models.CharField(_("账期"), max_length=7)
    indicator = models.CharField(_("指标"), max_length=80)
    severity = models.CharField(_("程度"), max_length=8, choices=WarningSeverity)
    state = models.CharField(_("状态"), max_length=16, choices=WarningState, default=WarningState.OPEN)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    message_zh = models.TextField()
    message_en = models.TextField()
    evidence = models.JSONField(_("依据数据"), default=dict)
    threshold = models.CharField(_("界限"), max_length=40, blank=True)
    source = models.CharField(_("出处"), max_length=300, blank=True)
    action_zh = models.TextField(blank=True)
    action_en = models.TextField(blank=True)
    note = models.CharField(_("处理说明"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("判断人")
    )
    decided_at = models.DateTimeField(_("判断时间"), null=True, blank=True)
    first_seen_at = models.DateTimeField(_("首次出现"))
    last_seen_at = models.DateTimeField(_("最近出现"))

    class Meta:
        verbose_name = _("预警")
        verbose_name_plural = _("预警")
        ordering: ClassVar[list[str]] = ["company", "period", "indicator"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["company", "period", "indicator"], name="one_warning_per_indicator")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["company", "period", "state"], name="warnings_by_state")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.indicator}"
