"""Rows past the ORM and inside Django's transaction: a few in one statement, many by COPY or executemany.

Reason: the ORM spends most of a batch on making model objects. Constraints and triggers hold all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

COPY_FROM_ROWS = 20
"""From this many rows on COPY (executemany on SQLite) is worth its two round trips (measured with `bench ledger`)."""


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` new primary keys of the model, ascending; must run inside a transaction that will write them."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        # OFFSET 0: the sequence is found by the table once, not for every id.
        sequence = "(SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) s"
        return [
            row[0] for row in select(f"SELECT nextval(s.name) FROM {sequence}, generate_series(1, %s)", [table, count])
        ]
    # BEGIN IMMEDIATE lets one writer in: nobody else takes these before the rows are there.
    found = select("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    first = (found[0][0] if found else 0) + 1
    return list(range(first, first + count))


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of database values (fen, ids, ISO dates) into the model's table."""
    table, names = model._meta.db_table, ", ".join(columns)
    places = f"({marks(columns)})"
    if len(rows) < COPY_FROM_ROWS:
        values = [value for row in rows for value in row]
        run(f"INSERT INTO {table} ({names}) VALUES {', '.join([places] * len(rows))}", values)
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                _write(copy, rows)
        else:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES {places}", rows)


def _write(copy: Any, rows: Iterable[Sequence[Any]]) -> None:
    for row in rows:
        copy.write_row(row)


def select(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one SELECT as the database gives them, for paths where making queries costs more than asking them."""
    if _unwatched():
        return _natively(statement, values)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def run(statement: str, values: Sequence[Any]) -> None:
    """One statement without an answer."""
    if _unwatched():
        _natively(statement, values)
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _unwatched() -> bool:
    """Whether SQLite may be spoken to directly: nobody logs statements or has wrapped their execution."""
    return connection.vendor == "sqlite" and not (connection.execute_wrappers or connection.queries_logged)


def _natively(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Past Django's cursor, which translates the statement anew at every call: that costs as much as a small one."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        return list(connection.connection.execute(_with_question_marks(statement), values))


@lru_cache(maxsize=512)
def _with_question_marks(statement: str) -> str:
    return statement.replace("%s", "?")


def locking() -> str:
    """What a SELECT ends with to lock its rows; nothing on SQLite, where BEGIN IMMEDIATE has locked all."""
    return "FOR UPDATE" if connection.vendor == "postgresql" else ""


def marks(values: Sequence[Any]) -> str:
    """Placeholders for `IN (…)`."""
    return ", ".join(["%s"] * len(values))
