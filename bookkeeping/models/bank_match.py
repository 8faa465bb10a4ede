"""Ledger lines and bank lines that belong together, or may: found by the matcher or put together by a person.

Rule kept: a line stands in one match that holds at a time (the database refuses a second); what was undone or set aside
stays, because it teaches the matcher not to offer it again.
"""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from bookkeeping.models.fields import FenField

_ = partial(pgettext_lazy, "bank")


class MatchState(models.TextChoices):
    """What became of a match."""

    SUGGESTED = "suggested", _("待确认")
    MATCHED = "matched", _("已对账")
    REJECTED = "rejected", _("已否决")
    UNDONE = "undone", _("已撤销")


class BankMatch(models.Model):
    """Lines that belong together. `difference` is bank less ledger; `layer` the kind of evidence (`person` by hand).

    `confidence` is the measured share of right matches of that kind. `made_by` is empty where the matcher matched.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="bank_matches")
    account = models.ForeignKey("bookkeeping.BankAccount", on_delete=models.PROTECT, related_name="matches")
    state = models.CharField(_("状态"), max_length=9, choices=MatchState, default=MatchState.MATCHED)
    layer = models.CharField(_("判断依据"), max_length=32)
    confidence = models.FloatField(_("置信度"))
    difference = FenField(_("差额"), default=0)
    reason_zh = models.CharField(_("理由"), max_length=200)
    reason_en = models.CharField(max_length=200)
    made_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("对账匹配")
        verbose_name_plural = _("对账匹配")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["account", "state"], name="bank_match_by_state")]

    def __str__(self) -> str:
        return f"{self.layer} {self.get_state_display()}"


class BankMatchLine(models.Model):
    """One line of either side in a match; `holds` while the match does."""

    match = models.ForeignKey(BankMatch, on_delete=models.CASCADE, related_name="lines")
    ledger_line = models.ForeignKey(
        "bookkeeping.JournalLine", on_delete=models.PROTECT, null=True, related_name="bank_matches"
    )
    bank_line = models.ForeignKey("bookkeeping.BankLine", on_delete=models.PROTECT, null=True, related_name="matches")
    holds = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("对账匹配明细")
        verbose_name_plural = _("对账匹配明细")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ledger_line"], condition=Q(holds=True), name="ledger_line_matched_once"),
            models.UniqueConstraint(fields=["bank_line"], condition=Q(holds=True), name="bank_line_matched_once"),
            models.CheckConstraint(
                condition=Q(ledger_line=None) ^ Q(bank_line=None), name="bank_match_line_of_one_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.ledger_line_id or self.bank_line_id}"
