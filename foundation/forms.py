"""Forms of the settings pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.models import Role


class MemberForm(forms.Form):
    """A person's log-in name and role for this company."""

    username = forms.RegexField(r"^[\w.@+-]{2,60}$", label=_("登录名"))
    display_name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    role = forms.TypedChoiceField(label=_("角色"), choices=Role.choices, coerce=lambda value: Role(int(value)))
