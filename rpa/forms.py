"""Forms of the bot's room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AccountForm(forms.Form):
    """The portal account of a company. What is kept is never put into the form."""

    user_name = forms.CharField(label=_("用户名（办税人员）"), max_length=60)
    password = forms.CharField(
        label=_("密码或设备密码"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("加密保存，只有申报机器人在登录时使用，任何页面都不再显示。"),
    )


class DoneForm(forms.Form):
    """A person has done on her phone what the bot asked for."""

    answer = forms.CharField(widget=forms.HiddenInput, initial="done", max_length=4)


class AnswerForm(forms.Form):
    """A person's answer to the bot."""

    answer = forms.CharField(
        label=_("您的答案"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True})
    )
