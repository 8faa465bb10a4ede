"""App configuration of bookkeeping."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookkeepingConfig(AppConfig):
    """The room `bookkeeping`."""

    name = "bookkeeping"
    verbose_name = _("记账")
