"""What the pages of tax filing need beyond the house's tags: printed texts of forms, names of channels and events."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tax_filing.channels import channels
from tax_filing.domain.return_form import Title, all_forms

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
