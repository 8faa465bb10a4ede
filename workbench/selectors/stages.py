"""The pieces of the main job a person may ask for: up to which stage it goes."""

from __future__ import annotations

from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

_ = partial(pgettext_lazy, "stretch")

STRETCHES: Final[dict[str, Promise]] = {
    "verification": _("收票：识别、检查、查验"),
    "entries": _("记账：到分录"),
    "bank_reconciliation": _("对账：到银行对账"),
    "draft_returns": _("报表：到申报表草稿"),
    "statements": _("结账：到财务报表"),
    "": _("全部：到申报与缴款"),
}
"""Last stage → name; empty for the whole job."""
