"""App configuration of `rpa`."""

from django.apps import AppConfig


class RpaConfig(AppConfig):
    """The room `rpa`."""

    name = "rpa"
