"""API routes of the room risk."""

from django.urls import path

from risk.api import Warnings

app_name = "risk_api"
urlpatterns = [path("", Warnings.as_view(), name="warnings")]
