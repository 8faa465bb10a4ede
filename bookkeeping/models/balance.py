"""Period balances: the sums of posted lines, kept by the database in the transaction that posts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookkeeping.models.fields import FenField, QuantityField


class PeriodBalance(models.Model):
    """Movement of one account, counterparty and analysis in one period. Rows before the first hold opening balances.

    `analysis_id` is an `AnalysisSet`, 0 for none: a key must not be NULL, or the same row would come twice. The
    trigger that posts a voucher adds its lines here; nothing else writes rows of kept periods.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, db_index=False, related_name="+")
    account = models.ForeignKey("bookkeeping.Account", on_delete=models.PROTECT, db_index=False, related_name="+")
    period = models.CharField(_("账期"), max_length=7)
    counterparty = models.CharField(_("往来单位"), max_length=120, blank=True)
    analysis_id = models.BigIntegerField(_("辅助核算"), default=0)
    debit = FenField(_("借方发生额"), default=0)
    credit = FenField(_("贷方发生额"), default=0)
    carried_debit = FenField(_("其中结转借方"), default=0)
    carried_credit = FenField(_("其中结转贷方"), default=0)

    quantity_debit = QuantityField(_("借方数量"), default=0)
    quantity_credit = QuantityField(_("贷方数量"), default=0)
    foreign_debit = FenField(_("借方外币"), default=0)
    foreign_credit = FenField(_("贷方外币"), default=0)

    class Meta:
        verbose_name = _("科目余额")
        verbose_name_plural = _("科目余额")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "period", "account", "counterparty", "analysis_id"], name="period_balance_once"
            )
        ]
        indexes = [models.Index(fields=["account", "period"], name="period_balance_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period}"
