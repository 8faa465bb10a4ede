"""App configuration of `samples`."""

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    """The room `samples`."""

    name = "samples"
