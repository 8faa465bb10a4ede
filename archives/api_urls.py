"""API routes of the archives, under /api/v1/companies/<company_id>/archives/."""

from django.urls import path

from archives.api import Log, LogProofView, Packages, ReviewRules, Sources

app_name = "archives_api"
urlpatterns = [
    path("sources/", Sources.as_view(), name="sources"),
    path("packages/", Packages.as_view(), name="packages"),
    path("log/", Log.as_view(), name="log"),
    path("log/verify/", LogProofView.as_view(), name="log_verify"),
    path("review-rules/", ReviewRules.as_view(), name="rules"),
]
