"""The same two tables without guards: what the database can do at best, and what the plain ORM does."""

from __future__ import annotations

import copy
from typing import Any

from django.db import connection, models

from bookkeeping.models import JournalLine, Voucher


def plain_model(model: Any, name: str, voucher: Any = None) -> Any:
    """A copy of the model with its columns, foreign keys, constraints and indexes, in a table without triggers."""
    fields = {field.name: _copy(field, voucher) for field in model._meta.local_fields if field.name != "id"}
    parts = {kind: [_renamed(each) for each in getattr(model._meta, kind)] for kind in ("constraints", "indexes")}
    meta = type("Meta", (), {"app_label": "benchmarks", "db_table": f"bench_{name}", **parts})
    return type(f"Plain{name.title()}", (models.Model,), {**fields, "Meta": meta, "__module__": __name__})


def _copy(field: Any, voucher: Any) -> Any:
    if not field.is_relation:
        return copy.deepcopy(field)
    target = voucher if field.name == "voucher" else "self" if field.name == "reverses" else field.related_model
    kind = models.OneToOneField if field.one_to_one else models.ForeignKey
    index = {} if field.one_to_one else {"db_index": field.db_index}
    return kind(target, on_delete=models.PROTECT, null=field.null, related_name="+", **index)


def _renamed(part: Any) -> Any:
    _path, args, options = part.deconstruct()
    return type(part)(*args, **{**options, "name": f"b_{options['name']}"[:30]})


PlainVoucher = plain_model(Voucher, "voucher")
PlainLine = plain_model(JournalLine, "line", PlainVoucher)


def create_tables() -> None:
    """Make the plain tables."""
    with connection.schema_editor() as editor:
        editor.create_model(PlainVoucher)
        editor.create_model(PlainLine)


def empty_tables() -> None:
    """Forget what stands in the plain tables."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM bench_line")
        cursor.execute("DELETE FROM bench_voucher")
