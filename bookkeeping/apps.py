"""App configuration of bookkeeping."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookkeepingConfig(AppConfig):
    """The room `bookkeeping`."""

    name = "bookkeeping"
    verbose_name = _("记账")

    def ready(self) -> None:
        """Register the reader of bank statements; what is none goes to whoever else reads its type."""
        from bookkeeping.bank.read import is_statement
        from bookkeeping.services.import_statement import start_reading
        from foundation.documents import media_types as types
        from foundation.documents.exports import register_claim

        register_claim([types.TEXT, types.XML, types.XLS, types.XLSX, types.UNKNOWN], is_statement, start_reading)
