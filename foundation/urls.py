"""Settings pages of a company."""

from django.urls import path

from foundation.views import members

app_name = "foundation"
urlpatterns = [
    path("members/", members.members, name="members"),
]
