"""Sending the bot on an errand: credentials and kept session in, the run in a thread of its own, results written down.

Rule kept: the browser's thread touches no database; this thread keeps each checkpoint before the browser goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings

from foundation.credentials import reveal_secret, store_secret
from foundation.handover import ask
from foundation.models import Company, Handover, HandoverKind
from kernel.errors import FinalFailure
from rpa.checkpoints import HandOverSink
from rpa.flows.sandbox_portal.flow import DATA
from rpa.hands import HANDS
from rpa.models import BotRun
from rpa.order import BotOrder, BotResult, Ending, Limits, Purpose
from rpa.services.record_run import begin_run, end_run, keep_checkpoint
from tax_filing.exports import FilingPackage

CREDENTIALS: Final = "bureau.portal"
SESSION: Final = "bureau.portal.session"


@dataclass(frozen=True, slots=True)
class Carried:
    """A run that has ended, with its result and, where a person is needed, the open question."""

    run: BotRun
    result: BotResult
    handover: Handover | None = None


def carry_out(
    package: FilingPackage, purpose: Purpose, *, answers: Mapping[str, str] | None = None, reference: str = ""
) -> Carried:
    """Run the bot for `package`; `reference` names the accepted return to pay.

    Raises `FinalFailure` when the company has no portal account kept.
    """
    company = Company.objects.get(pk=package.company_id)
    credentials = reveal_secret(company, CREDENTIALS)
    if not credentials:
        raise FinalFailure(
            f"{company} has no portal account",
            message_zh="尚未登记电子税务局账号：请企业负责人在“机器人 → 登录账号”中登记",
        )
    session = reveal_secret(company, SESSION) or {}
    order = _order(package, purpose, credentials, answers or {}, session.get("state", ""))
    order = replace(order, reference=reference)
    run = begin_run(company, package, purpose, DATA)
    result = _by_hand(order, run)
    if result.storage_state:
        store_secret(company, SESSION, {"state": result.storage_state})
    end_run(run, result)
    return Carried(run, result, _question(run, result))


def _by_hand(order: BotOrder, run: BotRun) -> BotResult:
    sink = HandOverSink()
    work = HANDS.take(order, sink)
    sink.keep_until_done(work, lambda checkpoint: keep_checkpoint(run, checkpoint))
    try:
        return work.result()
    except Exception:
        # A bug, or a checkpoint that could not be kept: how far it came is what the rows say.
        run.refresh_from_db(fields=["sent"])
        ending = Ending.UNKNOWN if run.sent else Ending.TEMPORARY
        end_run(run, BotResult(ending, "机器人内部错误", "the bot broke down", sent=run.sent))
        raise


def _order(
    package: FilingPackage, purpose: Purpose, credentials: Mapping[str, str], answers: Mapping[str, str], state: str
) -> BotOrder:
    return BotOrder(
        purpose=purpose,
        portal=settings.RPA_PORTAL,
        base_url=settings.BUREAU_PORTAL_URL,
        taxpayer_id=package.taxpayer_id,
        form=package.form,
        period_start=package.period_start,
        period_end=package.period_end,
        cells=package.cells,
        tax_payable=package.tax_payable - package.paid_before,
        kind=package.kind,
        replaces=package.replaces,
        change_reason=package.change_reason,
        credentials=credentials,
        answers=answers,
        storage_state=state,
        limits=Limits(step=settings.RPA_STEP_SECONDS, decision=settings.RPA_DECISION_SECONDS),
        with_trace=settings.RPA_TRACE,
    )


def _question(run: BotRun, result: BotResult) -> Handover | None:
    if result.ending is not Ending.PERSON_NEEDED:
        return None
    run.handover = ask(
        company=run.company,
        kind=HandoverKind(result.person_kind),
        key=f"bot:{run.pk}",
        question=result.reason,
        picture=result.picture,
        context={"run": run.pk, "submission_key": run.submission_key},
    )
    run.save(update_fields=["handover"])
    return run.handover
