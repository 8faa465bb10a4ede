"""App configuration of `invoices`."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """The room `invoices`."""

    name = "invoices"
