"""A throw-away database for commands that keep books of a file: a migrated SQLite file that disappears afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def scratch_database() -> Iterator[None]:
    """Everything inside runs on an empty database of its own; the real one is neither read nor written."""
    real = connections.settings
    with tempfile.TemporaryDirectory(prefix="keep-books-") as folder:
        name = str(Path(folder) / "books.sqlite3")
        options = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}
        old = connections[DEFAULT_DB_ALIAS]
        connections.settings = connections.configure_settings({DEFAULT_DB_ALIAS: options})
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute("PRAGMA synchronous = OFF")
                cursor.execute("PRAGMA journal_mode = MEMORY")
            call_command("migrate", verbosity=0, interactive=False)
            yield
        finally:
            connections[DEFAULT_DB_ALIAS].close()
            connections.settings = real
            connections[DEFAULT_DB_ALIAS] = old
