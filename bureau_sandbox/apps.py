"""Django registration of the make-believe bureau."""

from __future__ import annotations

from django.apps import AppConfig


class BureauSandboxConfig(AppConfig):
    """One app, its tables in a database of their own."""

    name = "bureau_sandbox"
    label = "bureau_sandbox"
    verbose_name = "演练用电子税务局"
