"""The bot as a filing channel: what tax filing calls to file a return through the portal.

Rule kept: before any return is typed in, the declared list is read; what stands there is never filed again.
"""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.handover import answer_of
from foundation.models import HandoverState
from kernel.errors import FinalFailure, OutcomeUnknown, TemporaryFailure
from rpa.models import BotRun, RunState
from rpa.order import Ending, Purpose
from rpa.services.carry_out import Carried, carry_out
from tax_filing.exports import (
    Accepted,
    FilingPackage,
    HumanNeeded,
    Outcome,
    Processing,
    Rejected,
    record_event,
)

NAME: Final = "bot"


class BotChannel:
    """`FilingChannel` that types the return into the bureau's portal."""

    name = NAME
    title = _("机器人（电子税务局网页）")

    def submit(self, package: FilingPackage) -> Outcome:
        """File, or find what is filed already.

        Raises `TemporaryFailure` and `FinalFailure` when nothing was sent, `OutcomeUnknown` when it may have been.
        """
        outcome = self._go(package, Purpose.FILE)
        if outcome is None:
            raise OutcomeUnknown("the portal shows no return", message_zh="电子税务局没有显示这笔申报，请稍后查询")
        return outcome

    def look_up(self, package: FilingPackage) -> Outcome | None:
        """What the declared list says about the return; `None` when it is not there."""
        return self._go(package, Purpose.LOOK_UP)

    def _go(self, package: FilingPackage, purpose: Purpose) -> Outcome | None:
        waiting = _waiting_run(package)
        if waiting is not None and _is_open(waiting):
            return HumanNeeded(_handover_id(waiting))
        carried = carry_out(package, purpose, answers=_answers(waiting))
        _report(package, carried)
        return _outcome(carried)


def _waiting_run(package: FilingPackage) -> BotRun | None:
    latest = BotRun.objects.filter(company_id=package.company_id, submission_key=package.key).first()
    return latest if latest is not None and latest.state == RunState.WAITING and latest.handover_id else None


def _is_open(run: BotRun) -> bool:
    handover = run.handover
    return handover is not None and handover.state == HandoverState.OPEN and handover.expires_at > timezone.now()


def _handover_id(run: BotRun) -> int:
    if run.handover_id is None:
        raise FinalFailure(f"run {run.pk} waits for nobody")
    return run.handover_id


def _answers(run: BotRun | None) -> dict[str, str]:
    if run is None or run.handover is None:
        return {}
    answer = answer_of(run.handover.pk)
    return {run.handover.kind: answer} if answer else {}


def _report(package: FilingPackage, carried: Carried) -> None:
    run = carried.run
    detail = {"run": run.pk, "ending": run.ending, "reference": run.reference, "moved": run.moved}
    evidence = {"seal": run.seal, "receipt_sha256": run.receipt_sha256, "trace_sha256": run.trace_sha256}
    record_event(package.key, "bot_run_ended", detail, evidence)


def _outcome(carried: Carried) -> Outcome | None:
    result = carried.result
    if result.ending is Ending.ACCEPTED:
        return Accepted(result.reference, result.receipt, f"{result.reference}.pdf", timezone.now())
    if result.ending is Ending.REJECTED:
        return Rejected(result.reason, result.reference)
    if result.ending is Ending.PROCESSING:
        return Processing(result.reference)
    if result.ending is Ending.NOT_FOUND:
        return None
    if carried.handover is not None:
        return HumanNeeded(carried.handover.pk)
    failures = {Ending.TEMPORARY: TemporaryFailure, Ending.UNKNOWN: OutcomeUnknown}
    raise failures.get(result.ending, FinalFailure)(result.reason_en, message_zh=result.reason, run=carried.run.pk)
