"""The payroll of a month (工资表) with a line for each person, and the rates a company adds to its cities' tables.

Rule kept: a payroll is changed only as a draft; the database refuses anything else (`payroll_guards`). What is wrong
later is put right by another month or by reversal, which keeps the reversed one.
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.payroll import BonusMethod, Pay
from bookkeeping.models.employee import ENGAGEMENTS, Employee
from bookkeeping.models.fields import FenField
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod
from law.contributions import FundTerms, city_name

FUND_NAMES = (
    ("pension", _("基本养老保险")),
    ("medical", _("基本医疗保险")),
    ("maternity", _("生育保险")),
    ("unemployment", _("失业保险")),
    ("injury", _("工伤保险")),
    ("housing_fund", _("住房公积金")),
)
BONUS_METHODS = (
    (BonusMethod.SEPARATE.value, _("单独计税")),
    (BonusMethod.COMBINED.value, _("并入当月")),
)


class PayrollState(models.TextChoices):
    """Draft, confirmed (accrued in the books), paid, reversed."""

    DRAFT = "draft", _("草稿")
    CONFIRMED = "confirmed", _("已确认")
    PAID = "paid", _("已发放")
    REVERSED = "reversed", _("已冲销")


STANDING = (PayrollState.CONFIRMED, PayrollState.PAID)


class PayrollSettings(models.Model):
    """From which month on a company's wages are kept here, when they are paid, the local average wage (yuan a year)."""

    company = models.OneToOneField("foundation.Company", on_delete=models.PROTECT, related_name="payroll_settings")
    begins = models.CharField(_("工资起算账期"), max_length=7)
    city = models.CharField(_("默认参保地"), max_length=40, blank=True)
    pays_next_month = models.BooleanField(_("工资次月发放"), default=False)
    average_wage = FenField(_("当地上年职工平均工资"), null=True)  # type: ignore[misc]  # empty is not 0

    class Meta:
        verbose_name = _("工资设置")
        verbose_name_plural = _("工资设置")

    def __str__(self) -> str:
        return f"{self.company} {self.begins}"


