"""Agencies (代账机构) and the companies whose books they keep. Everything else in the system belongs to a company."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models.taxpayer_status import TaxpayerStatus
from kernel.errors import NotReady
from kernel.period import AccountingPeriod
from kernel.taxpayer_id import is_taxpayer_id


class LegalForm(models.TextChoices):
    """Legal form, as far as taxes differ by it."""

    ENTERPRISE = "enterprise", _("企业")
    INDIVIDUAL_BUSINESS = "individual_business", _("个体工商户")


class AccountingStandard(models.TextChoices):
    """Which chart of accounts and which statements."""

    SMALL_BUSINESS = "small_business", _("小企业会计准则")
    ENTERPRISE = "enterprise", _("企业会计准则")


class Location(models.TextChoices):
    """Where the taxpayer is registered: decides the rate of urban construction tax."""

    CITY = "city", _("市区")
    COUNTY = "county", _("县城、镇")
    OTHER = "other", _("其他")


class Agency(models.Model):
    """A bookkeeping agency, or one company that keeps its own books."""

    name = models.CharField(_("机构名称"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("代账机构")
        verbose_name_plural = _("代账机构")

    def __str__(self) -> str:
        return self.name


def _valid_taxpayer_id(value: str) -> None:
    if not is_taxpayer_id(value):
        raise ValidationError(_("纳税人识别号有误：请核对位数与校验码。"))


def _valid_month(value: str) -> None:
    AccountingPeriod.parse(value)


class Company(models.Model):
    """The owner of books and of tax duties (核算主体)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="companies", verbose_name=_("代账机构"))
    name = models.CharField(_("企业名称"), max_length=120)
    taxpayer_id = models.CharField(_("纳税人识别号"), max_length=20, validators=[_valid_taxpayer_id])
    legal_form = models.CharField(_("企业类型"), max_length=24, choices=LegalForm, default=LegalForm.ENTERPRISE)
    accounting_standard = models.CharField(
        _("会计准则"), max_length=24, choices=AccountingStandard, default=AccountingStandard.SMALL_BUSINESS
    )
    location = models.CharField(_("所在地"), max_length=12, choices=Location, default=Location.CITY)
    industry = models.CharField(_("行业"), max_length=40, default="other")
    six_taxes_relief = models.BooleanField(_("六税两费减半"), default=True)
    books_begin = models.CharField(_("启用账期"), max_length=7, validators=[_valid_month])
    # Kept by the closing of periods, so that every page opens on the month being worked on.
    period_in_work = models.CharField(_("当前账期"), max_length=7, blank=True, default="", validators=[_valid_month])
    policy = models.JSONField(_("内部制度"), default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("企业")
        verbose_name_plural = _("企业")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "taxpayer_id"], name="company_once_per_agency")]

    def __str__(self) -> str:
        return self.name

    @property
    def first_period(self) -> AccountingPeriod:
        """The first accounting period kept here."""
        return AccountingPeriod.parse(self.books_begin)

    def status_on(self, day: date) -> TaxpayerStatus:
        """The taxpayer status in force on `day`. Raises `NotReady` when none was entered for it."""
        status = self.taxpayer_statuses.filter(effective_from__lte=day).order_by("-effective_from").first()
        if status is None:
            raise NotReady(
                f"no taxpayer status on {day}", message_zh=f"{self.name} 在 {day} 没有纳税人身份，请先在设置中登记"
            )
        return status
