"""The way in: log-in page, too many wrong passwords, recovery, two-step verification, error pages with a remedy."""

from __future__ import annotations

import pytest
from django.test import Client

from foundation.models import User
from tests.conftest import Login

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/accounts/login/", "登录"),
        ("/accounts/password/reset/", "填写登记的邮箱"),
        ("/accounts/password/reset/done/", "邮件已发出"),
        ("/accounts/signup/", "账户由机构负责人开立"),
    ],
)
def test_pages_before_the_log_in(address: str, words: str) -> None:
    assert words in Client().get(address).content.decode()


@pytest.mark.parametrize("address", ["/accounts/logout/", "/accounts/password/change/"])
def test_pages_of_the_account(address: str, owner: User, login: Login) -> None:
    answer = login(owner).get(address)
    assert answer.status_code == 200
    assert "zf-entrance" in answer.content.decode()


def test_two_step_verification_can_be_switched_on(owner: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "owner", "password": "correct horse"})
    assert "未启用" in client.get("/accounts/2fa/").content.decode()
    wanted = "/accounts/2fa/totp/activate/"
    asked = client.get(wanted, follow=True).content.decode()
    assert "请再输入一次密码" in asked
    again = {"password": "correct horse", "next": wanted}
    assert "data:image/svg" in client.post("/accounts/reauthenticate/", again, follow=True).content.decode()


def test_too_many_wrong_passwords_pause_the_log_in(owner: User, settings) -> None:  # type: ignore[no-untyped-def]
    settings.AXES_ENABLED = True
    settings.ACCOUNT_RATE_LIMITS = False  # the first barrier steps aside so that the second is seen
    client = Client()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/accounts/login/", {"login": "owner", "password": "wrong"})
    assert answer.status_code == 429
    assert "登录已暂停" in answer.content.decode()


def test_error_pages_say_what_to_do(owner: User, login: Login) -> None:
    answer = login(owner).get("/c/999999/")
    assert answer.status_code == 404
    assert "您不是这家公司的成员" in answer.content.decode()


def test_a_bug_shows_a_calm_page(owner: User, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("workbench.views.board.board_rows", burst)
    client = login(owner)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "已写好的数据不受影响" in answer.content.decode()
