"""Who may call: signature over every request, a nonce good once, a bearer token, and a rate limit per application.

Rule kept: the signature is checked before the body is read as JSON; a refused request leaves no trace but its nonce.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from bureau_sandbox.faults import refusal
from bureau_sandbox.models import AccessToken, UsedNonce
from bureau_sandbox.signing import is_signed_by, string_to_sign

View = Callable[..., HttpResponse]
_calls: dict[str, deque[float]] = defaultdict(deque)
_calls_lock = threading.Lock()


def signed(view: View) -> View:
    """Let only fresh, correctly signed requests of a known application through."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return signature_problem(request) or view(request, *args, **kwargs)

    return guarded


def token_required(view: View) -> View:
    """A signed request that also carries a valid bearer token and keeps to the rate limit."""

    @signed
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return token_problem(request) or rate_problem(app_key(request)) or view(request, *args, **kwargs)

    return guarded


def app_key(request: HttpRequest) -> str:
    """The application that signed the request."""
    return str(request.headers.get("X-Bureau-Key", ""))


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The body as an object. Raises `ValueError`."""
    content = json.loads(request.body or b"{}")
    if not isinstance(content, dict):
        raise ValueError("the body is not an object")
    return content


def signature_problem(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a wrong key, an old clock, a wrong signature or a replay; else `None`."""
    timestamp = request.headers.get("X-Bureau-Timestamp", "")
    nonce = request.headers.get("X-Bureau-Nonce", "")
    if app_key(request) != settings.APP_KEY or not 16 <= len(nonce) <= 64:
        return refusal(401, "unknown_application", "应用标识或随机数有误")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > settings.CLOCK_TOLERANCE_SECONDS:
        return refusal(401, "stale_request", "请求时间戳超出允许范围")
    text = string_to_sign(request.method or "", request.get_full_path(), timestamp, nonce, request.body)
    if not is_signed_by(settings.APP_SECRET, text, request.headers.get("X-Bureau-Signature", "")):
        return refusal(401, "bad_signature", "签名有误")
    return None if _first_use(app_key(request), nonce) else refusal(401, "replayed", "请求已被使用过")


def token_problem(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a missing, unknown or expired token; else `None`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    digest = hashlib.sha256(token.encode()).hexdigest()
    known = AccessToken.objects.filter(token_hash=digest, app_key=app_key(request), expires_at__gt=timezone.now())
    return None if scheme == "Bearer" and known.exists() else refusal(401, "invalid_token", "令牌无效或已过期")


def rate_problem(application: str) -> HttpResponse | None:
    """The refusal of more calls in a minute than allowed; else `None`."""
    now = time.monotonic()
    with _calls_lock:
        calls = _calls[application]
        while calls and calls[0] < now - 60:
            calls.popleft()
        if len(calls) >= settings.REQUESTS_PER_MINUTE:
            return refusal(429, "rate_limited", "请求过于频繁")
        calls.append(now)
    return None


@signed
def issue_token(request: HttpRequest) -> HttpResponse:
    """POST /oauth/token: a bearer token for the signing application (client credentials)."""
    if request.method != "POST" or request.POST.get("grant_type") != "client_credentials":
        return refusal(400, "unsupported_grant_type", "仅支持 client_credentials")
    token = secrets.token_urlsafe(32)
    AccessToken.objects.filter(expires_at__lt=timezone.now()).delete()
    AccessToken.objects.create(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        app_key=app_key(request),
        expires_at=timezone.now() + timedelta(seconds=settings.TOKEN_SECONDS),
    )
    return JsonResponse({"access_token": token, "token_type": "Bearer", "expires_in": settings.TOKEN_SECONDS})


def _first_use(application: str, nonce: str) -> bool:
    now = timezone.now()
    UsedNonce.objects.filter(seen_at__lt=now - timedelta(seconds=2 * settings.CLOCK_TOLERANCE_SECONDS)).delete()
    try:
        with transaction.atomic():
            UsedNonce.objects.create(app_key=application, nonce=nonce, seen_at=now)
    except IntegrityError:
        return False
    return True
