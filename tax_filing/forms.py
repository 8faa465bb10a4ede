"""What people type in: an override, a channel, a receipt brought by hand, a payment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tax_filing.channels import channels


class OverrideForm(forms.Form):
    """A figure in place of the computed one."""

    cell = forms.CharField(widget=forms.HiddenInput, max_length=80)
    value = forms.DecimalField(label=_("改为（元）"), max_digits=18, decimal_places=2)
    reason = forms.CharField(label=_("调整原因"), max_length=300)


class FileForm(forms.Form):
    """Which way to the bureau."""

    channel = forms.ChoiceField(label=_("申报渠道"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(name, channel.title) for name, channel in channels().items()]  # type: ignore[attr-defined]


class ApproveForm(forms.Form):
    """The package a supervisor has looked at."""

    package_hash = forms.RegexField(regex=r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class PrefilledForm(forms.Form):
    """Figures the bureau filled in beforehand, as pasted."""

    figures = forms.CharField(
        label=_("税务局预填数据"),
        widget=forms.Textarea(attrs={"rows": 10, "class": "zf-code"}),
        max_length=200_000,
        help_text=_("每行：表,栏次,列,金额（可从 Excel 直接粘贴），或粘贴 JSON"),
    )


class ReceiptForm(forms.Form):
    """The receipt of a return filed by hand."""

    reference = forms.CharField(label=_("受理编号"), max_length=80)
    receipt = forms.FileField(label=_("回执文件（PDF、OFD 或图片）"))


class ChangeForm(forms.Form):
    """Why an accepted return is corrected or voided."""

    reason = forms.CharField(label=_("更正或作废原因"), max_length=200)


class PaymentForm(forms.Form):
    """A payment made at the bureau."""

    number = forms.CharField(label=_("缴款凭证号"), max_length=80)
    amount = forms.DecimalField(label=_("缴款金额"), max_digits=18, decimal_places=2, min_value=0)
    paid_on = forms.DateField(label=_("缴款日期"), widget=forms.DateInput(attrs={"type": "date"}))


class TaxSettingsForm(forms.Form):
    """What the books cannot know. Amounts in yuan; empty is 0, empty headcount is unknown."""

    headcount_start = forms.IntegerField(label=_("季初从业人数（含劳务派遣）"), min_value=0, required=False)
    headcount_end = forms.IntegerField(label=_("季末从业人数（含劳务派遣）"), min_value=0, required=False)
    restricted_industry = forms.BooleanField(label=_("从事国家限制或禁止行业"), required=False)
    losses_brought_forward = forms.DecimalField(
        label=_("以前年度可弥补亏损"), max_digits=18, decimal_places=2, min_value=0, required=False
    )
    cit_prepaid = forms.DecimalField(
        label=_("启用账套前本年已预缴企业所得税"), max_digits=18, decimal_places=2, min_value=0, required=False
    )
    investor_deductions = forms.DecimalField(
        label=_("投资者个人扣除（本年累计，个体工商户）"), max_digits=18, decimal_places=2, min_value=0, required=False
    )

    water_fund_rate = forms.DecimalField(
        label=_("地方水利建设基金费率（如 0.0006，不征的留空）"),
        max_digits=8,
        decimal_places=6,
        min_value=0,
        required=False,
    )
    staff_last_year = forms.IntegerField(label=_("上年在职职工人数（残保金）"), min_value=0, required=False)
    disabled_last_year = forms.IntegerField(label=_("上年已安置残疾人就业人数"), min_value=0, required=False)
    wages_last_year = forms.DecimalField(
        label=_("上年在职职工工资总额（残保金）"), max_digits=18, decimal_places=2, min_value=0, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Both headcounts or neither; last year's staff with its wages."""
        data = super().clean() or {}
        if (data.get("staff_last_year") is None) != (data.get("wages_last_year") is None):
            raise forms.ValidationError(_("上年职工人数和工资总额要一起填写。"))
        if (data.get("headcount_start") is None) != (data.get("headcount_end") is None):
            raise forms.ValidationError(_("季初和季末从业人数要一起填写。"))
        return data
