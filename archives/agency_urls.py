"""Pages over all companies a person supervises."""

from django.urls import path

from archives.views import log

app_name = "archives_agency"
urlpatterns = [
    path("log/", log.agency_log, name="log"),
    path("log.xlsx", log.agency_log_file, name="log_file"),
]
