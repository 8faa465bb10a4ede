"""Pages of the room risk, under /c/<company_id>/risk/."""

from django.urls import path

from risk.views import warnings

app_name = "risk"
urlpatterns = [
    path("", warnings.warnings, name="warnings"),
    path("check/", warnings.check, name="check"),
    path("<int:warning_id>/acknowledge/", warnings.acknowledge, name="acknowledge"),
    path("<int:warning_id>/false-alarm/", warnings.false_alarm, name="false_alarm"),
]
