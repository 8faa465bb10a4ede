"""What the engine proposes for an invoice, what a person made of it, and the history the engine learns from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookkeeping.models.fields import FenField


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", _("待处理")
    ACCEPTED = "accepted", _("已采纳")
    CORRECTED = "corrected", _("已更正")
    REJECTED = "rejected", _("已驳回")
    UNDONE = "undone", _("已撤销")


class Action(models.TextChoices):
    """What the engine asks for."""

    POST = "post", _("自动入账")
    SUGGEST = "suggest", _("建议")
    ASK = "ask", _("需确认")


class Proposal(models.Model):
    """A balanced entry proposed for one source, with confidence and reason. It never changes a ledger itself."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="proposals")
    period = models.CharField(_("账期"), max_length=7)
    source_type = models.CharField(_("来源类型"), max_length=20, default="invoice")
    source_id = models.BigIntegerField(_("来源"))
    date = models.DateField(_("日期"))
    title = models.CharField(_("摘要"), max_length=200)
    facts = models.JSONField(_("依据"), default=dict)
    lines = models.JSONField(_("分录"), default=list)
    account_code = models.CharField(_("主科目"), max_length=16)
    proposed_code = models.CharField(_("原建议科目"), max_length=16, default="")
    confidence = models.FloatField(_("置信度"))
    layer = models.CharField(_("判断层"), max_length=60)
    reason_zh = models.CharField(_("理由"), max_length=400)
    reason_en = models.CharField(max_length=400)
    alternatives = models.JSONField(_("备选"), default=list)
    action = models.CharField(_("动作"), max_length=8, choices=Action)
    would_post = models.BooleanField(_("影子运行会自动入账"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    voucher = models.ForeignKey("bookkeeping.Voucher", on_delete=models.PROTECT, null=True, related_name="proposals")
    decided_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("入账建议")
        verbose_name_plural = _("入账建议")
        ordering = ["period", "date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "source_type", "source_id"],
                condition=models.Q(state="proposed"),
                name="one_open_proposal_per_source",
            )
        ]
        indexes = [models.Index(fields=["company", "period", "state"], name="proposal_queue")]

    def __str__(self) -> str:
        return f"{self.title} → {self.account_code}"


class AccountHistory(models.Model):
    """One accepted choice of account: what the learner remembers. Corrections carry what was proposed instead."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=10)
    counterparty = models.CharField(_("往来单位"), max_length=120, blank=True)
    item = models.CharField(_("项目"), max_length=200, blank=True)
    description = models.CharField(_("说明"), max_length=200, blank=True, default="")
    gross_amount = FenField(_("价税合计"), null=True)  # type: ignore[misc]  # unknown is not 0
    day = models.DateField(_("日期"), null=True)
    account_code = models.CharField(_("科目编码"), max_length=16)
    proposed_code = models.CharField(_("原建议科目"), max_length=16, blank=True)
    layer = models.CharField(_("判断层"), max_length=60)
    was_right = models.BooleanField(_("建议正确"))
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="taught")
    taught_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("入账经验")
        verbose_name_plural = _("入账经验")
        ordering = ["pk"]
        indexes = [models.Index(fields=["company", "counterparty"], name="history_by_counterparty")]

    def __str__(self) -> str:
        return f"{self.counterparty} {self.item} → {self.account_code}"
