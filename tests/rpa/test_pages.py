"""Pages and API of the bot: runs and pictures of one company only, questions answered by those who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from foundation.credentials import reveal_secret
from foundation.handover import answer_of, ask
from foundation.models import Company, Handover, HandoverKind, User
from rpa.checkpoints import Checkpoint
from rpa.models import BotRun, BotStep, RunState
from rpa.order import BotResult, Ending
from rpa.services import answer_question as answering
from rpa.services import ask_again as asking
from rpa.services.record_run import end_run, keep_checkpoint
from rpa.services.remove_old_evidence import remove_old_evidence
from tests.conftest import Login

pytestmark = pytest.mark.django_db
PICTURE = b"\xff\xd8 a picture"


@pytest.fixture
def run(small_scale: Company) -> BotRun:
    """A run that ended well, with one step and its picture."""
    made = BotRun.objects.create(
        company=small_scale, submission_key="key-1", purpose="file", portal="sandbox_portal", portal_version="1",
        form="vat_small_scale", period_start=date(2026, 7, 1), period_end=date(2026, 9, 30),
    )  # fmt: skip
    keep_checkpoint(made, Checkpoint("submit", "started", is_irreversible=True))
    keep_checkpoint(made, Checkpoint("submit", "done", 1, "SB1", "SB1", PICTURE, "0" * 64))
    end_run(made, BotResult(Ending.ACCEPTED, reference="SB1", sent=True, trace=b"PK trace", moved={"login": "role"}))
    return made


@pytest.fixture
def question(small_scale: Company) -> Handover:
    return ask(
        company=small_scale, kind=HandoverKind.CAPTCHA, key="bot:1", question="登录电子税务局需要图形验证码",
        picture=b"\x89PNG", context={"submission_key": "key-1"},
    )  # fmt: skip


@pytest.fixture
def resumed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    keys: list[str] = []
    monkeypatch.setattr(answering, "resume", keys.append)
    return keys


def page(client: Client, company: Company, path: str = "") -> Any:
    return client.get(f"/c/{company.pk}/bot/{path}")


def test_a_run_is_shown_with_its_steps_seal_and_moved_elements(run: BotRun, viewer: User, login: Login) -> None:
    client = login(viewer)
    assert "SB1" in page(client, run.company).content.decode()
    shown = page(client, run.company, f"runs/{run.pk}/").content.decode()
    assert all(words in shown for words in ("提交申报", "封印完好", "login", "已受理，回执已下载"))


def test_a_tampered_step_shows_a_broken_seal(run: BotRun, viewer: User, login: Login) -> None:
    BotStep.objects.filter(run=run).update(detail_zh="SB2")
    assert "封印不符" in page(login(viewer), run.company, f"runs/{run.pk}/").content.decode()


def test_a_picture_is_decrypted_for_members_and_encrypted_on_disk(
    run: BotRun, viewer: User, login: Login, settings: Any
) -> None:
    step = run.steps.get()
    answer = page(login(viewer), run.company, f"runs/{run.pk}/steps/{step.pk}/picture/")
    assert answer.content == PICTURE
    stored = (settings.MEDIA_ROOT / "evidence" / step.picture_file).read_bytes()
    assert PICTURE not in stored


def test_pictures_of_another_company_are_not_found(run: BotRun, general: Company, viewer: User, login: Login) -> None:
    step = run.steps.get()
    assert page(login(viewer), general, f"runs/{run.pk}/steps/{step.pk}/picture/").status_code == 404
    assert page(login(viewer), general, f"runs/{run.pk}/").status_code == 404


def test_the_trace_is_for_supervisors(run: BotRun, accountant: User, supervisor: User, login: Login) -> None:
    assert page(login(accountant), run.company, f"runs/{run.pk}/trace/").status_code == 403
    assert page(login(supervisor), run.company, f"runs/{run.pk}/trace/").content == b"PK trace"


def test_an_open_question_is_shown_and_answered_once(
    question: Handover, accountant: User, login: Login, resumed: list[str]
) -> None:
    client = login(accountant)
    assert "登录电子税务局需要图形验证码" in page(client, question.company).content.decode()
    address = f"/c/{question.company_id}/bot/questions/{question.pk}/"
    assert client.get(address + "picture/").content == b"\x89PNG"
    assert client.post(address, {"answer": " 3CN5 "}).status_code == 302
    assert (answer_of(question.pk), resumed) == ("3CN5", ["key-1"])
    assert "已经处理" in client.get(address).content.decode()
    client.post(address, {"answer": "again"})
    assert resumed == ["key-1"]


def test_an_expired_question_takes_no_answer(
    question: Handover, accountant: User, login: Login, resumed: list[str]
) -> None:
    Handover.objects.filter(pk=question.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    client = login(accountant)
    client.post(f"/c/{question.company_id}/bot/questions/{question.pk}/", {"answer": "3CN5"})
    assert (answer_of(question.pk), resumed) == (None, [])


def test_a_question_that_ran_out_can_be_asked_again_from_the_runs_page(
    run: BotRun, question: Handover, accountant: User, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(asking, "resume", woken.append)
    BotRun.objects.filter(pk=run.pk).update(state=RunState.WAITING, handover=question)
    client, address = login(accountant), f"/c/{run.company_id}/bot/runs/{run.pk}/"
    assert "重新请求" not in client.get(address).content.decode()
    Handover.objects.filter(pk=question.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "重新请求" in client.get(address).content.decode()
    client.post(address + "again/")
    client.post(address + "again/")
    assert woken == ["key-1"]


def test_the_api_tells_runs_and_takes_answers(
    run: BotRun, question: Handover, accountant: User, login: Login, resumed: list[str]
) -> None:
    client, base = login(accountant), f"/api/v1/companies/{run.company_id}/bot"
    assert client.get(f"{base}/runs/").json()["results"][0]["reference"] == "SB1"
    assert client.get(f"{base}/runs/{run.pk}/").json()["steps"][0]["state"] == "done"
    assert client.get(f"{base}/questions/").json()[0]["id"] == question.pk
    assert client.post(f"{base}/questions/{question.pk}/answer/", {"answer": ""}).status_code == 400
    assert client.post(f"{base}/questions/{question.pk}/answer/", {"answer": "3CN5"}).status_code == 204
    assert client.post(f"{base}/questions/{question.pk}/answer/", {"answer": "3CN5"}).status_code == 409
    assert resumed == ["key-1"]


def test_the_account_is_kept_and_never_shown(small_scale: Company, owner: User, login: Login) -> None:
    client, address = login(owner), f"/c/{small_scale.pk}/bot/account/"
    assert "尚未登记" in client.get(address).content.decode()
    client.post(address, {"user_name": "handler", "password": "very-secret"})
    assert reveal_secret(small_scale, "bureau.portal") == {"user_name": "handler", "password": "very-secret"}
    shown = client.get(address).content.decode()
    assert "已登记账号" in shown
    assert "very-secret" not in shown


def test_retention_removes_files_and_keeps_hashes(run: BotRun, viewer: User, login: Login, settings: Any) -> None:
    settings.RPA_TRACE_DAYS = settings.RPA_EVIDENCE_DAYS = 0
    step = run.steps.get()
    assert remove_old_evidence() == 2
    assert page(login(viewer), run.company, f"runs/{run.pk}/steps/{step.pk}/picture/").status_code == 404
    step.refresh_from_db()
    assert step.picture_sha256
    assert remove_old_evidence() == 0
