"""Forms of accounts and of analysis items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.analysis import ON_LINES
from bookkeeping.models import Account, AnalysisItem
from bookkeeping.models.analysis import DIMENSIONS
from bookkeeping.services.change_account import AccountFacts
from bookkeeping.services.keep_analysis import ItemFacts

ASKED = [(value, label) for value, label in DIMENSIONS if value in ON_LINES]


class AccountForm(forms.Form):
    """What an account asks of its lines."""

    name = forms.CharField(label=_("科目名称"), max_length=60)
    dimensions = forms.MultipleChoiceField(
        label=_("辅助核算"),
        choices=ASKED,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    tracks_counterparty = forms.BooleanField(label=_("按往来单位核算"), required=False)
    unit = forms.CharField(label=_("数量单位"), max_length=20, required=False)
    currency = forms.CharField(label=_("外币"), max_length=3, required=False, help_text=_("三个字母的代码，如 USD"))
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    @classmethod
    def of(cls, account: Account) -> AccountForm:
        """Filled with what the account says now."""
        names = ("name", "tracks_counterparty", "unit", "currency", "is_active")
        said: dict[str, Any] = {name: getattr(account, name) for name in names}
        return cls(initial=said | {"dimensions": account.dimensions.split()})

    def facts(self) -> AccountFacts:
        """As `change_account` takes it."""
        said = dict(self.cleaned_data)
        return AccountFacts(**said | {"dimensions": " ".join(said["dimensions"])})


class ItemForm(forms.Form):
    """One item of a list."""

    code = forms.CharField(label=_("编码"), max_length=30)
    name = forms.CharField(label=_("名称"), max_length=120)
    specification = forms.CharField(label=_("规格型号"), max_length=80, required=False)
    unit = forms.CharField(label=_("计量单位"), max_length=20, required=False)
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    @classmethod
    def of(cls, item: AnalysisItem) -> ItemForm:
        """Filled with what the item says now."""
        return cls(initial={name: getattr(item, name) for name in cls.base_fields})

    def facts(self, dimension: str) -> ItemFacts:
        """As `keep_item` takes it."""
        return ItemFacts(dimension, **self.cleaned_data)
