"""API routes of the foundation."""

from django.urls import path

from foundation.api import AuditList, CompanyDetail, JobDetail

app_name = "foundation_api"
urlpatterns = [
    path("", CompanyDetail.as_view(), name="company"),
    path("audit/", AuditList.as_view(), name="audit"),
    path("jobs/<int:job_id>/", JobDetail.as_view(), name="job"),
]
