"""One call to the bureau: signed, with a token, with time limits, and every trouble mapped to one of three failures.

Rule kept: what may have been accepted is never called a temporary failure. Once a writing request has been sent,
only an answer that says "not accepted" (or a refusal) counts as not accepted; everything else is `OutcomeUnknown`.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from bureau.signing import SignedRequests
from kernel.errors import FinalFailure, InvalidValue, OutcomeUnknown, OutsideFailure, TemporaryFailure

TIMEOUT: Final = httpx.Timeout(20.0, connect=5.0, pool=5.0)
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_TRY_AGAIN: Final = frozenset({408, 425, 429})


def require_safe_address(base_url: str) -> str:
    """The address without trailing slash. Raises `InvalidValue` for plain http to anything but this machine."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidValue(f"{base_url!r} is not an http address", message_zh=f"税务局地址“{base_url}”有误")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise InvalidValue(
            f"{base_url!r} is not encrypted: plain http is allowed to this machine only",
            message_zh="税务局地址必须使用 https（仅本机可用 http）",
        )
    return base_url.rstrip("/")


class Transport:
    """Signed calls with a token that is fetched when needed and kept until shortly before it ends. Thread-safe."""

    def __init__(self, base_url: str, app_key: str, app_secret: str, *, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._http = httpx.Client(
            base_url=require_safe_address(base_url),
            auth=SignedRequests(app_key, app_secret),
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
        )
        self._token = ""
        self._token_until = 0.0
        self._token_lock = threading.Lock()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def read(self, path: str, params: Mapping[str, str] | None = None) -> httpx.Response | None:
        """GET; `None` when the bureau knows nothing of it. A read that fails may always be tried again."""
        return self._call("GET", path, writes=False, params=params)

    def ask(self, path: str, body: Mapping[str, Any]) -> httpx.Response | None:
        """POST that changes nothing (verification)."""
        return self._call("POST", path, writes=False, json=body)

    def write(self, path: str, body: Mapping[str, Any], *, key: str = "") -> httpx.Response:
        """POST that changes something. Raises `OutcomeUnknown` when it may have been accepted."""
        headers = {"Idempotency-Key": key} if key else {}
        response = self._call("POST", path, writes=True, json=body, headers=headers)
        if response is None:
            raise FinalFailure(f"{path} answered 404", message_zh="税务局没有这笔记录")
        return response

    def _call(self, method: str, path: str, *, writes: bool, **content: Any) -> httpx.Response | None:
        response = self._send(method, path, writes=writes, token=self._bearer(), **content)
        if response.status_code == 401 and _code(response) == "invalid_token":
            # A refused token means the request was not looked at, so sending it once more is safe.
            response = self._send(method, path, writes=writes, token=self._bearer(fresh=True), **content)
        if response.status_code == 404:
            return None
        if failure := failure_of(response, writes=writes):
            raise failure
        return response

    def _send(self, method: str, path: str, *, writes: bool, token: str, **content: Any) -> httpx.Response:
        headers = {**content.pop("headers", {}), "Authorization": f"Bearer {token}"}
        try:
            return self._http.request(method, path, headers=headers, **content)
        except _NOT_SENT as error:
            raise _temporary(f"the bureau cannot be reached: {error}", "无法连接税务局，请稍后重试") from error
        except httpx.HTTPError as error:
            if writes:
                raise _unknown(f"{type(error).__name__} after sending {path}") from error
            raise _temporary(f"no answer from the bureau: {error}", "税务局没有应答，请稍后重试") from error

    def _bearer(self, *, fresh: bool = False) -> str:
        with self._token_lock:
            if fresh or time.monotonic() > self._token_until:
                self._fetch_token()
            return self._token

    def _fetch_token(self) -> None:
        try:
            response = self._http.post("/oauth/token", data={"grant_type": "client_credentials"})
        except httpx.HTTPError as error:
            raise _temporary(f"no token from the bureau: {error}", "无法取得税务局访问令牌，请稍后重试") from error
        if failure := failure_of(response, writes=False):
            raise failure
        body = _object(response)
        self._token = str(body.get("access_token", ""))
        self._token_until = time.monotonic() + max(float(body.get("expires_in", 0)) - 60, 1)


def failure_of(response: httpx.Response, *, writes: bool) -> OutsideFailure | None:
    """The trouble an answer reports, `None` for success."""
    if response.is_success:
        return None
    error = _error(response)
    said = f"{response.status_code} {error.get('code', '')}: {error.get('message', '')}".strip(" :")
    message_zh = str(error.get("message") or "") or f"税务局返回 {response.status_code}"
    if response.status_code in _TRY_AGAIN or response.status_code == 503 or error.get("accepted") is False:
        return _temporary(f"the bureau did not accept: {said}", message_zh, status=response.status_code)
    if response.is_server_error or response.is_redirect:
        return _unknown(said) if writes else _temporary(said, message_zh)
    facts = {name: value for name, value in error.items() if name not in ("message", "status")}
    return FinalFailure(f"the bureau refused: {said}", message_zh=message_zh, status=response.status_code, **facts)


def _temporary(message: str, message_zh: str, **facts: object) -> TemporaryFailure:
    return TemporaryFailure(message, message_zh=message_zh, **facts)


def _unknown(message: str) -> OutcomeUnknown:
    return OutcomeUnknown(f"outcome unknown: {message}", message_zh="结果未知：请先查询税务局是否已受理")


def _error(response: httpx.Response) -> dict[str, Any]:
    error = _object(response).get("error")
    return error if isinstance(error, dict) else {}


def _code(response: httpx.Response) -> str:
    return str(_error(response).get("code", ""))


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
