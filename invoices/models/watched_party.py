"""Counterparties a company watches: blacklisted, out of contact, deregistered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyStatus(models.TextChoices):
    """Why the party is watched."""

    BLACKLISTED = "blacklisted", _("黑名单")
    LOST_CONTACT = "lost_contact", _("走逃失联")
    DEREGISTERED = "deregistered", _("已注销")


class WatchedParty(models.Model):
    """One party, told by its taxpayer id or, where that is not known, by its name."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="watched_parties")
    name = models.CharField(_("名称"), max_length=200, default="", blank=True)
    taxpayer_id = models.CharField(_("识别号"), max_length=40, default="", blank=True)
    status = models.CharField(_("状态"), max_length=12, choices=PartyStatus)
    reason = models.CharField(_("原因"), max_length=200)
    added_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, verbose_name=_("添加人"))
    added_at = models.DateTimeField(_("添加时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("关注的往来单位")
        verbose_name_plural = _("关注的往来单位")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="watched_party_is_named", condition=~models.Q(name="") | ~models.Q(taxpayer_id="")
            )
        ]
        indexes = [models.Index(fields=["company", "taxpayer_id"], name="watched_by_id")]

    def __str__(self) -> str:
        return self.name or self.taxpayer_id
