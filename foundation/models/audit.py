"""The audit trail: who did what, when, to what. Each entry holds the hash of the one before it.

Rule kept: entries are only ever added; triggers in the database refuse update and delete.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditChain(models.Model):
    """The last link of one chain; its row is the lock that puts entries in order. Scope: `company:7` or `system`."""

    scope = models.CharField(max_length=40, primary_key=True)
    last_sequence = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("审计链")
        verbose_name_plural = _("审计链")

    def __str__(self) -> str:
        return f"{self.scope} #{self.last_sequence}"


class AuditEntry(models.Model):
    """One thing done. `entry_hash` covers all other columns and the previous hash."""

    scope = models.CharField(max_length=40)
    sequence = models.PositiveBigIntegerField()
    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, null=True, related_name="audit_entries")
    actor = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, verbose_name=_("操作人"))
    action = models.CharField(_("操作"), max_length=60)
    subject = models.CharField(_("对象"), max_length=80, blank=True)
    content = models.JSONField(_("内容"), default=dict)
    created_at = models.DateTimeField(_("时间"))
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["scope", "-sequence"]
        constraints = [models.UniqueConstraint(fields=["scope", "sequence"], name="audit_sequence_without_twins")]
        indexes = [models.Index(fields=["company", "-created_at"], name="audit_by_company")]

    def __str__(self) -> str:
        return f"{self.scope} #{self.sequence} {self.action}"
