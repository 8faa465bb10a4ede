"""The bot as a filing channel: runs written down and sealed, people asked, nothing filed twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from foundation.credentials import store_secret
from foundation.models import AuditEntry, Company, Handover, Secret, User
from kernel.errors import FinalFailure, InvalidValue, NotPermitted, OutcomeUnknown, TemporaryFailure
from rpa import channel as channel_module
from rpa.channel import BotChannel
from rpa.checkpoints import Checkpoint
from rpa.evidence import read_file, sha256
from rpa.flows.sandbox_portal.flow import DATA
from rpa.models import BotRun, BotStep, RunState
from rpa.order import BotResult, Ending, Purpose
from rpa.services import answer_question as answering
from rpa.services import ask_again as asking
from rpa.services import carry_out as carrying
from rpa.services.answer_question import answer_question
from rpa.services.ask_again import ask_again
from rpa.services.keep_account import keep_account
from rpa.services.record_run import RunSuperseded, begin_run, expected_seal, keep_checkpoint
from tax_filing.exports import Accepted, FilingPackage, HumanNeeded, Rejected
from tests.bureau_sandbox.sample_returns import changed, small_scale_return
from tests.plugins.sandbox import PASSWORD, USER, Sandbox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.usefixtures("chromium")]


@pytest.fixture(autouse=True)
def reported(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """What the bot told tax filing, instead of a submission that would have to exist."""
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(channel_module, "record_event", lambda key, kind, detail, evidence: told.append((key, kind)))
    for module in (answering, asking):
        monkeypatch.setattr(module, "resume", lambda key: told.append((key, "resume")))
    return told


@pytest.fixture
def company(small_scale: Company, bureau_sandbox: Sandbox, settings: Any) -> Company:
    """A company known to the bureau, with its portal account kept."""
    settings.RPA_STEP_SECONDS, settings.RPA_DECISION_SECONDS, settings.RPA_TRACE = 4, 8, False
    small_scale.taxpayer_id = bureau_sandbox.taxpayer(vat_status="small_scale", name=small_scale.name)
    small_scale.save()
    store_secret(small_scale, "bureau.portal", {"user_name": USER, "password": PASSWORD})
    return small_scale


def package_of(company: Company, **changes: Any) -> FilingPackage:
    cells = changes.pop("cells", small_scale_return())
    content: dict[str, Any] = {
        "key": f"{company.taxpayer_id}:vat_small_scale:2026Q3:1",
        "company_id": company.pk,
        "taxpayer_id": company.taxpayer_id,
        "company_name": company.name,
        "form": "vat_small_scale",
        "edition": "2026",
        "period_start": date(2026, 7, 1),
        "period_end": date(2026, 9, 30),
        "cells": cells,
        "tax_payable": Decimal("4240.00"),
        "payload_hash": hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest(),
        "channel": "bot",
    }
    return FilingPackage(**content | changes)


def test_a_return_is_filed_with_receipt_pictures_and_an_intact_seal(
    company: Company, bureau_sandbox: Sandbox, reported: list[tuple[str, str]]
) -> None:
    package = package_of(company)
    outcome = BotChannel().submit(package)
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.startswith(b"%PDF-")
    run = BotRun.objects.get()
    assert (run.state, run.sent, run.reference) == (RunState.DONE, True, outcome.reference)
    assert run.seal == expected_seal(run)
    step = run.steps.get(name="compare")
    assert sha256(read_file(step.picture_file)) == step.picture_sha256
    assert reported == [(package.key, "bot_run_ended")]
    assert AuditEntry.objects.filter(action="bot.run_ended", company=company).exists()


def test_a_changed_step_breaks_the_seal(company: Company) -> None:
    BotChannel().submit(package_of(company))
    run = BotRun.objects.get()
    BotStep.objects.filter(run=run, name="compare").update(detail="68 cells agree")
    assert run.seal != expected_seal(run)


def test_submitted_twice_is_filed_once(company: Company, bureau_sandbox: Sandbox) -> None:
    first, second = (BotChannel().submit(package_of(company)) for _ in range(2))
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.reference == second.reference
    assert len(bureau_sandbox.returns(company.taxpayer_id)) == 1
    assert Secret.objects.filter(company=company, purpose="bureau.portal.session").exists()


def test_a_bot_killed_between_submit_and_receipt_is_looked_up_and_nothing_is_filed_twice(
    company: Company, bureau_sandbox: Sandbox
) -> None:
    package = package_of(company)
    killed = begin_run(company, package, Purpose.FILE, DATA)
    order = carrying._order(package, Purpose.FILE, {"user_name": USER, "password": PASSWORD}, {}, "")

    class DiesBehindTheLastClick:
        def put(self, checkpoint: Checkpoint) -> None:
            keep.append(checkpoint)
            if (checkpoint.step, checkpoint.state) == ("submit", "done"):
                raise SystemError("killed")

    keep: list[Checkpoint] = []
    with pytest.raises(SystemError):
        carrying.HANDS.take(order, DiesBehindTheLastClick()).result(60)
    for checkpoint in keep:
        keep_checkpoint(killed, checkpoint)
    outcome = BotChannel().look_up(package)
    killed.refresh_from_db()
    assert (killed.state, killed.sent) == (RunState.LOST, True)
    assert isinstance(outcome, Accepted)
    assert isinstance(BotChannel().submit(package), Accepted)
    assert len(bureau_sandbox.returns(company.taxpayer_id)) == 1


def test_a_run_that_was_taken_over_does_not_make_the_last_click(company: Company, bureau_sandbox: Sandbox) -> None:
    package = package_of(company)
    overtaken = begin_run(company, package, Purpose.FILE, DATA)
    order = carrying._order(package, Purpose.FILE, {"user_name": USER, "password": PASSWORD}, {}, "")
    begin_run(company, package, Purpose.FILE, DATA)
    with pytest.raises(RunSuperseded):
        keep_checkpoint(overtaken, Checkpoint("submit", "started", is_irreversible=True))
    with pytest.raises(RuntimeError):
        carrying._by_hand(order, overtaken)
    assert bureau_sandbox.returns(company.taxpayer_id) == []


def test_a_captcha_waits_for_a_person_and_goes_on_with_her_answer(
    company: Company, bureau_sandbox: Sandbox, accountant: User, reported: list[tuple[str, str]]
) -> None:
    bureau_sandbox.taxpayer(taxpayer_id=company.taxpayer_id, scenario="captcha")
    package = package_of(company)
    asked = BotChannel().submit(package)
    assert isinstance(asked, HumanNeeded)
    assert BotChannel().submit(package) == asked, "the same question while it is open, without a browser"
    handover = Handover.objects.get(pk=asked.handover_id)
    answer_question(handover, text=bureau_sandbox.answer_of(company.taxpayer_id, "captcha"), actor=accountant)
    assert (package.key, "resume") in reported
    assert isinstance(BotChannel().submit(package), Accepted)
    assert BotRun.objects.count() == 2


def test_a_question_nobody_answers_is_not_asked_all_night_but_at_once_when_a_person_comes(
    company: Company, bureau_sandbox: Sandbox, accountant: User, reported: list[tuple[str, str]]
) -> None:
    bureau_sandbox.taxpayer(taxpayer_id=company.taxpayer_id, scenario="captcha")
    package = package_of(company)
    first = BotChannel().submit(package)
    Handover.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(TemporaryFailure):
        BotChannel().look_up(package)
    assert BotRun.objects.count() == 1, "no browser was started for it"
    ask_again(BotRun.objects.get(), actor=accountant)
    second = BotChannel().submit(package)
    assert isinstance(second, HumanNeeded)
    assert second != first
    assert (package.key, "resume") in reported


def test_a_viewer_may_not_answer_and_an_empty_answer_is_refused(
    company: Company, bureau_sandbox: Sandbox, viewer: User, accountant: User
) -> None:
    bureau_sandbox.taxpayer(taxpayer_id=company.taxpayer_id, scenario="captcha")
    asked = BotChannel().submit(package_of(company))
    assert isinstance(asked, HumanNeeded)
    handover = Handover.objects.get(pk=asked.handover_id)
    with pytest.raises(NotPermitted):
        answer_question(handover, text="AB12", actor=viewer)
    with pytest.raises(InvalidValue):
        answer_question(handover, text=" ", actor=accountant)


def test_outcomes_become_the_channels_words(company: Company, bureau_sandbox: Sandbox) -> None:
    wrong = changed(small_scale_return(), "main.15.total", "11000.00")
    assert isinstance(BotChannel().submit(package_of(company, cells=wrong)), Rejected)
    assert BotChannel().look_up(package_of(company)) is None
    bureau_sandbox.taxpayer(taxpayer_id=company.taxpayer_id, scenario="maintenance")
    with pytest.raises(TemporaryFailure):
        BotChannel().submit(package_of(company))


def test_a_company_without_account_is_told_what_to_do(company: Company) -> None:
    Secret.objects.filter(company=company).delete()
    with pytest.raises(FinalFailure) as refusal:
        BotChannel().submit(package_of(company))
    assert "登录账号" in refusal.value.message_zh


def test_a_bot_that_breaks_down_behind_the_last_click_leaves_the_outcome_unknown(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def take(self, order: Any, sink: Any) -> Any:
            from concurrent.futures import Future

            future: Future[BotResult] = Future()
            future.set_result(BotResult(Ending.UNKNOWN, "结果待查", "unknown", sent=True))
            return future

    monkeypatch.setattr(carrying, "HANDS", Broken())
    with pytest.raises(OutcomeUnknown):
        BotChannel().submit(package_of(company))
    assert BotRun.objects.get().state == RunState.UNKNOWN


def test_only_the_owner_keeps_the_account_and_the_old_session_is_forgotten(
    company: Company, owner: User, supervisor: User
) -> None:
    store_secret(company, "bureau.portal.session", {"state": "{}"})
    with pytest.raises(NotPermitted):
        keep_account(company, user_name="a", password="b", actor=supervisor)
    keep_account(company, user_name="a", password="b", actor=owner)
    assert not Secret.objects.filter(company=company, purpose="bureau.portal.session").exists()
    assert "b" not in AuditEntry.objects.filter(action="bot.account_kept").latest("pk").content.values()
