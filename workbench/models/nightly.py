"""The nightly batch: one row per company and night, and which morning reports were sent.

Rule kept: a company has one row a night (the database refuses a second), so a night started twice is one night.
"""

from __future__ import annotations

from functools import partial

from django.db import models
from django.utils.translation import pgettext_lazy

_ = partial(pgettext_lazy, "nightly")


class NightState(models.TextChoices):
    """Where a company's night stands; the last three are ends."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    RETRYING = "retrying", _("稍后重试")
    DONE = "done", _("完成")
    WAITING = "waiting", _("等待人工")
    FAILED = "failed", _("失败")


ENDED = (NightState.DONE, NightState.WAITING, NightState.FAILED)


class NightlyItem(models.Model):
    """One company's work of one night. `results` are the stages that are through, `issues` what a person or the
    system must still see to; `turn` grows when somebody starts the company anew. `deadline` decided its place.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, related_name="nights")
    night = models.DateField(_("日期"))
    state = models.CharField(_("状态"), max_length=8, choices=NightState, default=NightState.QUEUED)
    deadline = models.DateField(_("申报期限"), null=True)
    turn = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(_("环节"), max_length=20, blank=True)
    results = models.JSONField(default=list)
    issues = models.JSONField(default=list)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        verbose_name = _("夜间处理")
        verbose_name_plural = _("夜间处理")
        ordering = ["-night", "pk"]
        constraints = [models.UniqueConstraint(fields=["company", "night"], name="one_item_per_company_and_night")]
        indexes = [models.Index(fields=["night", "state"], name="nightly_by_state")]

    def __str__(self) -> str:
        return f"{self.company} {self.night} {self.state}"


class MorningReport(models.Model):
    """That a person's report of a night was made; `mailed_at` is empty for people without an e-mail address."""

    user = models.ForeignKey("foundation.User", on_delete=models.CASCADE, related_name="morning_reports")
    night = models.DateField(_("日期"))
    mailed_at = models.DateTimeField(_("发送时间"), null=True)

    class Meta:
        verbose_name = _("晨报")
        verbose_name_plural = _("晨报")
        constraints = [models.UniqueConstraint(fields=["user", "night"], name="one_report_per_person_and_night")]

    def __str__(self) -> str:
        return f"{self.user} {self.night}"
