"""App configuration of `tax_filing`."""

from django.apps import AppConfig


class TaxFilingConfig(AppConfig):
    """The room `tax_filing`."""

    name = "tax_filing"
