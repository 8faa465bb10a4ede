"""Money and quantities in the database: whole fen and millionths in a bigint, `Decimal` everywhere else.

Reason: posting and summing integers measured fastest on both databases and cannot lose a fen on either.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from kernel.errors import NotMoney
from kernel.money import exact, from_fen, money, to_fen

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


QUANTITY_PLACES = 6


def to_millionths(value: Decimal) -> int:
    """A quantity as the database keeps it. Raises `NotMoney` for more than six places."""
    scaled = value.scaleb(QUANTITY_PLACES)
    if scaled != (whole := int(scaled)):
        raise NotMoney(f"{value} has more than six places", message_zh=f"数量 {value} 超过六位小数")
    return whole


class QuantityField(_Base):
    """A quantity with up to six places, kept as whole millionths."""

    def from_db_value(self, value: Any, expression: object, connection: object) -> Decimal | None:
        """Millionths from the database to the quantity."""
        return None if value is None else plain(Decimal(int(value)).scaleb(-QUANTITY_PLACES))

    def to_python(self, value: Any) -> Decimal | None:
        """A quantity from anything `kernel.money.exact` reads."""
        return None if value is None else exact(value)

    def get_prep_value(self, value: Any) -> int | None:
        """The quantity in millionths."""
        return None if value is None else to_millionths(Decimal(value))


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros or exponent: 12, 0.5."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
