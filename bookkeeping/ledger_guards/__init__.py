"""The ledger's rules as triggers, in the words of both databases. Migrations install them.

Rules held here whatever the code does: a posted voucher balances, has two lines or more, stands on leaf accounts of
its own company and takes the next number; posted vouchers and their lines never change; a closed period takes
nothing; periods close in order and reopen only from the end; period balances are the sums of posted lines.

A voucher becomes posted in one of two ways: a draft is updated, or lines and then their voucher are inserted posted
(how many are posted at once). Both pass the same checks. PostgreSQL checks a whole statement at a time, which is what
makes posting in batches fast; SQLite has row triggers only.
"""

from __future__ import annotations

from bookkeeping.ledger_guards import postgresql as _postgresql
from bookkeeping.ledger_guards import sqlite as _sqlite


def sqlite() -> list[str]:
    """CREATE TRIGGER statements for SQLite, over whatever stood there before."""
    return [*_sqlite.drop(), *_sqlite.create()]


def postgresql() -> list[str]:
    """CREATE FUNCTION and CREATE TRIGGER statements for PostgreSQL, over whatever stood there before."""
    return [*_postgresql.drop(), *_postgresql.create()]


def undo(vendor: str) -> list[str]:
    """The statements that take the guards away again."""
    return _sqlite.drop() if vendor == "sqlite" else _postgresql.drop()
