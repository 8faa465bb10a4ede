"""Money in the database: whole fen in a bigint, `Decimal` yuan everywhere else.

Reason: posting and summing integers measured fastest on both databases and cannot lose a fen on either.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from kernel.money import from_fen, money, to_fen

if TYPE_CHECKING:
    _Base = models.BigIntegerField[Decimal | int | str, Decimal]
else:
    _Base = models.BigIntegerField


class FenField(_Base):
    """An amount of yuan with two places, kept as whole fen."""

    def from_db_value(self, value: Any, expression: object, connection: object) -> Decimal | None:
        """Fen from the database (also sums, which PostgreSQL returns as numeric) to yuan."""
        return None if value is None else from_fen(int(value))

    def to_python(self, value: Any) -> Decimal | None:
        """Yuan from anything `kernel.money` reads."""
        return None if value is None else money(value)

    def get_prep_value(self, value: Any) -> int | None:
        """Yuan to fen."""
        return None if value is None else to_fen(Decimal(value))
