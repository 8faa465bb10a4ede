"""An invoice or ticket read from a document, what the checks say of it, and what people decided.

Rule kept: a field that could not be read is null. Amounts are yuan; `reading` keeps confidence and place of each field.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Bought or sold, decided by comparing the company with seller and buyer."""

    PURCHASE = "purchase", _("进项（采购）")
    SALE = "sale", _("销项（销售）")


class VerdictState(models.TextChoices):
    """What the checks say."""

    PENDING = "pending", _("待检查")
    COMPLIANT = "compliant", _("合规")
    WARN = "warn", _("警告")
    REJECT = "reject", _("不合规")


class Decision(models.TextChoices):
    """What a person said."""

    OPEN = "open", _("未决定")
    ACCEPTED = "accepted", _("已接受")
    REJECTED = "rejected", _("已退票")
    OVERRIDDEN = "overridden", _("主管放行")


class InputVatUsage(models.TextChoices):
    """What becomes of the VAT of a purchase."""

    DEDUCTIBLE = "deductible", _("可抵扣")
    COMPUTED = "computed", _("计算抵扣")
    NOT_DEDUCTIBLE = "not_deductible", _("不得抵扣")
    NONE = "none", _("无进项")


class CategorySource(models.TextChoices):
    """What decided the category."""

    TABLE = "table", _("规则表")
    CODE = "code", _("税收分类编码")
    LEARNED = "learned", _("智能分类")
    PERSON = "person", _("人工")


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """Yuan with two places, null where it was not read."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max_digits": 18, "decimal_places": 2, "null": True, "blank": True} | kwargs)  # type: ignore[arg-type]


class Invoice(models.Model):
    """发票: header, verdict and decision. Lines, findings, corrections and verifications hang on it."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="invoices")
    document = models.ForeignKey("foundation.Document", on_delete=models.PROTECT, related_name="invoices")
    page = models.PositiveIntegerField(_("页"), default=1)
    position = models.PositiveIntegerField(default=0)

    kind = models.CharField(_("票种"), max_length=24)
    medium = models.CharField(_("介质"), max_length=8)
    method = models.CharField(_("读取方式"), max_length=12)
    engine = models.CharField(max_length=80, default="", blank=True)
    invoice_code = models.CharField(_("发票代码"), max_length=20, null=True, blank=True)
    invoice_number = models.CharField(_("发票号码"), max_length=40, null=True, blank=True)
    issue_date = models.DateField(_("开票日期"), null=True, blank=True)
    check_code = models.CharField(_("校验码"), max_length=40, null=True, blank=True)
    seller_name = models.CharField(_("销售方名称"), max_length=200, null=True, blank=True)
    seller_taxpayer_id = models.CharField(_("销售方识别号"), max_length=40, null=True, blank=True)
    buyer_name = models.CharField(_("购买方名称"), max_length=200, null=True, blank=True)
    buyer_taxpayer_id = models.CharField(_("购买方识别号"), max_length=40, null=True, blank=True)
    net_amount = AmountField(_("金额"))
    tax_amount = AmountField(_("税额"))
    gross_amount = AmountField(_("价税合计"))
    amount_in_words = models.CharField(_("大写金额"), max_length=120, null=True, blank=True)
    remarks = models.TextField(_("备注"), null=True, blank=True)
    travel = models.JSONField(_("行程"), null=True, blank=True)
    is_red_letter = models.BooleanField(_("红字"), default=False)
    original_invoice_number = models.CharField(_("对应蓝字发票"), max_length=40, null=True, blank=True)
    has_seal = models.BooleanField(_("有印章"), null=True, blank=True)
    qr = models.TextField(null=True, blank=True)
    reading = models.JSONField(default=dict)
    doubtful_fields = models.PositiveIntegerField(_("存疑字段"), default=0)

    direction = models.CharField(_("方向"), max_length=8, choices=Direction, default=Direction.PURCHASE)
    period = models.CharField(_("账期"), max_length=7, default="", blank=True)
    purpose = models.CharField(_("用途"), max_length=24, default="", blank=True)
    category = models.CharField(_("类别"), max_length=32, default="unknown")
    category_source = models.CharField(
        _("类别来源"), max_length=8, choices=CategorySource, default=CategorySource.TABLE
    )
    category_confidence = models.FloatField(_("类别把握"), null=True)
    circumstances = models.JSONField(_("业务情况"), default=dict, blank=True)
    input_vat = models.CharField(_("进项处理"), max_length=16, choices=InputVatUsage, default=InputVatUsage.NONE)
    deductible_vat = models.DecimalField(_("可抵扣税额"), max_digits=18, decimal_places=2, default=Decimal("0.00"))
    input_vat_reason_zh = models.CharField(max_length=200, default="", blank=True)
    input_vat_reason_en = models.CharField(max_length=200, default="", blank=True)
    verdict = models.CharField(_("结论"), max_length=10, choices=VerdictState, default=VerdictState.PENDING)

    decision = models.CharField(_("处理"), max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, verbose_name=_("处理人"))
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    decision_reason = models.TextField(_("理由"), default="", blank=True)
    letter = models.TextField(_("退票函"), default="", blank=True)
    resubmits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="resubmissions", verbose_name=_("重新提交自")
    )
    booked_voucher_id = models.BigIntegerField(_("记账凭证"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("发票")
        verbose_name_plural = _("发票")
        ordering = ["-issue_date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "page", "position"], name="invoice_once_per_place"),
            # A compliant invoice adds up; an itinerary carries a fund outside of VAT.
            models.CheckConstraint(
                name="compliant_invoice_adds_up",
                condition=~Q(verdict="compliant")
                | Q(kind="air_itinerary")
                | Q(net_amount__isnull=True)
                | Q(tax_amount__isnull=True)
                | Q(gross_amount__isnull=True)
                | Q(
                    gross_amount__gte=F("net_amount") + F("tax_amount") - Decimal("0.015"),
                    gross_amount__lte=F("net_amount") + F("tax_amount") + Decimal("0.015"),
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "period", "direction"], name="invoice_by_period"),
            models.Index(fields=["company", "invoice_number"], name="invoice_by_number"),
            # The same number at another company of the agency, whichever it is.
            models.Index(fields=["invoice_number"], name="invoice_by_number_anywhere"),
            models.Index(fields=["company", "issue_date", "gross_amount"], name="invoice_by_content"),
            models.Index(fields=["company", "verdict", "decision"], name="invoice_by_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_number or '—'} {self.gross_amount or ''}".strip()

    @property
    def is_bookable(self) -> bool:
        """Whether it may be booked now: compliant or warned of and not returned, or let pass by a supervisor."""
        passed = self.verdict in {VerdictState.COMPLIANT, VerdictState.WARN} and self.decision != Decision.REJECTED
        return self.booked_voucher_id is None and (passed or self.decision == Decision.OVERRIDDEN)
