"""One run of the bot for one errand: what it was sent to do, how it ended, and the seal over its evidence."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rpa.step_names import ending_of, form_of, purpose_of


class RunState(models.TextChoices):
    """Where a run stands. `LOST`: its process died; the declared list decides what came of it."""

    RUNNING = "running", _("进行中")
    WAITING = "waiting", _("等待人工")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")
    UNKNOWN = "unknown", _("结果待查")
    LOST = "lost", _("中断")


class BotRun(models.Model):
    """A run. `submission_key` names the submission it serves; `sent` is true once the last click was announced."""

    company = models.ForeignKey(
        "foundation.Company", on_delete=models.PROTECT, related_name="bot_runs", verbose_name=_("企业")
    )
    submission_key = models.CharField(_("申报编号"), max_length=120, db_index=True)
    purpose = models.CharField(_("用途"), max_length=12)
    portal = models.CharField(_("门户"), max_length=40)
    portal_version = models.CharField(_("流程版本"), max_length=20)
    form = models.CharField(_("申报表"), max_length=60)
    period_start = models.DateField(_("税款所属期起"))
    period_end = models.DateField(_("税款所属期止"))
    payload_hash = models.CharField(_("申报数据摘要"), max_length=80, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RunState, default=RunState.RUNNING)
    ending = models.CharField(_("结果"), max_length=20, blank=True)
    reason = models.TextField(_("原因"), blank=True)
    reason_en = models.TextField(blank=True)
    reference = models.CharField(_("受理编号"), max_length=60, blank=True)
    sent = models.BooleanField(_("已点击提交"), default=False)
    moved = models.JSONField(_("页面变动"), default=dict)
    handover = models.ForeignKey(
        "foundation.Handover", on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("人工接手")
    )
    receipt_sha256 = models.CharField(_("回执摘要"), max_length=64, blank=True)
    trace_file = models.CharField(max_length=200, blank=True)
    trace_sha256 = models.CharField(max_length=64, blank=True)
    seal = models.CharField(_("留痕封印"), max_length=64, blank=True)
    started_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("机器人运行")
        verbose_name_plural = _("机器人运行")
        ordering = ("-id",)
        indexes = [models.Index(fields=["company", "-id"], name="bot_runs_of_company")]

    def __str__(self) -> str:
        return f"{self.submission_key} {self.purpose} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen in this run."""
        return self.state != RunState.RUNNING

    @property
    def ending_title(self) -> str:
        """How it ended, in the language in use."""
        return ending_of(self.ending)

    @property
    def form_title(self) -> str:
        """The return form's short name, in the language in use."""
        return form_of(self.form)

    @property
    def purpose_title(self) -> str:
        """What it was for, in the language in use."""
        return purpose_of(self.purpose)

    @property
    def reason_shown(self) -> str:
        """Why it ended so, in the language in use."""
        return self.reason_en if get_language() == "en" and self.reason_en else self.reason

    @property
    def seconds(self) -> float | None:
        """How long it took."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None
