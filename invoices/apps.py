"""App configuration of `invoices`: takes the files it can read."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """The room `invoices`."""

    name = "invoices"
    verbose_name = "收票"

    def ready(self) -> None:
        """Register the reader of invoices and the unpackers of ZIP files and e-mails."""
        from foundation.documents import media_types as types
        from foundation.documents.exports import register_reader, register_unpacker
        from invoices.services.receive_files import start_reading
        from invoices.services.unpackers import open_container

        register_reader([types.PDF, types.OFD, types.XML, *types.IMAGES], start_reading)
        register_unpacker(types.ZIP, open_container)
        register_unpacker(types.EML, open_container)
