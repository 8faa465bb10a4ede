"""What the pages of tax filing need beyond the house's tags: printed texts of forms, names of channels and events."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from law.store import RuleValue, lookup
from tax_filing.channels import channels
from tax_filing.domain.return_form import FormLine, FormSection, Title, all_forms

register = template.Library()
_EVENTS = {
    "created": _("生成申报"),
    "sending": _("发送"),
    "processing": _("税务局受理中"),
    "looked_up": _("查询税务局"),
    "temporary_failure": _("暂时失败，稍后重试"),
    "outcome_unknown": _("应答丢失，结果待查"),
    "human_needed": _("等待人工"),
    "accepted": _("已受理"),
    "rejected": _("已退回"),
    "final_failure": _("失败"),
    "receipt_stored": _("回执存档"),
    "evidence_stored": _("留痕存档"),
    "confirmed_by_hand": _("人工回填回执"),
    "paid": _("缴款"),
    "superseded": _("被更正申报取代"),
    "voided": _("已作废"),
    "tried_again": _("重新发送"),
    "stopped": _("停止申报"),
    "bot_run_ended": _("机器人运行结束"),
}


_DUTIES = {
    "iit_withholding": _("个人所得税扣缴申报"),
    "social_insurance": _("社会保险费"),
    "housing_fund": _("住房公积金"),
    "union_dues": _("工会经费"),
    "water_fund": _("地方水利建设基金"),
    "stamp_duty": _("印花税（财产和行为税）"),
    "financial_statements": _("财务会计报表报送"),
    "annual_statements": _("年度财务会计报表"),
    "cit_annual": _("企业所得税汇算清缴"),
    "iit_business_annual": _("经营所得汇算清缴"),
    "company_annual_report": _("企业年报（市场监管）"),
    "disabled_fund": _("残疾人就业保障金"),
}


def _in_english() -> bool:
    return get_language() == "en"


@register.filter
def printed(title: Title) -> str:
    """A printed text of a form in the language of the page."""
    return title.en if _in_english() else title.zh


@register.filter
def form_title(form: str) -> str:
    """The name of a return form; the id itself for a form this product does not know."""
    for known in all_forms():
        if known.form == form:
            return printed(known.title)
    return form


@register.filter
def column_title(section: FormSection, column: str) -> str:
    """What a column of a table is called; nothing where the table has but one."""
    return "" if section.single_column else printed(section.columns[column])


@register.filter
def duty_title(name: str) -> str:
    """What a duty of the calendar is called."""
    return str(_DUTIES[name])


@register.filter
def relief_code(line: FormLine, day: date) -> RuleValue | None:
    """The code a relief of a line is entered by, as known for the tax period."""
    return lookup(line.code, day) if line.code else None


@register.filter
def message(finding: dict[str, Any]) -> str:
    """A stored finding's sentence in the language of the page."""
    return str((_in_english() and finding.get("message_en")) or finding["message_zh"])


@register.filter
def channel_title(name: str) -> str | Promise:
    """The name of a filing channel."""
    channel = channels().get(name)
    return channel.title if channel else name


@register.filter
def event_title(kind: str) -> str:
    """What an event is called; a bot's own steps keep their names."""
    return str(_EVENTS.get(kind, kind))
