"""Names of the bot's steps, purposes and endings for the screen."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TITLES: Final[dict[str, Promise]] = {
    "open_login": _("打开登录页"),
    "log_in": _("登录"),
    "sms_code": _("短信验证"),
    "phone_confirm": _("手机确认"),
    "probe_todo": _("检查办税页面"),
    "probe_declared": _("检查申报清单页面"),
    "probe_form": _("检查申报表页面"),
    "open_void": _("打开申报作废"),
    "choose_identity": _("选择身份"),
    "read_declared": _("查询已申报清单"),
    "read_declared_again": _("再次查询已申报清单"),
    "read_filed": _("核对税务局已有的申报"),
    "open_form": _("打开申报表"),
    "fill_cells": _("填写并回读"),
    "precheck": _("申报前预检"),
    "compare": _("逐栏核对确认页"),
    "submit": _("提交申报"),
    "await_decision": _("等待受理结果"),
    "fetch_receipt": _("下载回执"),
    "open_payment": _("打开缴款页"),
    "pay": _("三方协议扣款"),
}
_ENDINGS: Final[dict[str, Promise]] = {
    "accepted": _("已受理，回执已下载"),
    "rejected": _("税务局退回"),
    "processing": _("已提交，税务局受理中"),
    "not_found": _("税务局没有这笔申报"),
    "rehearsed": _("试填完成，未提交"),
    "paid": _("已缴款"),
    "person_needed": _("需要人工"),
    "temporary": _("暂时失败，未提交"),
    "final": _("失败，未提交"),
    "unknown": _("结果待查"),
}
_PURPOSES: Final[dict[str, Promise]] = {
    "file": _("办理申报"),
    "dry_run": _("试填"),
    "look_up": _("查询"),
    "pay": _("缴款"),
    "probe": _("检查页面"),
}
_FORMS: Final[dict[str, Promise]] = {
    "vat_small_scale": _("增值税申报表（小规模）"),
    "vat_general": _("增值税申报表（一般纳税人）"),
    "cit_prepayment": _("企业所得税预缴申报表"),
    "iit_business_income": _("经营所得个人所得税申报表"),
    "stamp_duty": _("印花税申报表"),
}


def form_of(form: str) -> str:
    """The short name of a return form."""
    return str(_FORMS.get(form, form))


def ending_of(ending: str) -> str:
    """How a run ended, in words."""
    return str(_ENDINGS.get(ending, ending))


def purpose_of(purpose: str) -> str:
    """What a run was for, in words."""
    return str(_PURPOSES.get(purpose, purpose))


def title_of(name: str) -> str:
    """The title of a step; an unknown one shows its own name."""
    return str(_TITLES.get(name, name))
