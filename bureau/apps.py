"""App configuration of `bureau`."""

from django.apps import AppConfig


class BureauConfig(AppConfig):
    """The room `bureau`."""

    name = "bureau"
