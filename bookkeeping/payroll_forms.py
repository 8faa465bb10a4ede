"""Forms of employees and payroll."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.payroll_entries import PARTS
from bookkeeping.forms import AccountField, DateInput, MoneyField
from bookkeeping.models import Employee
from bookkeeping.models.employee import DEDUCTIONS, ENGAGEMENTS, RESIDENT_CARD, USES
from bookkeeping.models.payroll import FUND_NAMES
from bookkeeping.services.keep_employees import CARD, PERSONAL
from kernel.errors import InvalidValue
from kernel.money import ZERO
from kernel.period import AccountingPeriod

IDENTITY_TYPES = (
    (RESIDENT_CARD, _("居民身份证")),
    ("中国护照", _("中国护照")),
    ("港澳居民来往内地通行证", _("港澳居民来往内地通行证")),
    ("台湾居民来往大陆通行证", _("台湾居民来往大陆通行证")),
    ("外国护照", _("外国护照")),
    ("外国人永久居留身份证", _("外国人永久居留身份证")),
)


class MonthField(forms.CharField):
    """A month written 2026-10."""

    widget = forms.TextInput(attrs={"placeholder": "2026-10", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """The month as it is kept. Raises ValidationError."""
        text = str(super().clean(value)).strip()
        try:
            return str(AccountingPeriod.parse(text)) if text else ""
        except InvalidValue as error:
            raise forms.ValidationError(error.message_zh) from error


class RateField(forms.DecimalField):
    """A rate typed as per cent; empty is not said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=99, decimal_places=3, max_digits=5, **options)

    def clean(self, value: Any) -> Decimal | None:
        """The ratio."""
        percent = super().clean(value)
        return None if percent is None else Decimal(percent) / 100


class OptionalMoney(MoneyField):
    """An amount that may be left unsaid: empty is not 0."""

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The amount, or nothing."""
        return super().clean(value) if str(value or "").strip() else None


class EmployeeForm(forms.Form):
    """An employee's card; sealed fields show nothing and stay as they are when left empty."""

    number = forms.CharField(label=_("工号"), max_length=30)
    name = forms.CharField(label=_("姓名"), max_length=60)
    engagement = forms.ChoiceField(label=_("用工类型"), choices=ENGAGEMENTS)
    department = forms.CharField(label=_("部门"), max_length=60, required=False)
    expense_use = forms.ChoiceField(label=_("费用归属"), choices=USES)
    expense_account = AccountField(label=_("费用科目"), required=False, help_text=_("留空按费用归属取常用科目"))
    hired_on = forms.DateField(label=_("入职日期"), widget=DateInput())
    left_on = forms.DateField(label=_("离职日期"), widget=DateInput(), required=False)
    base_salary = MoneyField(label=_("基本工资"), required=False, help_text=_("首月取用，以后各月从上月复制"))
    first_job_year = forms.IntegerField(
        label=_("首次取得工资的年度"), required=False, min_value=2019, max_value=2999,
        help_text=_("当年首次取得工资薪金的，减除费用自1月起累计"),
    )  # fmt: skip
    low_income_year = forms.IntegerField(
        label=_("一次扣除6万元的年度"), required=False, min_value=2021, max_value=2999,
        help_text=_("上年在本单位工资不超过6万元的，自1月起直接扣除6万元"),
    )  # fmt: skip
    identity_type = forms.ChoiceField(label=_("证件类型"), choices=IDENTITY_TYPES)
    identity = forms.CharField(label=_("证件号码"), max_length=40, required=False)
    phone = forms.CharField(label=_("手机号码"), max_length=20, required=False)
    bank_account = forms.CharField(label=_("银行卡号"), max_length=40, required=False)

    def card(self) -> dict[str, Any]:
        """The fields of the card."""
        return {name: self.cleaned_data[name] for name in CARD}

    def personal(self) -> dict[str, str]:
        """The fields that are sealed."""
        return {name: self.cleaned_data[name] for name in PERSONAL}

    @staticmethod
    def initial_of(employee: Employee) -> dict[str, Any]:
        """What the form shows of somebody entered before."""
        return {name: getattr(employee, name) for name in CARD}


class EnrolForm(forms.Form):
    """Insurance from a month on."""

    begins = MonthField(label=_("起始账期"))
    city = forms.CharField(
        label=_("参保地"), max_length=40, widget=forms.TextInput(attrs={"list": "city-list", "autocomplete": "off"})
    )
    social_base = MoneyField(label=_("社保基数"), required=False, help_text=_("0 为不参保"))
    housing_base = MoneyField(label=_("公积金基数"), required=False, help_text=_("0 为不缴存"))


class DeductionForm(forms.Form):
    """A declared deduction."""

    kind = forms.ChoiceField(label=_("扣除项目"), choices=DEDUCTIONS)
    amount = MoneyField(label=_("每月金额"))
    begins = MonthField(label=_("起始账期"))
    ends = MonthField(label=_("终止账期"), required=False)


class BroughtForwardForm(forms.Form):
    """The year so far, before payroll here."""

    through = MonthField(label=_("截至账期"))
    salary = MoneyField(label=_("累计收入"), required=False)
    exempt = MoneyField(label=_("累计免税收入"), required=False)
    contributions = MoneyField(label=_("累计专项扣除"), required=False)
    special_additional = MoneyField(label=_("累计专项附加扣除"), required=False)
    other_deductions = MoneyField(label=_("累计其他扣除"), required=False)
    withheld = MoneyField(label=_("累计已预扣税额"), required=False)

    def sums(self) -> dict[str, Decimal]:
        """The amounts by field."""
        return {name: amount or ZERO for name, amount in self.cleaned_data.items() if name != "through"}


class PayrollSettingsForm(forms.Form):
    """How wages are kept."""

    begins = MonthField(label=_("工资起算账期"))
    city = forms.CharField(
        label=_("默认参保地"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": "city-list"})
    )
    pays_next_month = forms.BooleanField(
        label=_("工资次月发放"), required=False, help_text=_("个人所得税按发放月份申报，税款所属期为次月")
    )
    average_wage = OptionalMoney(
        label=_("当地上年职工平均工资"), required=False, help_text=_("全年金额，用于离职补偿的个人所得税")
    )


class RateForm(forms.Form):
    """The company's own terms of one fund."""

    city = forms.CharField(label=_("参保地"), max_length=40, widget=forms.TextInput(attrs={"list": "city-list"}))
    fund = forms.ChoiceField(label=_("险种"), choices=FUND_NAMES)
    begins = MonthField(label=_("起始账期"))
    employer_rate = RateField(label=_("单位比例（%）"))
    person_rate = RateField(label=_("个人比例（%）"))
    floor = OptionalMoney(label=_("基数下限"), required=False)
    cap = OptionalMoney(label=_("基数上限"), required=False)
    person_extra = MoneyField(label=_("个人另缴"), required=False)
    whole_yuan = forms.BooleanField(label=_("缴费额取整到元"), required=False)


class PayForm(forms.Form):
    """Paying one part of a payroll."""

    part = forms.ChoiceField(choices=[(part, part) for part in PARTS], widget=forms.HiddenInput())
    day = forms.DateField(label=_("支付日期"), widget=DateInput())
    bank = AccountField(label=_("付款科目"), initial="1002")


class ReverseForm(forms.Form):
    """Reversing a payroll."""

    day = forms.DateField(label=_("冲销日期"), widget=DateInput())
    reason = forms.CharField(label=_("冲销原因"), max_length=100)
