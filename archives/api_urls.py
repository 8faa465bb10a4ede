"""API routes of the archives, under /api/v1/companies/<company_id>/archives/."""

from django.urls import path

from archives.api import Log, LogProofView, ReviewRules

app_name = "archives_api"
urlpatterns = [
    path("log/", Log.as_view(), name="log"),
    path("log/verify/", LogProofView.as_view(), name="log_verify"),
    path("review-rules/", ReviewRules.as_view(), name="rules"),
]
