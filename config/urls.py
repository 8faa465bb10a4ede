"""All routes. Pages of a company lie under /c/<company_id>/, the API under /api/v1/companies/<company_id>/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView

from foundation.views.health import health

company_pages = [
    path("invoices/", include("invoices.urls")),
    path("books/", include("bookkeeping.urls")),
    path("tax/", include("tax_filing.urls")),
    path("bot/", include("rpa.urls")),
    path("risk/", include("risk.urls")),
    path("archives/", include("archives.urls")),
    path("settings/", include("foundation.urls")),
]
company_api = [
    path("", include("foundation.api_urls")),
    path("invoices/", include("invoices.api_urls")),
    path("books/", include("bookkeeping.api_urls")),
    path("tax/", include("tax_filing.api_urls")),
    path("bot/", include("rpa.api_urls")),
    path("risk/", include("risk.api_urls")),
    path("archives/", include("archives.api_urls")),
    path("workbench/", include("workbench.api_urls")),
]

urlpatterns = [
    path("", include("workbench.urls")),
    path("archives/", include("archives.agency_urls")),
    path("filing/", include("tax_filing.agency_urls")),
    path("c/<int:company_id>/", include(company_pages)),
    path("api/v1/companies/<int:company_id>/", include(company_api)),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("language/", set_language, name="set_language"),
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
]
