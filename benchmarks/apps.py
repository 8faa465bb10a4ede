"""App configuration of `benchmarks`, so that `manage.py bench` is found."""

from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    """The room `benchmarks`."""

    name = "benchmarks"
