"""The return being prepared: recomputed as often as the books change, until it is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Company
from kernel.period import TaxPeriod


class TaxReturn(models.Model):
    """One company, form, tax period and version (version 2 is the first correction)."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="tax_returns", verbose_name=_("企业"))
    form = models.CharField(_("申报表"), max_length=40)
    edition = models.CharField(_("版本"), max_length=20)
    period_start = models.DateField(_("税款所属期起"))
    period_end = models.DateField(_("税款所属期止"))
    version = models.PositiveSmallIntegerField(_("申报版次"), default=1)
    facts = models.JSONField(_("申报依据"), default=dict)
    lines = models.JSONField(_("申报数据"), default=dict)
    trace = models.JSONField(_("计算过程"), default=dict)
    overrides = models.JSONField(_("人工调整"), default=dict)
    findings = models.JSONField(_("提示"), default=list)
    cross_checks = models.JSONField(_("勾稽关系"), default=list)
    tax_payable = models.DecimalField(_("应纳税额"), max_digits=18, decimal_places=2, default=0)
    surtaxes = models.JSONField(_("附加税费"), default=dict)
    total_payable = models.DecimalField(_("应缴合计"), max_digits=18, decimal_places=2, default=0)
    payload_hash = models.CharField(_("内容摘要"), max_length=64, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("编制人")
    )
    computed_at = models.DateTimeField(_("计算时间"), auto_now=True)

    class Meta:
        verbose_name = _("纳税申报表")
        verbose_name_plural = _("纳税申报表")
        ordering = ["-period_end", "form", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "form", "period_start", "period_end", "version"], name="return_once_per_version"
            ),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")), name="return_period_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.tax_period} v{self.version}"

    @property
    def tax_period(self) -> TaxPeriod:
        """The tax period."""
        return TaxPeriod(self.period_start, self.period_end)

    @property
    def blocking(self) -> list[dict[str, Any]]:
        """Findings that stop filing."""
        return [finding for finding in self.findings if finding["severity"] == "block"]
