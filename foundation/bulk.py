"""Many rows at once, past the ORM and inside Django's transaction: COPY on PostgreSQL, executemany on SQLite.

Reason: the ORM spends most of a batch on making model objects. Constraints and triggers hold all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

COPY_FROM_ROWS = 20
"""From this many rows on COPY is worth its two round trips (measured with `bench ledger`)."""


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` new primary keys of the model, ascending; must run inside a transaction that will write them."""
    table = model._meta.db_table  # noqa: SLF001 - public by documentation
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # BEGIN IMMEDIATE lets one writer in: nobody else takes these before the rows are there.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return list(range(first, first + count))


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of database values (fen, ids, ISO dates) into the model's table."""
    table, names = model._meta.db_table, ", ".join(columns)  # noqa: SLF001 - public by documentation
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= COPY_FROM_ROWS:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                _write(copy, rows)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _write(copy: Any, rows: Iterable[Sequence[Any]]) -> None:
    for row in rows:
        copy.write_row(row)
