"""What happened lately in a company, told from its audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from foundation.models import AuditEntry, Company

SHOWN: Final = 12
SENTENCES: Final[dict[str, Promise]] = {
    "document.received": pgettext_lazy("history", "收到文件"),
    "document.unpacked": pgettext_lazy("history", "解开压缩包"),
    "document.not_read": pgettext_lazy("history", "文件无法识别"),
    "invoice.read": pgettext_lazy("history", "识别发票"),
    "invoice.rendition_added": pgettext_lazy("history", "补充发票版式"),
    "invoice.corrected": pgettext_lazy("history", "更正发票"),
    "invoice.decided": pgettext_lazy("history", "处理发票"),
    "invoice.verified": pgettext_lazy("history", "查验发票"),
    "books.opened": pgettext_lazy("history", "启用账簿"),
    "books.opening_balances_set": pgettext_lazy("history", "录入期初余额"),
    "proposal.accepted": pgettext_lazy("history", "采纳记账建议"),
    "voucher.prepared": pgettext_lazy("history", "制单"),
    "voucher.rewritten": pgettext_lazy("history", "修改凭证"),
    "voucher.discarded": pgettext_lazy("history", "删除未记账凭证"),
    "voucher.reviewed": pgettext_lazy("history", "审核凭证"),
    "voucher.review_withdrawn": pgettext_lazy("history", "撤回审核"),
    "voucher.posted": pgettext_lazy("history", "记账"),
    "voucher.reversed": pgettext_lazy("history", "红字冲销"),
    "period.closed": pgettext_lazy("history", "结账"),
    "period.reopened": pgettext_lazy("history", "反结账"),
    "period.run": pgettext_lazy("history", "办理本期"),
    "period.watched": pgettext_lazy("history", "检查预警"),
    "warning.acknowledged": pgettext_lazy("history", "知悉预警"),
    "warning.false_alarm": pgettext_lazy("history", "标记误报"),
    "return.drafted": pgettext_lazy("history", "生成申报表"),
    "return.approved": pgettext_lazy("history", "批准申报"),
    "filing.approved": pgettext_lazy("history", "批准申报"),
    "submission.queued": pgettext_lazy("history", "提交申报"),
    "submission.sent": pgettext_lazy("history", "发送申报"),
    "submission.accepted": pgettext_lazy("history", "申报已受理"),
    "submission.rejected": pgettext_lazy("history", "申报被退回"),
    "tax.paid": pgettext_lazy("history", "缴款"),
    "handover.answered": pgettext_lazy("history", "人工接手"),
    "member.set": pgettext_lazy("history", "设置成员"),
    "member.removed": pgettext_lazy("history", "移除成员"),
    "account.added": pgettext_lazy("history", "新增科目"),
}


SUBJECTS: Final[dict[str, Promise]] = {
    "document": pgettext_lazy("history", "文件"),
    "invoice": pgettext_lazy("history", "发票"),
    "proposal": pgettext_lazy("history", "建议"),
    "voucher": pgettext_lazy("history", "凭证"),
    "periodwarning": pgettext_lazy("history", "预警"),
    "handover": pgettext_lazy("history", "人工接手"),
    "taxreturn": pgettext_lazy("history", "申报表"),
    "submission": pgettext_lazy("history", "申报"),
    "membership": pgettext_lazy("history", "成员"),
    "account": pgettext_lazy("history", "科目"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history: who did what, when, to what."""

    at: datetime
    actor: str
    sentence: str
    subject: str


def recent_activity(company: Company) -> list[Happening]:
    """The newest entries of the audit trail; an unlisted action shows its own name."""
    entries = AuditEntry.objects.filter(company=company).select_related("actor").order_by("-sequence")[:SHOWN]
    return [
        Happening(
            at=entry.created_at,
            actor=str(entry.actor) if entry.actor else "",
            sentence=str(SENTENCES.get(entry.action, entry.action)),
            subject=_subject(entry.subject),
        )
        for entry in entries
    ]


def _subject(subject: str) -> str:
    """`voucher:4` in words; what is not a reference stays as it is."""
    model, colon, number = subject.partition(":")
    return f"{SUBJECTS[model]} {number}" if colon and model in SUBJECTS else subject
