"""A person is there now: let the bot ask anew at once, though its last question ran out."""

from __future__ import annotations

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import NotReady
from rpa.models import BotRun, RunState
from tax_filing.exports import resume


def ask_again(run: BotRun, *, actor: User) -> None:
    """End the wait of `run` and wake its submission. Raises `NotReady` when it waits no more, `NotPermitted`."""
    require_role(actor, run.company, Role.ACCOUNTANT)
    if not BotRun.objects.filter(pk=run.pk, state=RunState.WAITING).update(state=RunState.LOST):
        raise NotReady("this run waits for nobody", message_zh="这次运行已不在等待人工")
    record(company=run.company, actor=actor, action="bot.asked_again", subject=run)
    resume(run.submission_key)
