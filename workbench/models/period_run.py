"""The main job of a company and period: how far it came, what each stage did, what waits for a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where a run stands."""

    RUNNING = "running", _("进行中")
    WAITING = "waiting", _("等待人工")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")


class PeriodRun(models.Model):
    """One row per company and period, overwritten by each new run: history is in the audit trail."""

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, related_name="period_runs")
    period = models.CharField(_("账期"), max_length=7)
    actor = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, verbose_name=_("经办人"))
    state = models.CharField(_("状态"), max_length=8, choices=RunState, default=RunState.RUNNING)
    stage = models.CharField(_("阶段"), max_length=40, blank=True)
    stages = models.JSONField(default=list)
    waiting = models.JSONField(default=list)
    error = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(_("开始时间"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("本期办理")
        verbose_name_plural = _("本期办理")
        constraints = [models.UniqueConstraint(fields=["company", "period"], name="one_run_per_company_and_period")]

    def __str__(self) -> str:
        return f"{self.company} {self.period} {self.state}"
