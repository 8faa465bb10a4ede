"""What the engine learned of a company, kept between processes; and what an agency's companies have in common."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EngineModel(models.Model):
    """One company's learner as signed bytes; entries after `trained_through` are learned when it is loaded."""

    company = models.OneToOneField("foundation.Company", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(_("版本"), default=1)
    trained_through = models.BigIntegerField(_("已学习至"), default=0)
    entries = models.PositiveIntegerField(_("学习笔数"), default=0)
    content = models.BinaryField()
    signature = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("入账模型")
        verbose_name_plural = _("入账模型")

    def __str__(self) -> str:
        return f"{self.company_id} v{self.version}"


class AgencyExperience(models.Model):
    """What the companies of one agency have in common: how right sure answers were, and how common items are booked.

    No name of a company or counterparty, and no item that fewer than three companies bought.
    """

    agency = models.OneToOneField("foundation.Agency", on_delete=models.PROTECT, related_name="+")
    priors = models.JSONField(_("各层记录"), default=list)
    items = models.JSONField(_("常见项目"), default=dict)
    companies = models.PositiveIntegerField(_("企业数"), default=0)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("机构经验")
        verbose_name_plural = _("机构经验")

    def __str__(self) -> str:
        return f"{self.agency_id}"
