"""Pages of `tax_filing` over all companies of a person."""

from django.urls import path

from tax_filing.views import many

app_name = "filing_many"
urlpatterns = [
    path("", many.many, name="many"),
    path("progress/", many.progress, name="progress"),
    path("prepare/", many.prepare, name="prepare"),
    path("order/", many.order, name="order"),
    path("stop/", many.stop, name="stop"),
]
