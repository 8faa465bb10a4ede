"""Migration operations for rules the database itself holds, written for SQLite and PostgreSQL.

Rule kept: what must never be edited is protected by triggers, so that nothing gets round the services.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps


def vendor_sql(
    *, sqlite: Sequence[str], postgresql: Sequence[str], undo_sqlite: Sequence[str], undo_postgresql: Sequence[str]
) -> RunPython:
    """One migration operation that runs the statements of the database in use, and their undoing backwards."""
    forward = {"sqlite": sqlite, "postgresql": postgresql}
    backward = {"sqlite": undo_sqlite, "postgresql": undo_postgresql}

    def runner(statements: dict[str, Sequence[str]]):  # type: ignore[no-untyped-def]
        def run(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            for statement in statements[editor.connection.vendor]:
                editor.execute(statement)

        return run

    return RunPython(runner(forward), runner(backward))


_VERBS = ("UPDATE", "DELETE")


def append_only(table: str) -> RunPython:
    """Refuse UPDATE and DELETE on `table` for good."""
    return vendor_sql(
        sqlite=_sqlite_triggers(table),
        postgresql=[
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        ],
        undo_sqlite=[f"DROP TRIGGER {table}_no_{verb.lower()}" for verb in _VERBS],
        undo_postgresql=[f"DROP TRIGGER {table}_append_only ON {table}", f"DROP FUNCTION {table}_append_only()"],
    )


def still_append_only(table: str) -> RunPython:
    """Put the triggers back where SQLite lost them: it adds a column by making the table anew."""
    again = [f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}" for verb in _VERBS]
    return vendor_sql(sqlite=[*again, *_sqlite_triggers(table)], postgresql=[], undo_sqlite=[], undo_postgresql=[])


def _sqlite_triggers(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in _VERBS
    ]
