"""Log-in: taxpayer id, user and password; a captcha or an SMS code where the scenario asks; then the identity."""

from __future__ import annotations

import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from bureau_sandbox import scenarios
from bureau_sandbox.models import Challenge, Taxpayer
from bureau_sandbox.models.taxpayer import taxpayer_of
from bureau_sandbox.portal.captcha import is_answered, is_confirmed, open_challenge, picture
from bureau_sandbox.portal.elements import moved_name
from bureau_sandbox.portal.session import IDENTITY, INSIDE, SCAN, SMS, inside, show, stage, taxpayer_at

IDENTITIES: Final = {"tax_handler": "办税员", "finance_officer": "财务负责人", "legal_representative": "法定代表人"}
_TAXPAYER_ID: Final = re.compile(r"[0-9A-Z]{15,20}")


def login(request: HttpRequest) -> HttpResponse:
    """The first page of the log-in; a session that is further on is sent where it stopped."""
    if request.method == "POST":
        return _try(request)
    if stage(request) in (SMS, SCAN, IDENTITY, INSIDE):
        return redirect({SMS: "sms", SCAN: "scan", IDENTITY: "identity", INSIDE: "todo"}[stage(request)])
    return _form(request, str(request.session.get("captcha_for", "")))


def sms(request: HttpRequest) -> HttpResponse:
    """The SMS code, where the scenario asks for one."""
    taxpayer = taxpayer_at(request)
    if taxpayer is None or stage(request) != SMS:
        return redirect("login")
    if request.method == "POST":
        if is_answered(request, "sms", _posted(request, taxpayer, "sms-code")):
            return _go_on(request, taxpayer)
        request.session["notice"] = "短信验证码有误，已重新发送"
    open_challenge(request, "sms", taxpayer.pk)
    return show(request, "sms.html", taxpayer)


def scan(request: HttpRequest) -> HttpResponse:
    """A QR code or a face check on the person's phone, where the scenario asks for one."""
    taxpayer = taxpayer_at(request)
    if taxpayer is None or stage(request) != SCAN:
        return redirect("login")
    kind = "face" if scenarios.is_on(taxpayer, "face") else "qr"
    if request.method == "POST":
        if is_confirmed(request, kind):
            request.session["stage"] = IDENTITY
            return redirect("identity")
        request.session["notice"] = "尚未在手机上确认"
    open_challenge(request, kind, taxpayer.pk)
    return show(request, "scan.html", taxpayer, {"kind": kind})


def identity(request: HttpRequest) -> HttpResponse:
    """In whose capacity the person acts."""
    taxpayer = taxpayer_at(request)
    if taxpayer is None or stage(request) not in (IDENTITY, INSIDE):
        return redirect("login")
    if request.method == "POST" and request.POST.get("identity") in IDENTITIES:
        request.session["identity"] = request.POST["identity"]
        request.session["stage"] = INSIDE
        return redirect("todo")
    return show(request, "identity.html", taxpayer, {"identities": IDENTITIES})


@require_GET
def captcha_picture(request: HttpRequest) -> HttpResponse:
    """The captcha this session has to read, or the code it has to scan."""
    kinds = ("qr",) if stage(request) == SCAN else ("captcha",)
    challenge = Challenge.objects.filter(kind__in=kinds, session_key=request.session.session_key or "").first()
    if challenge is None:
        raise Http404
    return HttpResponse(picture(challenge), content_type="image/png")


@require_POST
@inside
def logout(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    """Leave."""
    request.session.flush()
    return redirect("home")


def _try(request: HttpRequest) -> HttpResponse:
    asked_for = Taxpayer.objects.filter(pk=request.session.get("captcha_for", "")).first()
    moved = scenarios.is_on(None, "moved_elements") or scenarios.is_on(asked_for, "moved_elements")
    posted = {
        name: request.POST.get(moved_name(name) if moved else name, "").strip()
        for name in ("taxpayer-id", "user-name", "password", "captcha", "captcha-answer")
    }
    if not _TAXPAYER_ID.fullmatch(posted["taxpayer-id"]):
        return _form(request, "", "2018 纳税人识别号有误")
    taxpayer = taxpayer_of(posted["taxpayer-id"])
    if taxpayer.user_name != posted["user-name"] or not taxpayer.has_password(posted["password"]):
        return _form(request, taxpayer.pk, "2035 账号或密码有误")
    if scenarios.is_on(taxpayer, "certificate_expired"):
        return _form(request, taxpayer.pk, "数字证书已过期，请更新证书后再登录")
    if _needs_captcha(taxpayer) and not is_answered(request, "captcha", posted["captcha"] or posted["captcha-answer"]):
        return _form(request, taxpayer.pk, "请输入图形验证码")
    return _enter(request, taxpayer)


def _enter(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    request.session.cycle_key()
    request.session.pop("captcha_for", None)
    request.session["taxpayer_id"] = taxpayer.pk
    if scenarios.is_on(taxpayer, "sms"):
        request.session["stage"] = SMS
        return redirect("sms")
    return _go_on(request, taxpayer)


def _go_on(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    by_phone = scenarios.is_on(taxpayer, "qr") or scenarios.is_on(taxpayer, "face")
    request.session["stage"] = SCAN if by_phone else IDENTITY
    return redirect("scan" if by_phone else "identity")


def _form(request: HttpRequest, taxpayer_id: str, notice: str = "") -> HttpResponse:
    taxpayer = Taxpayer.objects.filter(pk=taxpayer_id).first()
    context: dict[str, object] = {"taxpayer_id": taxpayer_id, "captcha": "", "logged_in": False}
    if _needs_captcha(taxpayer):
        request.session["captcha_for"] = taxpayer_id
        changed = scenarios.is_on(taxpayer, "changed_captcha")
        open_challenge(request, "captcha", taxpayer_id, sum_instead=changed)
        context["captcha"] = "captcha-answer" if changed else "captcha"
    if notice:
        request.session["notice"] = notice
    return show(request, "login.html", taxpayer, context)


def _needs_captcha(taxpayer: Taxpayer | None) -> bool:
    return scenarios.is_on(taxpayer, "captcha") or scenarios.is_on(taxpayer, "changed_captcha")


def _posted(request: HttpRequest, taxpayer: Taxpayer, name: str) -> str:
    moved = scenarios.is_on(taxpayer, "moved_elements")
    return request.POST.get(moved_name(name) if moved else name, "")
