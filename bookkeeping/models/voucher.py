"""Vouchers and their journal lines.

Rule kept: a voucher goes draft → reviewed → posted; from posting on neither it nor its lines ever change
(财会〔2024〕12号 Art. 21(3)). Triggers in the database hold this, balance and numbering.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.analysis import ON_LINES
from bookkeeping.domain.voucher import DraftLine
from bookkeeping.models.analysis import AnalysisSet
from bookkeeping.models.fields import FenField, QuantityField

WITH_ANALYSIS = tuple(f"analysis__{dimension}" for dimension in ON_LINES)
"""What to join for the items of lines."""


class VoucherState(models.TextChoices):
    """Where a voucher stands."""

    DRAFT = "draft", _("待审核")
    REVIEWED = "reviewed", _("已审核")
    POSTED = "posted", _("已记账")


class AutomaticReviewRule(models.Model):
    """A rule by which vouchers are reviewed without a person, on record so that it can be looked up later.

    财会〔2024〕11号 Art. 17: automatic review rules must be queryable, verifiable and traceable. A change is a new row.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("规则"), max_length=40)
    version = models.PositiveIntegerField(_("版本"), default=1)
    text = models.CharField(_("内容"), max_length=300)
    evidence = models.JSONField(_("依据"), default=dict)
    approved_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("自动审核规则")
        verbose_name_plural = _("自动审核规则")
        constraints = [models.UniqueConstraint(fields=["company", "code", "version"], name="review_rule_once")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Voucher(models.Model):
    """An accounting voucher (记账凭证). `number` is given at posting, without gaps per company, period and type.

    Foreign keys carry no index of their own where another index begins with them or nobody looks them up: each index
    is paid for by every posting.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, db_index=False, related_name="vouchers")
    period = models.CharField(_("账期"), max_length=7)
    date = models.DateField(_("日期"))
    voucher_type = models.CharField(_("凭证字"), max_length=4, default="记")
    number = models.PositiveIntegerField(_("凭证号"), null=True)
    description = models.CharField(_("摘要"), max_length=200)
    state = models.CharField(_("状态"), max_length=8, choices=VoucherState, default=VoucherState.DRAFT)
    attachment_count = models.PositiveIntegerField(_("附件张数"), default=0)
    key = models.CharField(_("幂等键"), max_length=160, null=True)
    origin = models.CharField(_("来源"), max_length=40, default="manual")
    carries_forward = models.BooleanField(_("结转损益"), default=False)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("冲销")
    )
    prepared_by = models.ForeignKey(
        "foundation.User", on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("制单")
    )
    reviewed_by = models.ForeignKey(
        "foundation.User", on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("审核")
    )
    review_rule = models.ForeignKey(AutomaticReviewRule, on_delete=models.PROTECT, null=True, db_index=False)
    posted_by = models.ForeignKey(
        "foundation.User", on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("记账")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(_("记账时间"), null=True)

    class Meta:
        verbose_name = _("记账凭证")
        verbose_name_plural = _("记账凭证")
        ordering = ["period", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "period", "voucher_type", "number"], name="voucher_number_once"),
            models.UniqueConstraint(fields=["company", "key"], name="voucher_key_once"),
            models.CheckConstraint(
                condition=Q(state="posted", number__isnull=False) | (~Q(state="posted") & Q(number=None)),
                name="voucher_number_when_posted",
            ),
        ]
        indexes = [models.Index(fields=["company", "period", "state"], name="voucher_by_state")]

    def __str__(self) -> str:
        return f"{self.voucher_type}-{self.number}" if self.number else str(self.get_state_display())

    def draft_lines(self) -> tuple[DraftLine, ...]:
        """The lines as pure values, in order."""
        return tuple(
            DraftLine(
                line.account.code,
                line.debit,
                line.credit,
                line.description,
                line.is_red_letter,
                line.counterparty,
                line.analysis.value if line.analysis else (),
                line.quantity,
                line.foreign_amount,
            )
            for line in self.lines.select_related("account", *WITH_ANALYSIS).order_by("position")
        )


class JournalLine(models.Model):
    """One line of a voucher (分录). `period` repeats the voucher's so that a ledger is read by index alone."""

    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, db_index=False, related_name="lines")
    position = models.PositiveSmallIntegerField(_("行号"))
    account = models.ForeignKey(
        "bookkeeping.Account", on_delete=models.PROTECT, db_index=False, verbose_name=_("会计科目")
    )
    period = models.CharField(_("账期"), max_length=7)
    description = models.CharField(_("摘要"), max_length=200, blank=True)
    debit = FenField(_("借方金额"), default=0)
    credit = FenField(_("贷方金额"), default=0)
    is_red_letter = models.BooleanField(_("红字"), default=False)
    counterparty = models.CharField(_("往来单位"), max_length=120, blank=True)
    analysis = models.ForeignKey(
        AnalysisSet, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("辅助核算")
    )
    quantity = QuantityField(_("数量"), default=0)
    foreign_amount = FenField(_("外币金额"), default=0)

    class Meta:
        verbose_name = _("分录")
        verbose_name_plural = _("分录")
        ordering = ["voucher", "position"]
        constraints = [
            models.UniqueConstraint(fields=["voucher", "position"], name="journal_line_position_once"),
            models.CheckConstraint(
                condition=Q(debit=0) & ~Q(credit=0) | ~Q(debit=0) & Q(credit=0), name="journal_line_one_side"
            ),
            models.CheckConstraint(
                condition=Q(is_red_letter=True, debit__lte=0, credit__lte=0)
                | Q(is_red_letter=False, debit__gte=0, credit__gte=0),
                name="journal_line_red_letter_sign",
            ),
        ]
        indexes = [models.Index(fields=["account", "period"], name="journal_line_ledger")]

    def __str__(self) -> str:
        return f"{self.voucher_id}/{self.position}"
