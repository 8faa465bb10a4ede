"""Signing of requests: HMAC-SHA256 over method, path with query, time, nonce and the SHA-256 of the body."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Generator

import httpx


class SignedRequests(httpx.Auth):
    """Signs every request just before it leaves; each gets a fresh nonce, so nothing can be replayed."""

    requires_request_body = True

    def __init__(self, app_key: str, app_secret: str) -> None:
        self._app_key = app_key
        self._app_secret = app_secret.encode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the four signature headers."""
        timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
        path = request.url.raw_path.decode("ascii")
        text = "\n".join((request.method, path, timestamp, nonce, hashlib.sha256(request.content).hexdigest()))
        request.headers["X-Bureau-Key"] = self._app_key
        request.headers["X-Bureau-Timestamp"] = timestamp
        request.headers["X-Bureau-Nonce"] = nonce
        request.headers["X-Bureau-Signature"] = hmac.new(self._app_secret, text.encode(), hashlib.sha256).hexdigest()
        yield request
