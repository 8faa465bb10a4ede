"""Forms of bank accounts and of statements that wait for a person."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from bookkeeping.bank.rows import TURNED
from bookkeeping.models import BankAccount, BankAccountKind
from bookkeeping.services.keep_bank_accounts import BankAccountFacts

_ = partial(pgettext_lazy, "bank")

MEANING_NAMES = (
    ("", _("不用")),
    ("date", _("日期")),
    ("time", _("时间")),
    ("in", _("收入金额")),
    ("out", _("支出金额")),
    ("amount", _("金额（一列）")),
    ("direction", _("收支标志")),
    ("balance", _("余额")),
    ("name", _("对方户名")),
    ("account", _("对方账号")),
    ("bank", _("对方开户行")),
    ("description", _("摘要")),
    ("reference", _("参考号")),
    ("serial", _("流水号")),
    ("currency", _("币种")),
)


class BankAccountForm(forms.Form):
    """An account at a bank or wallet."""

    name = forms.CharField(label=_("账户名称"), max_length=80)
    kind = forms.ChoiceField(label=_("账户类型"), choices=BankAccountKind.choices)
    bank = forms.CharField(label=_("开户行"), max_length=80, required=False)
    number = forms.CharField(label=_("账号"), max_length=64, required=False)
    currency = forms.CharField(label=_("币种"), max_length=3, initial="CNY")
    account_code = forms.ChoiceField(label=_("对应科目"))
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def __init__(self, *args: Any, accounts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = forms.ChoiceField(label=_("对应科目"), choices=accounts)
        self.fields["account_code"] = choices

    def facts(self) -> BankAccountFacts:
        """What was entered."""
        said = self.cleaned_data
        return BankAccountFacts(**{**said, "currency": said["currency"].upper()})


class ChooseAccountForm(forms.Form):
    """Whose account a statement is."""

    account = forms.ModelChoiceField(label=_("银行账户"), queryset=BankAccount.objects.none())

    def __init__(self, *args: Any, accounts: QuerySet[BankAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = forms.ModelChoiceField(label=_("银行账户"), queryset=accounts)


class ColumnsForm(forms.Form):
    """What each column of an unknown layout means; fields `column_0` and on, and which way amounts point."""

    sign = forms.ChoiceField(
        label=_("借贷方向"),
        required=False,
        choices=[("", _("借方是支出（银行账）")), (TURNED, _("借方是收入（企业账）"))],
    )

    def __init__(self, *args: Any, titles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, title in enumerate(titles):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=title or str(place + 1), choices=MEANING_NAMES, required=False
            )
        self.width = len(titles)

    def columns(self) -> dict[str, int]:
        """Our name → column; the first of two with one meaning counts."""
        found: dict[str, int] = {}
        for place in range(self.width):
            if meaning := self.cleaned_data.get(f"column_{place}"):
                found.setdefault(meaning, place)
        return found
