"""The bot as a filing channel: what tax filing calls to file a return through the portal.

Rule kept: before any return is typed in, the declared list is read; what stands there is never filed again.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.handover import answer_of
from foundation.models import Handover, HandoverState
from kernel.errors import FinalFailure, OutcomeUnknown, OutsideFailure, TemporaryFailure
from rpa.models import BotRun, RunState
from rpa.order import Ending, Purpose
from rpa.selectors.runs import runs_of, unanswered_in_a_row
from rpa.services.carry_out import Carried, carry_out
from tax_filing.exports import (
    Accepted,
    FilingPackage,
    HumanNeeded,
    Outcome,
    PaymentMade,
    Processing,
    Rejected,
    package_of_key,
    record_event,
)

NAME: Final = "bot"
FIRST_PAUSE: Final = timedelta(minutes=10)
LONGEST_PAUSE: Final = timedelta(hours=12)


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

    def pay(self, reference: str) -> PaymentMade:
        """Pay an accepted return by three-party agreement; one already paid gives its payment again.

        Raises `FinalFailure` for a return this channel did not file, or when the portal asks for another amount than
        was approved; `TemporaryFailure`; `OutcomeUnknown`.
        """
        run = BotRun.objects.filter(reference=reference).first()
        if run is None:
            raise FinalFailure(f"the bot did not file {reference}", message_zh=f"{reference} 不是机器人申报的")
        package = package_of_key(run.submission_key)
        waiting = _waiting_run(package)
        if waiting is not None and waiting.handover is not None and _is_open(waiting.handover):
            raise TemporaryFailure("the log-in needs a person", message_zh=waiting.reason, handover=waiting.handover.pk)
        carried = carry_out(package, Purpose.PAY, answers=_answers(waiting), reference=reference)
        _report(package, carried)
        result = carried.result
        if result.ending is Ending.PAID:
            return PaymentMade(
                result.payment_number, package.tax_payable - package.paid_before, date.fromisoformat(result.paid_on)
            )
        if carried.handover is not None:
            raise TemporaryFailure("the log-in needs a person", message_zh=result.reason, handover=carried.handover.pk)
        raise _failure(carried)

    def _go(self, package: FilingPackage, purpose: Purpose) -> Outcome | None:
        waiting = _waiting_run(package)
        if waiting is not None and waiting.handover is not None and _is_open(waiting.handover):
            return HumanNeeded(waiting.handover.pk)
        _refuse_to_ask_too_soon(package, waiting)
        carried = carry_out(package, purpose, answers=_answers(waiting))
        _report(package, carried)
        return _outcome(carried)


def _waiting_run(package: FilingPackage) -> BotRun | None:
    latest = runs_of(package.company_id).filter(submission_key=package.key).first()
    return latest if latest is not None and latest.state == RunState.WAITING else None


def _is_open(handover: Handover) -> bool:
    return handover.state == HandoverState.OPEN and handover.expires_at > timezone.now()


def _refuse_to_ask_too_soon(package: FilingPackage, waiting: BotRun | None) -> None:
    """Nobody answered: wait twice as long before each new question, so that no night is spent on asking."""
    if waiting is None or waiting.handover is None or waiting.handover.state == HandoverState.ANSWERED:
        return
    unanswered = unanswered_in_a_row(package.company_id, package.key)
    pause = min(FIRST_PAUSE * 2 ** (unanswered - 1), LONGEST_PAUSE)
    again_at = timezone.localtime(waiting.handover.expires_at + pause)
    if timezone.now() < again_at:
        raise TemporaryFailure(
            f"nobody answered; the bot asks again after {again_at:%Y-%m-%d %H:%M}",
            message_zh=f"无人处理验证请求；机器人在 {again_at:%Y-%m-%d %H:%M} 之后再次请求，也可在运行页面立即重新请求",
        )


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
    raise _failure(carried)


def _failure(carried: Carried) -> OutsideFailure:
    result = carried.result
    failures = {Ending.TEMPORARY: TemporaryFailure, Ending.UNKNOWN: OutcomeUnknown}
    return failures.get(result.ending, FinalFailure)(result.reason_en, message_zh=result.reason, run=carried.run.pk)
