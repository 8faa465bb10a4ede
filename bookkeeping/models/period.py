"""The accounting periods of a set of books: open or closed, with the last voucher numbers given."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.period import AccountingPeriod


class BooksPeriod(models.Model):
    """One month of a company's books. A closed month takes nothing; triggers hold that."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="books_periods")
    period = models.CharField(_("账期"), max_length=7)
    is_closed = models.BooleanField(_("已结账"), default=False)
    # By voucher type; here rather than in a table of their own because this row is the lock posters queue for.
    last_numbers = models.JSONField(_("末号"), default=dict)
    closed_at = models.DateTimeField(_("结账时间"), null=True)
    closed_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, verbose_name=_("结账人"))

    class Meta:
        verbose_name = _("账期")
        verbose_name_plural = _("账期")
        ordering = ["period"]
        constraints = [models.UniqueConstraint(fields=["company", "period"], name="books_period_once")]

    def __str__(self) -> str:
        return self.period

    @property
    def accounting_period(self) -> AccountingPeriod:
        """The pure value."""
        return AccountingPeriod.parse(self.period)

    @property
    def posted_count(self) -> int:
        """How many vouchers are posted: numbers have no gaps."""
        return sum(self.last_numbers.values())
