"""Forms of the books' pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.costing import CostingMethod
from bookkeeping.domain.depreciation import AssetKind
from bookkeeping.models import AnalysisItem
from bookkeeping.models.asset import KINDS, METHODS
from bookkeeping.selectors.books import Books
from kernel.errors import InvalidValue
from kernel.money import ZERO, money

USUAL_ACCOUNTS = {
    AssetKind.FIXED: ("电子设备", "累计折旧", "固定资产折旧"),
    AssetKind.INTANGIBLE: ("无形资产", "累计摊销", "无形资产摊销"),
    AssetKind.DEFERRED: ("长期待摊费用", "长期待摊费用", "长期待摊费用摊销"),
}
"""By kind the names of the usual accounts: the asset's, where charges are credited, the expense's."""


class DateInput(forms.DateInput):
    """The browser's own date picker, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MoneyField(forms.CharField):
    """Yuan as people write them, thousands separators and all."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Decimal:
        """The amount. Raises ValidationError with the refusal's sentence."""
        text = super().clean(value)
        try:
            return money(text) if text else ZERO
        except InvalidValue as error:
            raise forms.ValidationError(_("“%(value)s”不是金额"), params={"value": text}) from error


class AccountField(forms.CharField):
    """An account code, picked from the list or typed ("560224 管理费用-固定资产折旧")."""

    widget = forms.TextInput(attrs={"list": "account-list", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """The code alone."""
        return str(super().clean(value)).strip().split(" ", 1)[0]


class AssetForm(forms.Form):
    """A new asset card; accounts left empty are the usual ones of the kind."""

    code = forms.CharField(label=_("资产编号"), max_length=30)
    name = forms.CharField(label=_("资产名称"), max_length=120)
    kind = forms.ChoiceField(label=_("资产类型"), choices=KINDS)
    department = forms.CharField(label=_("使用部门"), max_length=60, required=False)
    in_use = forms.DateField(label=_("启用日期"), widget=DateInput())
    cost = MoneyField(label=_("资产原值"))
    salvage = MoneyField(label=_("预计净残值"), required=False)
    life_months = forms.IntegerField(label=_("使用月数"), min_value=1, max_value=1200)
    method = forms.ChoiceField(label=_("折旧方法"), choices=METHODS)
    written_off = MoneyField(
        label=_("以前已提"), required=False, help_text=_("账套启用前已计提的折旧或摊销，没有则留空")
    )
    deducted_at_once = forms.BooleanField(
        label=_("一次性税前扣除"), required=False, help_text=_("仅限单价不超过规定上限的设备、器具；账上仍按月计提")
    )
    asset_account = AccountField(label=_("资产科目"), required=False)
    contra_account = AccountField(label=_("累计折旧（摊销）科目"), required=False)
    expense_account = AccountField(label=_("费用科目"), required=False)

    def values(self, books: Books) -> dict[str, Any]:
        """What `add_asset` takes, with the usual accounts filled in."""
        values = dict(self.cleaned_data)
        names = ("asset_account", "contra_account", "expense_account")
        for field, account in zip(names, USUAL_ACCOUNTS[AssetKind(values["kind"])], strict=True):
            values[field] = values[field] or usual_account(books, account)
        return values


class ReviseForm(forms.Form):
    """A change of estimate from the period shown on."""

    life_months = forms.IntegerField(label=_("剩余月数"), min_value=1, max_value=1200)
    salvage = MoneyField(label=_("预计净残值"), required=False)
    method = forms.ChoiceField(label=_("折旧方法"), choices=METHODS)


class DisposeForm(forms.Form):
    """The end of an asset."""

    day = forms.DateField(label=_("处置日期"), widget=DateInput())
    reason = forms.CharField(label=_("处置原因"), max_length=100)


def usual_account(books: Books, name: str) -> str:
    """The leaf of that name, outside selling expenses; empty where the chart has none, which `add_asset` refuses."""
    found = (account.code for account in books.chart if account.name == name and books.chart.is_leaf(account.code))
    return next((code for code in found if books.chart.first_level(code).name != "销售费用"), "")


class CostingForm(forms.Form):
    """How what is sold is costed."""

    METHODS = (
        (CostingMethod.NONE.value, _("不自动结转")),
        (CostingMethod.WEIGHTED_AVERAGE.value, _("全月一次加权平均法")),
        (CostingMethod.FIRST_IN_FIRST_OUT.value, _("先进先出法")),
        (CostingMethod.REVENUE_SHARE.value, _("按收入比例")),
    )
    method = forms.ChoiceField(label=_("成本核算方法"), choices=METHODS)
    ratio = forms.DecimalField(
        label=_("成本占收入的比例"), required=False, min_value=0, max_value=1, max_digits=6, decimal_places=4
    )


class ProvisionalForm(forms.Form):
    """Goods that came before their invoice; the estimate is without VAT."""

    day = forms.DateField(label=_("入库日期"), widget=DateInput())
    supplier = forms.CharField(label=_("供应商"), max_length=120)
    account_code = AccountField(label=_("存货科目"))
    stock_item = forms.ModelChoiceField(label=_("存货"), queryset=AnalysisItem.objects.none(), required=False)
    quantity = forms.DecimalField(label=_("数量"), required=False, min_value=0, max_digits=16, decimal_places=6)
    amount = MoneyField(label=_("暂估金额"))
    note = forms.CharField(label=_("备注"), max_length=120, required=False)

    def __init__(self, *args: Any, items: QuerySet[AnalysisItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stock_item"].queryset = items  # type: ignore[attr-defined]

    def clean_quantity(self) -> Decimal:
        """Units; none where the account keeps none."""
        return self.cleaned_data["quantity"] or Decimal(0)


class SettleForm(forms.Form):
    """The day the invoice came."""

    day = forms.DateField(label=_("冲回日期"), widget=DateInput())


class RateForm(forms.Form):
    """Yuan for one unit of a currency."""

    currency = forms.RegexField(label=_("外币"), regex=r"^[A-Za-z]{3}$", max_length=3)
    day = forms.DateField(label=_("日期"), widget=DateInput())
    rate = forms.DecimalField(label=_("汇率"), min_value=Decimal("0.000001"), max_digits=14, decimal_places=6)
