"""The plan of one company and accounting period: what would be filed, what stands in the way, and who ordered it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Company


class PlanState(models.TextChoices):
    """Where a plan stands. `SENT` means that its submissions are on their way; their own states tell the rest."""

    PLANNING = "planning", _("计算中")
    PLANNED = "planned", _("可申报")
    BLOCKED = "blocked", _("有阻断项")
    ORDERED = "ordered", _("已下达")
    SENT = "sent", _("已发出")
    REFUSED = "not_filed", _("未能申报")
    STOPPED = "stopped", _("已停止")


class FilingPlan(models.Model):
    """One row of the filing plan over many companies. `package_hash` is what a press of the button is bound to."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="filing_plans", verbose_name=_("企业"))
    accounting_period = models.CharField(_("账期"), max_length=7)
    state = models.CharField(_("状态"), max_length=10, choices=PlanState, default=PlanState.PLANNING)
    package_hash = models.CharField(_("申报包摘要"), max_length=64, blank=True)
    returns = models.JSONField(_("申报内容"), default=list)
    findings = models.JSONField(_("提示"), default=list)
    total_payable = models.DecimalField(_("应缴合计"), max_digits=18, decimal_places=2, default=0)
    deadline = models.DateField(_("申报截止日"), null=True, blank=True)
    channel = models.CharField(_("申报渠道"), max_length=40, blank=True)
    reason = models.TextField(_("原因"), blank=True)
    asked = models.PositiveIntegerField(_("计算次数"), default=0)
    orders = models.PositiveIntegerField(_("下达次数"), default=0)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("申报人")
    )
    planned_at = models.DateTimeField(_("计算时间"), null=True, blank=True)
    ordered_at = models.DateTimeField(_("下达时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("申报计划")
        verbose_name_plural = _("申报计划")
        constraints = [
            models.UniqueConstraint(fields=["company", "accounting_period"], name="one_filing_plan_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.accounting_period} {self.state}"
