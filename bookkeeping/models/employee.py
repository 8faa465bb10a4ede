"""Employees (员工) and what their pay follows from: enrolment, declared deductions, wages paid before payroll here.

Rule kept: identity numbers, telephones and bank accounts are no columns; they stand sealed in `foundation.credentials`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.payroll import Engagement
from bookkeeping.models.fields import FenField
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from law.contributions import city_name

RESIDENT_CARD = "居民身份证"
ENGAGEMENTS = (
    (Engagement.EMPLOYEE.value, _("雇员（工资薪金）")),
    (Engagement.LABOUR.value, _("劳务人员（劳务报酬）")),
    (Engagement.STUDENT.value, _("实习学生")),
    (Engagement.PLATFORM.value, _("平台从业人员")),
)
USES = (
    ("administrative", _("管理")),
    ("selling", _("销售")),
    ("production", _("生产")),
    ("workshop", _("车间管理")),
    ("research", _("研发")),
)
DEDUCTIONS = (
    ("child_education", _("子女教育")),
    ("continuing_education", _("继续教育")),
    ("housing_loan", _("住房贷款利息")),
    ("housing_rent", _("住房租金")),
    ("elderly_care", _("赡养老人")),
    ("infant_care", _("3岁以下婴幼儿照护")),
    ("serious_illness", _("大病医疗")),
    ("personal_pension", _("个人养老金")),
)


class Employee(models.Model):
    """Somebody the company pays. `first_job_year` and `low_income_year` are the tax years two special rules hold in."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="employees")
    number = models.CharField(_("工号"), max_length=30)
    name = models.CharField(_("姓名"), max_length=60)
    engagement = models.CharField(_("用工类型"), max_length=12, choices=ENGAGEMENTS, default=Engagement.EMPLOYEE.value)
    department = models.CharField(_("部门"), max_length=60, blank=True)
    expense_use = models.CharField(_("费用归属"), max_length=16, choices=USES, default="administrative")
    expense_account = models.CharField(_("费用科目"), max_length=16, blank=True)
    hired_on = models.DateField(_("入职日期"))
    left_on = models.DateField(_("离职日期"), null=True, blank=True)
    base_salary = FenField(_("基本工资"), default=0)
    first_job_year = models.PositiveSmallIntegerField(_("首次取得工资的年度"), null=True, blank=True)
    low_income_year = models.PositiveSmallIntegerField(_("一次扣除6万元的年度"), null=True, blank=True)
    identity_type = models.CharField(_("证件类型"), max_length=30, default=RESIDENT_CARD)
    identity_tail = models.CharField(_("证件号码末四位"), max_length=4, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("员工")
        verbose_name_plural = _("员工")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="employee_number_once"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("hired_on")), name="employee_leaves_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def secret_purpose(self) -> str:
        """Under which name the sealed fields are kept."""
        return f"payroll.employee:{self.pk}"

    @property
    def is_staff(self) -> bool:
        """Paid wages rather than labour remuneration."""
        return self.engagement == Engagement.EMPLOYEE

    def works_in(self, period: AccountingPeriod) -> bool:
        """Whether employed on a day of the period."""
        return self.hired_on <= period.end and (self.left_on is None or self.left_on >= period.start)


class InsuranceEnrolment(models.Model):
    """From which month a person is insured where and on which bases; a base of 0 means not enrolled."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="enrolments")
    begins = models.CharField(_("起始账期"), max_length=7)
    city = models.CharField(_("参保地"), max_length=40)
    social_base = FenField(_("社保基数"), default=0)
    housing_base = FenField(_("公积金基数"), default=0)

    class Meta:
        verbose_name = _("参保信息")
        verbose_name_plural = _("参保信息")
        ordering = ["begins"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "begins"], name="one_enrolment_a_month"),
            models.CheckConstraint(
                condition=Q(social_base__gte=0, housing_base__gte=0), name="enrolment_bases_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.begins}"

    @property
    def city_name(self) -> str:
        """The city as people say it."""
        return city_name(self.city)


class SpecialDeduction(models.Model):
    """A special additional deduction as its taker declared it: so much a month, from a month on, perhaps to a month."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="deductions")
    kind = models.CharField(_("扣除项目"), max_length=24, choices=DEDUCTIONS)
    amount = FenField(_("每月金额"))
    begins = models.CharField(_("起始账期"), max_length=7)
    ends = models.CharField(_("终止账期"), max_length=7, blank=True)

    class Meta:
        verbose_name = _("专项附加扣除")
        verbose_name_plural = _("专项附加扣除")
        ordering = ["kind", "begins"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="deduction_is_positive")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.begins}"

    def covers(self, period: AccountingPeriod) -> bool:
        """Whether the declaration holds in the month."""
        return self.begins <= str(period) and (not self.ends or str(period) <= self.ends)


class WagesBroughtForward(models.Model):
    """What a person was paid and withheld this year through a month, before payroll was kept here (累计数)."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="brought_forward")
    through = models.CharField(_("截至账期"), max_length=7)
    salary = FenField(_("累计收入"), default=ZERO)
    exempt = FenField(_("累计免税收入"), default=ZERO)
    contributions = FenField(_("累计专项扣除"), default=ZERO)
    special_additional = FenField(_("累计专项附加扣除"), default=ZERO)
    other_deductions = FenField(_("累计其他扣除"), default=ZERO)
    withheld = FenField(_("累计已预扣税额"), default=ZERO)

    class Meta:
        verbose_name = _("以前月份累计")
        verbose_name_plural = _("以前月份累计")
        ordering = ["through"]
        constraints = [models.UniqueConstraint(fields=["employee", "through"], name="brought_forward_once")]

    def __str__(self) -> str:
        return f"{self.employee} {self.through}"
