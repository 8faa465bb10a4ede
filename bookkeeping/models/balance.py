"""Period balances: the sums of posted lines, kept by the database in the transaction that posts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookkeeping.models.fields import FenField


class PeriodBalance(models.Model):
    """Movement of one account and counterparty in one period. Rows before the first period hold opening balances.

    The trigger that posts a voucher adds its lines here; nothing else writes rows of kept periods.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, db_index=False, related_name="+")
    account = models.ForeignKey("bookkeeping.Account", on_delete=models.PROTECT, db_index=False, related_name="+")
    period = models.CharField(_("账期"), max_length=7)
    counterparty = models.CharField(_("往来单位"), max_length=120, blank=True)
    debit = FenField(_("借方发生额"), default=0)
    credit = FenField(_("贷方发生额"), default=0)
    carried_debit = FenField(_("其中结转借方"), default=0)
    carried_credit = FenField(_("其中结转贷方"), default=0)

    class Meta:
        verbose_name = _("科目余额")
        verbose_name_plural = _("科目余额")
        constraints = [
            models.UniqueConstraint(fields=["company", "period", "account", "counterparty"], name="period_balance_once")
        ]
        indexes = [models.Index(fields=["account", "period"], name="period_balance_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period}"
