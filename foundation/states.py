"""How each state of the house looks: a tone and a name. Rooms keep their own state values; the words meet here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

_ = partial(pgettext_lazy, "state")  # the same Chinese word may be a different one elsewhere


@dataclass(frozen=True, slots=True)
class Look:
    """Tone (neutral, busy, good, warn, bad, info) and name of a state."""

    tone: str
    label: str | Promise


_LOOKS: Final[dict[str, Look]] = {
    # documents and jobs
    "received": Look("neutral", _("已收")),
    "queued": Look("neutral", _("排队中")),
    "pending": Look("neutral", _("待处理")),
    "waiting": Look("warn", _("等待人工")),
    "interrupted": Look("warn", _("中断")),
    "running": Look("busy", _("进行中")),
    "reading": Look("busy", _("识别中")),
    "processing": Look("busy", _("处理中")),
    "read": Look("good", _("已识别")),
    "unpacked": Look("good", _("已解包")),
    "done": Look("good", _("完成")),
    "started": Look("busy", _("进行中")),
    "skipped": Look("neutral", _("跳过")),
    "retrying": Look("warn", _("稍后重试")),
    "lost": Look("warn", _("中断")),
    "failed": Look("bad", _("失败")),
    "refused": Look("bad", _("已拒收")),
    "needs_review": Look("warn", _("待复核")),
    # verdicts on receipts
    "compliant": Look("good", _("合规")),
    "warn": Look("warn", _("警告")),
    "reject": Look("bad", _("不合规")),
    "duplicate": Look("bad", _("重复")),
    "verified": Look("good", _("已查验")),
    "not_found": Look("bad", _("查无此票")),
    "voided": Look("bad", _("已作废")),
    "valid": Look("good", _("查验一致")),
    "mismatched": Look("bad", _("查验不符")),
    "red_lettered": Look("warn", _("已红冲")),
    "abnormal": Look("bad", _("异常凭证")),
    "rate_limited": Look("neutral", _("查验次数已满")),
    "unavailable": Look("neutral", _("查验暂不可用")),
    "not_verifiable": Look("neutral", _("无需查验")),
    "booked": Look("good", _("已入账")),
    "not_booked": Look("neutral", _("未入账")),
    # proposals, vouchers, periods
    "open": Look("warn", _("待处理")),
    "suggested": Look("info", _("建议")),
    "proposed": Look("info", _("待确认")),
    "corrected": Look("good", _("改后采纳")),
    "suggest": Look("info", _("建议")),
    "ask": Look("warn", _("需确认")),
    "undone": Look("neutral", _("已撤销")),
    "in_force": Look("good", _("生效")),
    "off": Look("neutral", _("停用")),
    "post": Look("good", _("自动入账")),
    "draft": Look("neutral", _("草稿")),
    "reviewed": Look("info", _("已审核")),
    "posted": Look("good", _("已记账")),
    "reversed": Look("neutral", _("已冲销")),
    "confirmed": Look("good", _("已确认")),
    "closing": Look("busy", _("结账中")),
    "closed": Look("good", _("已结账")),
    "reopened": Look("warn", _("已反结账")),
    "matched": Look("good", _("已勾对")),
    "imported": Look("good", _("已导入")),
    "needs_account": Look("warn", _("待选账户")),
    "needs_columns": Look("warn", _("待定列")),
    # from a return to its receipt
    "due": Look("warn", _("待申报")),
    "overdue": Look("bad", _("已逾期")),
    "ready": Look("info", _("可申报")),
    "approved": Look("info", _("已批准")),
    "sending": Look("busy", _("发送中")),
    "submitted": Look("busy", _("已提交")),
    "accepted": Look("good", _("已受理")),
    "filed": Look("good", _("已申报")),
    "rejected": Look("bad", _("已退回")),
    "outcome_unknown": Look("warn", _("结果待查")),
    "unknown": Look("warn", _("结果待查")),
    "human_needed": Look("warn", _("需要人工")),
    "temporary_failure": Look("warn", _("暂时失败")),
    "not_filed": Look("bad", _("未能申报")),
    "not_planned": Look("neutral", _("未计算")),
    "planning": Look("busy", _("计算中")),
    "planned": Look("info", _("可申报")),
    "blocked": Look("bad", _("有阻断项")),
    "ordered": Look("busy", _("已下达")),
    "sent": Look("good", _("已发出")),
    "stopped": Look("warn", _("已停止")),
    "superseded": Look("neutral", _("已更正")),
    "final_failure": Look("bad", _("失败")),
    "paid": Look("good", _("已缴款")),
    "answered": Look("good", _("已答复")),
    "cancelled": Look("neutral", _("已取消")),
    "expired": Look("neutral", _("已过期")),
    # warnings
    "acknowledged": Look("info", _("已知悉")),
    "resolved": Look("good", _("已解决")),
    "false_alarm": Look("neutral", _("误报")),
    "info": Look("info", _("提示")),
    "block": Look("bad", _("阻断")),
    # steps of a period
    "not_started": Look("neutral", _("未开始")),
    "todo": Look("warn", _("待办")),
    "not_due": Look("neutral", _("本期不报")),
    "no_lines": Look("neutral", _("无流水")),
    "nothing_due": Look("neutral", _("无税款")),
    "to_pay": Look("warn", _("待缴款")),
}


def look_of(state: str) -> Look:
    """The look of a state; an unknown one shows its own name, neutrally."""
    return _LOOKS.get(state, Look("neutral", state))
