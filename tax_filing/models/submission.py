"""What was sent (`Submission`, content frozen) and what happened to it (`SubmissionEvent`, append-only, chained)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Company
from kernel.period import TaxPeriod
from tax_filing.models.approval import FilingApproval
from tax_filing.models.tax_return import TaxReturn


class SubmissionState(models.TextChoices):
    """Where a submission stands. Sent is not accepted, and an error is not "not filed"."""

    QUEUED = "queued", _("排队中")
    SUBMITTING = "sending", _("发送中")
    SUBMITTED = "submitted", _("已提交")
    ACCEPTED = "accepted", _("已受理")
    REJECTED = "rejected", _("已退回")
    OUTCOME_UNKNOWN = "outcome_unknown", _("结果待查")
    NEEDS_PERSON = "human_needed", _("需要人工")
    FAILED = "final_failure", _("失败")
    STOPPED = "stopped", _("已停止")
    SUPERSEDED = "superseded", _("已更正")
    VOIDED = "voided", _("已作废")


class SubmissionKind(models.TextChoices):
    """What is submitted: a return, one in place of an accepted one, or the taking back of an accepted one."""

    FILE = "file", _("申报")
    CORRECT = "correct", _("更正申报")
    VOID = "void", _("申报作废")


OPEN_STATES = (
    SubmissionState.QUEUED,
    SubmissionState.SUBMITTING,
    SubmissionState.SUBMITTED,
    SubmissionState.OUTCOME_UNKNOWN,
    SubmissionState.NEEDS_PERSON,
)


class Submission(models.Model):
    """A frozen return on its way to the bureau. `key` is the idempotency key that goes with every attempt."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("企业"))
    tax_return = models.ForeignKey(
        TaxReturn, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("申报表")
    )
    approval = models.ForeignKey(FilingApproval, on_delete=models.PROTECT, verbose_name=_("批准"))
    accounting_period = models.CharField(_("账期"), max_length=7)
    form = models.CharField(_("申报表"), max_length=40)
    edition = models.CharField(_("版本"), max_length=20)
    period_start = models.DateField(_("税款所属期起"))
    period_end = models.DateField(_("税款所属期止"))
    version = models.PositiveSmallIntegerField(_("申报版次"))
    key = models.CharField(_("幂等键"), max_length=120, unique=True)
    payload = models.TextField(_("申报内容"))
    payload_hash = models.CharField(_("内容摘要"), max_length=64)
    total_payable = models.DecimalField(_("应缴合计"), max_digits=18, decimal_places=2)
    kind = models.CharField(_("类型"), max_length=10, choices=SubmissionKind, default=SubmissionKind.FILE)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", verbose_name=_("原申报")
    )
    change_reason = models.CharField(_("更正或作废原因"), max_length=200, blank=True)
    channel = models.CharField(_("申报渠道"), max_length=40)
    state = models.CharField(_("申报状态"), max_length=20, choices=SubmissionState, default=SubmissionState.QUEUED)
    reference = models.CharField(_("受理编号"), max_length=80, blank=True)
    reason = models.TextField(_("退回原因"), blank=True)
    handover_id = models.BigIntegerField(_("人工事项"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("提交次数"), default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("申报人"))
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    decided_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("申报")
        verbose_name_plural = _("申报")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "form", "period_start", "period_end", "version"], name="submission_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def tax_period(self) -> TaxPeriod:
        """The tax period."""
        return TaxPeriod(self.period_start, self.period_end)

    @property
    def is_open(self) -> bool:
        """Whether its outcome is still awaited."""
        return self.state in OPEN_STATES


class SubmissionEvent(models.Model):
    """One thing that happened. Each row carries the hash of the one before; the database refuses changes."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events", verbose_name=_("申报"))
    sequence = models.PositiveIntegerField(_("序号"))
    kind = models.CharField(_("事件"), max_length=40)
    detail = models.JSONField(_("详情"), default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("操作人")
    )
    at = models.DateTimeField(_("时间"))
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("申报事件")
        verbose_name_plural = _("申报事件")
        ordering = ["submission", "sequence"]
        constraints = [models.UniqueConstraint(fields=["submission", "sequence"], name="event_numbered_once")]

    def __str__(self) -> str:
        return f"{self.submission_id}.{self.sequence} {self.kind}"
