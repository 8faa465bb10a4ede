"""The accounts of one company, copied from the chart of its accounting standard and extended by its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.account import Category, Side


class Account(models.Model):
    """An account (会计科目). Only leaves may be posted to; the code begins with the parent's code.

    `dimensions` names what its lines are analysed by beside the counterparty, parted by blanks; an account with a
    `unit` keeps quantities, one with a `currency` keeps amounts of that currency beside yuan.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="accounts")
    code = models.CharField(_("科目编码"), max_length=16)
    name = models.CharField(_("科目名称"), max_length=60)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name=_("上级科目")
    )
    normal_side = models.CharField(
        _("余额方向"), max_length=6, choices=[(Side.DEBIT.value, _("借")), (Side.CREDIT.value, _("贷"))]
    )
    category = models.CharField(
        _("科目类别"),
        max_length=12,
        choices=[
            (Category.ASSET.value, _("资产")),
            (Category.LIABILITY.value, _("负债")),
            (Category.EQUITY.value, _("权益")),
            (Category.COST.value, _("成本")),
            (Category.PROFIT_LOSS.value, _("损益")),
            (Category.PRIOR_YEAR.value, _("以前年度损益")),
        ],
    )
    is_leaf = models.BooleanField(_("末级科目"), default=True)
    tracks_counterparty = models.BooleanField(_("按往来单位核算"), default=False)
    dimensions = models.CharField(_("辅助核算"), max_length=60, default="", blank=True)
    unit = models.CharField(_("数量单位"), max_length=20, default="", blank=True)
    currency = models.CharField(_("外币"), max_length=3, default="", blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    is_custom = models.BooleanField(_("自设科目"), default=False)
    search_text = models.CharField(max_length=160, default="", editable=False)

    class Meta:
        verbose_name = _("会计科目")
        verbose_name_plural = _("会计科目")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="account_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
