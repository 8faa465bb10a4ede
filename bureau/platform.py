"""The verification platform that asks for a captcha: a person reads the picture, we carry question and answer.

Rule kept: the machine never reads the picture. Raises the failures of `bureau.transport` for trouble on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar, Self

import httpx
from django.conf import settings

from bureau.answers import VerificationAnswer
from bureau.transport import TIMEOUT, failure_of, require_safe_address
from kernel.errors import FinalFailure, Refusal, TemporaryFailure


class WrongCaptcha(Refusal):
    """The platform did not accept the characters; a new picture is needed."""

    code: ClassVar[str] = "wrong_captcha"


@dataclass(frozen=True, slots=True)
class Captcha:
    """A picture (PNG) and the session it belongs to, as a Cookie header."""

    picture: bytes
    session: str


class VerificationPlatform:
    """One visit to the platform. Use it as a context manager."""

    def __init__(self, base_url: str) -> None:
        address = require_safe_address(base_url)
        self._http = httpx.Client(base_url=address, timeout=TIMEOUT, follow_redirects=False, trust_env=False)

    @classmethod
    def from_settings(cls) -> Self:
        """The platform at `VERIFICATION_PLATFORM_URL`."""
        return cls(settings.VERIFICATION_PLATFORM_URL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def captcha(self) -> Captcha:
        """A fresh picture."""
        response = self._asked("GET", "/platform/captcha.png")
        return Captcha(response.content, "; ".join(f"{name}={value}" for name, value in response.cookies.items()))

    def verify(self, captcha: Captcha, characters: str, asked: Mapping[str, str]) -> VerificationAnswer:
        """The platform's answer. Raises `WrongCaptcha`."""
        headers = {"Cookie": captcha.session}
        response = self._asked("POST", "/platform/verify", json={**asked, "captcha": characters}, headers=headers)
        body = response.json()
        if body.get("result") == "wrong_captcha":
            raise WrongCaptcha("the captcha was not accepted", message_zh="验证码不对，请看新图重填")
        return VerificationAnswer.from_json(body)

    def _asked(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **content)
        except httpx.HTTPError as error:
            raise TemporaryFailure(f"the platform cannot be reached: {error}", message_zh="无法连接查验平台") from error
        if failure := failure_of(response, writes=False):
            raise failure
        if not response.is_success:
            raise FinalFailure(f"the platform answered {response.status_code}", message_zh="查验平台应答异常")
        return response
