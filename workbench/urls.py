"""Pages of the desk: the board, one company's period, the company switcher."""

from django.urls import path

from workbench.views import board, companies, company

app_name = "workbench"
urlpatterns = [
    path("", board.board, name="board"),
    path("search/companies/", companies.companies, name="companies"),
    path("c/<int:company_id>/", company.company, name="company"),
]
