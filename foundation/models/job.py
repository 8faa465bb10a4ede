"""A job is a row. The row, not a broker message, says what is to be done, by whom it is held and whether it is done."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("执行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")


class Job(models.Model):
    """One idempotent piece of work. `key` makes asking twice the same as asking once."""

    kind = models.CharField(_("任务"), max_length=60)
    key = models.CharField(_("幂等键"), max_length=160, unique=True)
    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, null=True, related_name="jobs")
    payload = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    run_after = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, default="", blank=True)
    lease_holder = models.CharField(max_length=120, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(_("错误"), default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        indexes = [
            models.Index(fields=["state", "run_after"], name="job_due"),
            models.Index(fields=["company", "kind", "state"], name="job_by_company"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.state}"
