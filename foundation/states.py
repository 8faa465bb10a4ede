"""How each state of the house looks: a tone and a name. Rooms keep their own state values; the words meet here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Look:
    """Tone (neutral, busy, good, warn, bad, info) and name of a state."""

    tone: str
    label: str | Promise


_LOOKS: Final[dict[str, Look]] = {
    # documents and jobs
    "received": Look("neutral", pgettext_lazy("state", "已收")),
    "queued": Look("neutral", pgettext_lazy("state", "排队中")),
    "pending": Look("neutral", pgettext_lazy("state", "待处理")),
    "waiting": Look("warn", pgettext_lazy("state", "等待人工")),
    "running": Look("busy", pgettext_lazy("state", "进行中")),
    "reading": Look("busy", pgettext_lazy("state", "识别中")),
    "processing": Look("busy", pgettext_lazy("state", "处理中")),
    "read": Look("good", pgettext_lazy("state", "已识别")),
    "unpacked": Look("good", pgettext_lazy("state", "已解包")),
    "done": Look("good", pgettext_lazy("state", "完成")),
    "failed": Look("bad", pgettext_lazy("state", "失败")),
    "refused": Look("bad", pgettext_lazy("state", "已拒收")),
    "needs_review": Look("warn", pgettext_lazy("state", "待复核")),
    # verdicts on receipts
    "compliant": Look("good", pgettext_lazy("state", "合规")),
    "warn": Look("warn", pgettext_lazy("state", "警告")),
    "reject": Look("bad", pgettext_lazy("state", "不合规")),
    "duplicate": Look("bad", pgettext_lazy("state", "重复")),
    "verified": Look("good", pgettext_lazy("state", "已查验")),
    "not_found": Look("bad", pgettext_lazy("state", "查无此票")),
    "voided": Look("bad", pgettext_lazy("state", "已作废")),
    "booked": Look("good", pgettext_lazy("state", "已入账")),
    "not_booked": Look("neutral", pgettext_lazy("state", "未入账")),
    # proposals, vouchers, periods
    "open": Look("warn", pgettext_lazy("state", "待处理")),
    "suggested": Look("info", pgettext_lazy("state", "建议")),
    "suggest": Look("info", pgettext_lazy("state", "建议")),
    "ask": Look("warn", pgettext_lazy("state", "需确认")),
    "post": Look("good", pgettext_lazy("state", "自动入账")),
    "draft": Look("neutral", pgettext_lazy("state", "草稿")),
    "reviewed": Look("info", pgettext_lazy("state", "已审核")),
    "posted": Look("good", pgettext_lazy("state", "已记账")),
    "reversed": Look("neutral", pgettext_lazy("state", "已冲销")),
    "closing": Look("busy", pgettext_lazy("state", "结账中")),
    "closed": Look("good", pgettext_lazy("state", "已结账")),
    "reopened": Look("warn", pgettext_lazy("state", "已反结账")),
    "matched": Look("good", pgettext_lazy("state", "已勾对")),
    # from a return to its receipt
    "due": Look("warn", pgettext_lazy("state", "待申报")),
    "overdue": Look("bad", pgettext_lazy("state", "已逾期")),
    "ready": Look("info", pgettext_lazy("state", "可申报")),
    "approved": Look("info", pgettext_lazy("state", "已批准")),
    "sending": Look("busy", pgettext_lazy("state", "发送中")),
    "submitted": Look("busy", pgettext_lazy("state", "已提交")),
    "accepted": Look("good", pgettext_lazy("state", "已受理")),
    "filed": Look("good", pgettext_lazy("state", "已申报")),
    "rejected": Look("bad", pgettext_lazy("state", "已退回")),
    "outcome_unknown": Look("warn", pgettext_lazy("state", "结果待查")),
    "unknown": Look("warn", pgettext_lazy("state", "结果待查")),
    "human_needed": Look("warn", pgettext_lazy("state", "需要人工")),
    "temporary_failure": Look("warn", pgettext_lazy("state", "暂时失败")),
    "final_failure": Look("bad", pgettext_lazy("state", "失败")),
    "paid": Look("good", pgettext_lazy("state", "已缴款")),
    "cancelled": Look("neutral", pgettext_lazy("state", "已取消")),
    "expired": Look("neutral", pgettext_lazy("state", "已过期")),
    # warnings
    "acknowledged": Look("info", pgettext_lazy("state", "已知悉")),
    "resolved": Look("good", pgettext_lazy("state", "已解决")),
    "false_alarm": Look("neutral", pgettext_lazy("state", "误报")),
    "info": Look("info", pgettext_lazy("state", "提示")),
    "block": Look("bad", pgettext_lazy("state", "阻断")),
    # steps of a period
    "not_started": Look("neutral", pgettext_lazy("state", "未开始")),
    "todo": Look("warn", pgettext_lazy("state", "待办")),
    "not_due": Look("neutral", pgettext_lazy("state", "本期不报")),
}


def look_of(state: str) -> Look:
    """The look of a state; an unknown one shows its own name, neutrally."""
    return _LOOKS.get(state, Look("neutral", state))
