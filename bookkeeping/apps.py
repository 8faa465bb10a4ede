"""App configuration of `bookkeeping`."""

from django.apps import AppConfig


class BookkeepingConfig(AppConfig):
    """The room `bookkeeping`."""

    name = "bookkeeping"
