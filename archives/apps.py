"""App configuration of `archives`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchivesConfig(AppConfig):
    """The room `archives`."""

    name = "archives"
    verbose_name = _("档案")
