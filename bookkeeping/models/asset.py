"""Asset cards (资产卡片): what is written off over time. The charges themselves are vouchers, linked to their card."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.depreciation import AssetKind, AssetTerms, Method
from bookkeeping.models.fields import FenField
from kernel.period import AccountingPeriod

KINDS = (
    (AssetKind.FIXED.value, _("固定资产")),
    (AssetKind.INTANGIBLE.value, _("无形资产")),
    (AssetKind.DEFERRED.value, _("长期待摊费用")),
)
METHODS = (
    (Method.STRAIGHT_LINE.value, _("年限平均法")),
    (Method.DOUBLE_DECLINING.value, _("双倍余额递减法")),
    (Method.SUM_OF_YEARS.value, _("年数总和法")),
)


class AssetCard(models.Model):
    """A fixed asset, an intangible asset or a deferred expense.

    `written_off` was charged before the present terms began (taken over, or before a change of estimate); then `begins`
    is their first month and `life_months` the life that remained.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="asset_cards")
    code = models.CharField(_("资产编号"), max_length=30)
    name = models.CharField(_("资产名称"), max_length=120)
    kind = models.CharField(
        _("资产类型"),
        max_length=12,
        choices=KINDS,
    )
    department = models.CharField(_("使用部门"), max_length=60, blank=True)
    in_use = models.DateField(_("启用日期"))
    cost = FenField(_("资产原值"))
    salvage = FenField(_("预计净残值"), default=0)
    life_months = models.PositiveIntegerField(_("使用月数"))
    method = models.CharField(
        _("折旧方法"),
        max_length=20,
        default=Method.STRAIGHT_LINE.value,
        choices=METHODS,
    )
    written_off = FenField(_("以前已提"), default=0)
    begins = models.CharField(_("起提账期"), max_length=7, blank=True)
    asset_account = models.CharField(_("资产科目"), max_length=16)
    contra_account = models.CharField(_("累计折旧（摊销）科目"), max_length=16)
    expense_account = models.CharField(_("费用科目"), max_length=16)
    deducted_at_once = models.BooleanField(_("一次性税前扣除"), default=False)
    disposed_on = models.DateField(_("处置日期"), null=True)
    disposal_reason = models.CharField(_("处置原因"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("资产卡片")
        verbose_name_plural = _("资产卡片")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="asset_code_once"),
            models.CheckConstraint(
                condition=Q(cost__gt=0, salvage__gte=0, life_months__gt=0, salvage__lte=F("cost") - F("written_off")),
                name="asset_terms_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def terms(self) -> AssetTerms:
        """The pure value charges follow from."""
        return AssetTerms(
            kind=AssetKind(self.kind),
            cost=self.cost,
            salvage=self.salvage,
            life_months=self.life_months,
            method=Method(self.method),
            in_use=self.in_use,
            disposed=self.disposed_on,
            written_off=self.written_off,
            begins=AccountingPeriod.parse(self.begins) if self.begins else None,
        )
