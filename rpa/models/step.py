"""One checkpoint of a run, written while it runs; the picture lies encrypted in the evidence folder."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rpa.step_names import title_of


class BotStep(models.Model):
    """A step that began, was done, was skipped, failed, or waits for a person."""

    run = models.ForeignKey("rpa.BotRun", on_delete=models.CASCADE, related_name="steps", verbose_name=_("机器人运行"))
    place = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("步骤"), max_length=40)
    state = models.CharField(_("状态"), max_length=10)
    attempt = models.PositiveSmallIntegerField(_("第几次"), default=1)
    detail = models.TextField(blank=True)
    detail_zh = models.TextField(_("详情"), blank=True)
    is_irreversible = models.BooleanField(_("不可撤销"), default=False)
    picture_file = models.CharField(max_length=200, blank=True)
    picture_sha256 = models.CharField(_("截图摘要"), max_length=64, blank=True)
    dom_hash = models.CharField(_("页面摘要"), max_length=64, blank=True)
    started_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("机器人步骤")
        verbose_name_plural = _("机器人步骤")
        ordering = ("run", "place")
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="bot_step_place_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.name} {self.state}"

    @property
    def title(self) -> str:
        """The step's name in the language in use."""
        return title_of(self.name)

    @property
    def detail_shown(self) -> str:
        """The detail in the language in use."""
        return self.detail if get_language() == "en" else self.detail_zh