class ContributionRate(models.Model):
    """The company's own terms of one fund in one city from a month on; what is left empty is the city table's."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="contribution_rates")
    city = models.CharField(_("参保地"), max_length=40)
    fund = models.CharField(_("险种"), max_length=16, choices=FUND_NAMES)
    begins = models.CharField(_("起始账期"), max_length=7)
    floor = FenField(_("基数下限"), null=True)  # type: ignore[misc]  # empty is not 0
    cap = FenField(_("基数上限"), null=True)  # type: ignore[misc]  # empty is not 0
    employer_rate = models.DecimalField(_("单位比例"), max_digits=7, decimal_places=5, null=True)
    person_rate = models.DecimalField(_("个人比例"), max_digits=7, decimal_places=5, null=True)
    person_extra = FenField(_("个人另缴"), default=ZERO)
    whole_yuan = models.BooleanField(_("缴费额取整到元"), default=False)

    class Meta:
        verbose_name = _("缴费标准")
        verbose_name_plural = _("缴费标准")
        ordering = ["city", "fund", "begins"]
        constraints = [
            models.UniqueConstraint(fields=["company", "city", "fund", "begins"], name="rate_once_a_month"),
            models.CheckConstraint(
                condition=Q(employer_rate=None) | Q(employer_rate__gte=0, employer_rate__lt=1),
                name="employer_rate_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(person_rate=None) | Q(person_rate__gte=0, person_rate__lt=1), name="person_rate_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.get_fund_display()} {self.begins}"

    @property
    def city_name(self) -> str:
        """The city as people say it."""
        return city_name(self.city)

    @property
    def terms(self) -> FundTerms:
        """What the company says, as a pure value."""
        return FundTerms(
            self.fund,
            self.floor,
            self.cap,
            self.employer_rate,
            self.person_rate,
            self.person_extra,
            self.whole_yuan,
            source=str(_("本企业缴费标准 %s")) % self.begins,
        )


class Payroll(models.Model):
    """Wages of one company and month.

    `tax_period` is the month they are paid in, which decides the tax (个人所得税法第十四条: withheld when paid);
    `catches_up` takes in what later notices changed about earlier months.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="payrolls")
    period = models.CharField(_("账期"), max_length=7)
    tax_period = models.CharField(_("税款所属期"), max_length=7)
    state = models.CharField(_("状态"), max_length=12, choices=PayrollState, default=PayrollState.DRAFT)
    catches_up = models.BooleanField(_("补缴以前月份社保差额"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("工资表")
        verbose_name_plural = _("工资表")
        ordering = ["period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "period"], condition=~Q(state="reversed"), name="one_payroll_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.period}"

    @property
    def accounting_period(self) -> AccountingPeriod:
        """The month."""
        return AccountingPeriod.parse(self.period)

    @property
    def taxed_in(self) -> AccountingPeriod:
        """The month whose withholding return they belong to."""
        return AccountingPeriod.parse(self.tax_period)


class PayrollLine(models.Model):
    """One person's month: what was entered, what was computed, and how (`contributions`, `declared`, `trace`)."""

    payroll = models.ForeignKey(Payroll, on_delete=models.CASCADE, related_name="lines")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="payroll_lines")
    base_salary = FenField(_("基本工资"), default=ZERO)
    allowances = FenField(_("津贴补贴"), default=ZERO)
    bonus = FenField(_("奖金绩效"), default=ZERO)
    absence = FenField(_("缺勤扣款"), default=ZERO)
    exempt = FenField(_("免税收入"), default=ZERO)
    other_deductions = FenField(_("其他税前扣除"), default=ZERO)
    annual_bonus = FenField(_("全年一次性奖金"), default=ZERO)
    bonus_method = models.CharField(
        _("奖金计税"), max_length=10, choices=BONUS_METHODS, default=BonusMethod.SEPARATE.value
    )
    severance = FenField(_("离职补偿"), default=ZERO)
    withheld_other = FenField(_("代扣其他"), default=ZERO)

    engagement = models.CharField(_("用工类型"), max_length=12, choices=ENGAGEMENTS)
    expense_account = models.CharField(_("费用科目"), max_length=16, blank=True)
    gross = FenField(_("应发合计"), default=ZERO)
    taxed_salary = FenField(_("本期收入"), default=ZERO)
    social_person = FenField(_("社保个人"), default=ZERO)
    housing_person = FenField(_("公积金个人"), default=ZERO)
    social_employer = FenField(_("社保单位"), default=ZERO)
    housing_employer = FenField(_("公积金单位"), default=ZERO)
    special_additional = FenField(_("专项附加扣除"), default=ZERO)
    other_taken = FenField(_("其他扣除合计"), default=ZERO)
    wage_tax = FenField(_("工资个税"), default=ZERO)
    bonus_tax = FenField(_("奖金个税"), default=ZERO)
    severance_tax = FenField(_("补偿个税"), default=ZERO)
    net = FenField(_("实发"), default=ZERO)
    contributions = models.JSONField(default=list)
    declared = models.JSONField(default=dict)
    trace = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)  # {"zh", "en"} where the computation was refused

    class Meta:
        verbose_name = _("工资明细")
        verbose_name_plural = _("工资明细")
        ordering = ["employee__number"]
        constraints = [models.UniqueConstraint(fields=["payroll", "employee"], name="one_line_a_person")]

    def __str__(self) -> str:
        return f"{self.payroll.period} {self.employee}"

    @property
    def pay(self) -> Pay:
        """What was entered, as a pure value."""
        return Pay(**{name: getattr(self, name) for name in ENTERED}, bonus_method=BonusMethod(self.bonus_method))

    def share(self, fund: str, side: str) -> Decimal:
        """What `employer` or `person` pays to a fund, differences of earlier months included."""
        return total(Decimal(row[side]) for row in self.contributions if row["fund"] == fund)

    @property
    def problem_text(self) -> str:
        """Why nothing could be computed, in the reader's language; empty when it could."""
        return str(self.problem.get("zh" if (get_language() or "zh").startswith("zh") else "en", ""))

    @property
    def tax(self) -> Decimal:
        """All tax withheld."""
        return self.wage_tax + self.bonus_tax + self.severance_tax


ENTERED = (
    "base_salary",
    "allowances",
    "bonus",
    "absence",
    "exempt",
    "other_deductions",
    "annual_bonus",
    "severance",
    "withheld_other",
)
"""Amounts a person enters, in the order of the sheet."""
TITLES = {field.name: field.verbose_name for field in PayrollLine._meta.fields}
"""Names of the columns, by field."""
COMPUTED = (
    "gross",
    "taxed_salary",
    "social_person",
    "housing_person",
    "social_employer",
    "housing_employer",
    "special_additional",
    "other_taken",
    "wage_tax",
    "bonus_tax",
    "severance_tax",
    "net",
)
"""Amounts the computation fills in."""
