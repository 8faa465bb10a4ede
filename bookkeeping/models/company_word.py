"""What a company told the engine: rules, refused accounts, changed templates, and whether the engine acts alone."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RuleState(models.TextChoices):
    """Where a rule stands."""

    SUGGESTED = "suggested", _("待采纳")
    IN_FORCE = "in_force", _("生效")
    REJECTED = "rejected", _("已否决")
    OFF = "off", _("已停用")


class BookingRule(models.Model):
    """A counterparty's items of one sort go to one account. Drawn from corrections or written by a person."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, db_index=False, related_name="+")
    direction = models.CharField(_("方向"), max_length=10)
    counterparty = models.CharField(_("往来单位"), max_length=120, blank=True)
    sort = models.CharField(_("项目类别"), max_length=120, blank=True)
    account_code = models.CharField(_("科目编码"), max_length=16)
    state = models.CharField(_("状态"), max_length=10, choices=RuleState, default=RuleState.SUGGESTED)
    corrections = models.PositiveIntegerField(_("更正次数"), default=0)
    evidence = models.JSONField(_("依据"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        verbose_name = _("记账规则")
        verbose_name_plural = _("记账规则")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "direction", "counterparty", "sort", "account_code"], name="booking_rule_once"
            ),
            models.UniqueConstraint(
                fields=["company", "direction", "counterparty", "sort"],
                condition=Q(state="in_force"),
                name="one_booking_rule_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counterparty} {self.sort} → {self.account_code}"


class RefusedAccount(models.Model):
    """An account a person refused for a counterparty and a sort of item; it stands until lifted or taught otherwise."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, db_index=False, related_name="+")
    direction = models.CharField(_("方向"), max_length=10)
    counterparty = models.CharField(_("往来单位"), max_length=120, blank=True)
    sort = models.CharField(_("项目类别"), max_length=120, blank=True)
    account_code = models.CharField(_("科目编码"), max_length=16)
    reason = models.CharField(_("理由"), max_length=100, blank=True)
    proposal = models.ForeignKey("bookkeeping.Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    refused_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("解除时间"), null=True)

    class Meta:
        verbose_name = _("驳回记录")
        verbose_name_plural = _("驳回记录")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "direction", "counterparty", "sort", "account_code"],
                condition=Q(lifted_at=None),
                name="refused_account_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.counterparty} {self.sort} ≠ {self.account_code}"


class EntryTemplate(models.Model):
    """One version of a company's word on a template of entries; the newest of a code is in force, rows never change.

    `code` is one of the engine's (`purchase`, `event:grant`) or `own:` and a number. `content` holds the changed
    accounts, or the whole of an own template.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, db_index=False, related_name="+")
    code = models.CharField(_("模板"), max_length=60)
    version = models.PositiveIntegerField(_("版本"))
    is_on = models.BooleanField(_("启用"), default=True)
    name = models.CharField(_("模板名称"), max_length=60, blank=True)
    content = models.JSONField(_("内容"), default=dict)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    saved_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("分录模板")
        verbose_name_plural = _("分录模板")
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["company", "code", "version"], name="entry_template_version")]

    def __str__(self) -> str:
        return f"{self.name or self.code} v{self.version}"


class EngineMode(models.TextChoices):
    """Whether the engine posts by itself."""

    OFF = "off", _("关闭")
    SHADOW = "shadow", _("影子运行")
    ON = "on", _("自动入账")


class EngineSettings(models.Model):
    """How far the engine may go in a company. No row: in the shadow, with the house's bar."""

    company = models.OneToOneField("foundation.Company", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(_("运行方式"), max_length=8, choices=EngineMode, default=EngineMode.SHADOW)
    bar = models.DecimalField(
        _("准确率下限"),
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.99"),
        validators=[MinValueValidator(Decimal("0.99"))],
    )
    minutes_by_hand = models.DecimalField(_("手工录入一张用时（分钟）"), max_digits=4, decimal_places=1, null=True)

    class Meta:
        verbose_name = _("记账引擎设置")
        verbose_name_plural = _("记账引擎设置")
        constraints = [models.CheckConstraint(condition=Q(bar__gte="0.99", bar__lt=1), name="engine_bar_not_lowered")]

    def __str__(self) -> str:
        return str(self.get_mode_display())
