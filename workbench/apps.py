"""App configuration of `workbench`."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The room `workbench`."""

    name = "workbench"
