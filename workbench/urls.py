"""Pages of the desk: the board, my queue, one company's period and its main job, the company switcher."""

from django.urls import path

from workbench.views import board, companies, company

app_name = "workbench"
urlpatterns = [
    path("", board.board, name="board"),
    path("queue/", board.queue, name="queue"),
    path("search/companies/", companies.companies, name="companies"),
    path("c/<int:company_id>/", company.company, name="company"),
    path("c/<int:company_id>/run/", company.run, name="run"),
    path("c/<int:company_id>/run/progress/", company.progress, name="progress"),
]
