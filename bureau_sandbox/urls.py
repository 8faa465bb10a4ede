"""All routes of the make-believe bureau."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.static import serve

from bureau_sandbox.api import controls, invoices, payments, returns
from bureau_sandbox.api.access import issue_token
from bureau_sandbox.portal import filing, login, platform, results
from bureau_sandbox.settings import BASE_DIR


def health(request: HttpRequest) -> HttpResponse:
    """Whether the bureau is up."""
    return JsonResponse({"status": "ok", "practice": True})


urlpatterns = [
    path("healthz", health, name="health"),
    path("favicon.ico", serve, {"document_root": BASE_DIR / "assets", "path": "blank.png"}),
    path("assets/<path:path>", serve, {"document_root": BASE_DIR / "assets"}, name="assets"),
    # filing API
    path("oauth/token", issue_token),
    path("api/v1/returns", returns.returns),
    path("api/v1/returns/<str:reference>", returns.one_return),
    path("api/v1/returns/<str:reference>/receipt", returns.receipt),
    path("api/v1/keys/receipt", returns.receipt_key),
    path("api/v1/invoices", invoices.invoices),
    path("api/v1/invoices/verify", invoices.verify),
    path("api/v1/invoices/usage", invoices.usage),
    path("api/v1/payments", payments.payments),
    # public verification platform
    path("platform/captcha.png", platform.picture),
    path("platform/verify", platform.verify),
    # practice controls
    path("sandbox/taxpayers", controls.taxpayers),
    path("sandbox/taxpayers/<str:taxpayer_id>/invoices", controls.issued_invoices),
    path("sandbox/invoices", controls.invoices),
    path("sandbox/scenario", controls.scenario),
    path("sandbox/returns", controls.returns),
    path("sandbox/challenges", controls.challenges),
    # portal
    path("", results.home, name="home"),
    path("phone", results.phone, name="phone"),
    path("login", login.login, name="login"),
    path("login/captcha.png", login.captcha_picture, name="captcha"),
    path("login/sms", login.sms, name="sms"),
    path("login/scan", login.scan, name="scan"),
    path("login/identity", login.identity, name="identity"),
    path("logout", login.logout, name="logout"),
    path("todo", filing.todo, name="todo"),
    path("filing", filing.fill, name="filing"),
    path("filing/check", filing.check, name="check"),
    path("filing/confirm", filing.confirm, name="confirm"),
    path("filing/submit", filing.submit, name="submit"),
    path("declared", results.declared, name="declared"),
    path("declared/<str:reference>", results.status, name="status"),
    path("declared/<str:reference>/return", results.filed_return, name="filed_return"),
    path("declared/<str:reference>/receipt.pdf", results.receipt, name="receipt"),
    path("declared/<str:reference>/void", results.void, name="void"),
    path("declared/<str:reference>/payment", results.payment, name="payment"),
]
