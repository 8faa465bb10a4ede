"""The night in words: names of stages, and what each open thing is and asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from foundation.navigation import url_if_known

_ = partial(pgettext_lazy, "nightly")

STAGES: Final[dict[str, Promise]] = {
    "fetch": _("取得税局清单"),
    "read": _("识别新资料"),
    "verify": _("查验发票"),
    "propose": _("建议分录"),
    "match_bank": _("银行对账"),
    "reconcile": _("各项核对"),
}


@dataclass(frozen=True, slots=True)
class _Word:
    """What is open, what to do about it, and the page where that is done."""

    what: Promise
    remedy: Promise
    page: str = ""


_REPORT: Final = _("系统已记录；请稍后点“重新处理”，仍不行请联系管理员。")
_WORDS: Final[dict[str, _Word]] = {
    "papers_unread": _Word(_("资料无法识别"), _("换一种格式重新上传，或手工录入。"), "invoices:documents"),
    "statements_waiting": _Word(
        _("对账单待选账户或待定列"), _("说明是哪个账户、各列是什么，流水才会进账。"), "bookkeeping:bank_accounts"
    ),
    "proposals_waiting": _Word(_("分录建议待确认"), _("在待审建议里采纳、改正或驳回。"), "bookkeeping:proposals"),
    "matches_suggested": _Word(
        _("银行对账建议待确认"), _("在对账页确认或否决，确认过的以后自动对上。"), "bookkeeping:reconciliation"
    ),
    "differences": _Word(
        _("核对有差异"), _("逐项看差异：缺票、未收付、未入账、与税局或申报表不符。"), "workbench:reconciliations"
    ),
    "refused": _Word(_("这一步现在不能办"), _("按提示处理后点“重新处理”，或等下一晚。")),
    "outside": _Word(_("外部服务没有应答"), _("系统会自动重试，无需处理；若到早上仍未恢复，请稍后点“重新处理”。")),
    "system": _Word(_("系统出错"), _REPORT),
    "given_up": _Word(_("多次中断，已停止"), _REPORT),
}


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One open thing as people read it."""

    trouble: str
    stage: str
    what: str
    said: str
    remedy: str
    count: int
    period: str
    url: str


def stage_name(stage: str) -> str:
    """The stage in the language of the page."""
    return str(STAGES.get(stage, stage))


def issue_line(company_id: int, issue: dict[str, Any]) -> IssueLine:
    """A kept issue in words."""
    word = _WORDS[issue["code"]]
    url = url_if_known(word.page, company_id) if word.page else ""
    period = issue["period"]
    return IssueLine(
        trouble=issue["trouble"],
        stage=stage_name(issue["stage"]),
        what=str(word.what),
        said=issue["en"] if get_language() == "en" else issue["zh"],
        remedy=str(word.remedy),
        count=issue["count"],
        period=period,
        url=f"{url}?period={period}" if url and period else url,
    )
