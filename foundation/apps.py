"""App configuration of `foundation`: finds every app's job handlers once all apps are loaded."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    """The room `foundation`."""

    name = "foundation"
    verbose_name = "基础"

    def ready(self) -> None:
        """Import `<app>/job_handlers.py` of every app so that its handlers are registered."""
        from foundation import checks  # noqa: F401

        autodiscover_modules("job_handlers")
