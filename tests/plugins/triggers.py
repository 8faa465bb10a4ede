"""Emptying the test database although triggers forbid deletion: triggers off, flush, the same triggers on again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.backends.sqlite3.base import DatabaseOperations


@contextmanager
def flush_past_triggers() -> Iterator[None]:
    """SQLite flushes by DELETE, which row triggers would refuse; PostgreSQL truncates, which they do not see."""
    flush: Callable[..., None] = DatabaseOperations.execute_sql_flush

    def without_triggers(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    with patch.object(DatabaseOperations, "execute_sql_flush", without_triggers):
        yield
