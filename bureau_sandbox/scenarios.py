"""Scenarios: how the bureau misbehaves on purpose, named per taxpayer, per request or for everybody.

Notation: `slow, lost_response:1` means always slow, and the answer lost at the next occasion only.
Rule kept: a name the bureau does not know is refused, so that a misspelt practice run does not pass quietly.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from bureau_sandbox.models import BureauState, Taxpayer

NAMES: Final = {
    "slow": "每次应答延迟",
    "error_before": "受理之前返回 500",
    "error_after": "受理之后返回 500",
    "lost_response": "受理之后断开连接",
    "duplicate_delivery": "同一申报送达两次",
    "late_status": "受理结果数小时后才告知",
    "contradicting_status": "结果查询与申报清单相矛盾",
    "certificate_expired": "数字证书已过期",
    "rejected": "退回申报",
    "maintenance": "系统维护",
    "session_death": "办理途中会话失效",
    "moved_elements": "页面元素改名、换序",
    "missing_elements": "提交按钮不见了",
    "captcha": "登录需要图形验证码",
    "changed_captcha": "登录验证码换成算式",
    "sms": "登录需要短信验证码",
    "qr": "登录需要扫码",
    "face": "登录需要人脸识别",
    "changed_prefill": "预填数据在办理途中变动",
    "rate_limited": "请求过多",
    "invoice_service_down": "发票查验服务不可用",
}


class UnknownScenario(ValueError):
    """The text names a scenario that does not exist."""


def parse(text: str) -> dict[str, int | None]:
    """Names to remaining occasions (`None`: always). Raises `UnknownScenario`."""
    wanted: dict[str, int | None] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, count = part.partition(":")
        if name not in NAMES or (count and not count.isdigit()):
            raise UnknownScenario(part)
        wanted[name] = int(count) if count else None
    return wanted


def write(wanted: dict[str, int | None]) -> str:
    """The notation `parse` reads; used-up names are dropped."""
    return ", ".join(name if left is None else f"{name}:{left}" for name, left in wanted.items() if left != 0)


def is_on(taxpayer: Taxpayer | None, name: str, *, request_scenario: str = "") -> bool:
    """Whether `name` holds now; nothing is used up (for states such as `moved_elements`)."""
    texts = [request_scenario, state().scenario, taxpayer.scenario if taxpayer else ""]
    return any(name in parse(text) for text in texts)


def fires(taxpayer: Taxpayer | None, name: str, *, request_scenario: str = "") -> bool:
    """Whether the fault `name` strikes at this occasion; a counted one is counted down."""
    if name in parse(request_scenario):
        return True
    with transaction.atomic():
        holders: list[Taxpayer | BureauState] = [state()]
        if taxpayer is not None:
            holders.append(Taxpayer.objects.get(pk=taxpayer.pk))
        struck = [_use_up(holder, name) for holder in holders]
        return any(struck)


def state() -> BureauState:
    """The one row of bureau-wide state."""
    row, _ = BureauState.objects.get_or_create(pk=1)
    return row


def _use_up(holder: Taxpayer | BureauState, name: str) -> bool:
    wanted = parse(holder.scenario)
    if name not in wanted:
        return False
    left = wanted[name]
    if left is not None:
        wanted[name] = left - 1
        holder.scenario = write(wanted)
        holder.save(update_fields=["scenario"])
    return True
