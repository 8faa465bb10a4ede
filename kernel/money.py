"""Money is `Decimal` in yuan with two places; it is rounded only by the functions named here.

Rule kept: no float ever becomes money, and every rounding has a name that says which practice it follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from kernel.errors import NotMoney

ZERO: Final = Decimal("0.00")
FEN: Final = Decimal("0.01")
_NOISE = str.maketrans("", "", ",，¥￥ \u00a0\t元")


def money(value: object) -> Decimal:
    """Yuan with two places from a string, integer, `Decimal` or `None` (0); rounds half up to the fen.

    Raises `NotMoney` for floats (they have already lost the exact figure), NaN, infinities and unreadable text.
    """
    return round_to_fen(exact(value))


def exact(value: object) -> Decimal:
    """The same reading without rounding, for unit prices and quantities. Raises `NotMoney`."""
    if value is None or value == "":
        return ZERO
    text = isinstance(value, str)
    if not text and isinstance(value, bool | float):
        raise NotMoney(f"{value!r} is not exact money")
    try:
        number = _plain(value) if text else Decimal(value)  # type: ignore[arg-type]
    except (InvalidOperation, TypeError, ValueError) as error:
        raise NotMoney(f"{value!r} is not money") from error
    if not number.is_finite():
        raise NotMoney(f"{value!r} is not a finite amount")
    return number


def _plain(text: str) -> Decimal:
    """Most amounts carry no marks; the others are read again without them."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(text.translate(_NOISE))


def round_to_fen(value: Decimal) -> Decimal:
    """Round half up to the fen, as Chinese tax and invoice practice does."""
    rounded = value.quantize(FEN, rounding=ROUND_HALF_UP)
    return rounded or ZERO


def round_to_yuan(value: Decimal) -> Decimal:
    """Round half up to whole yuan, as housing funds of some cities do; two places remain."""
    return value.quantize(Decimal(1), rounding=ROUND_HALF_UP).quantize(FEN)


def cut_to_fen(value: Decimal) -> Decimal:
    """Drop everything below the fen (used where a share must not exceed its whole)."""
    return value.quantize(FEN, rounding=ROUND_DOWN)


def total(values: Iterable[Decimal]) -> Decimal:
    """Sum of yuan amounts; an empty sum is 0.00."""
    return sum(values, ZERO)


def to_fen(value: Decimal) -> int:
    """Whole fen of an exact two-place amount. Raises `NotMoney` when a part of a fen would be lost."""
    fen = value * 100
    try:
        whole = int(fen)
    except (ValueError, OverflowError) as error:
        raise NotMoney(f"{value} is not a finite amount") from error
    if whole != fen:
        raise NotMoney(f"{value} has more than two places")
    return whole


def from_fen(fen: int) -> Decimal:
    """Yuan of a whole number of fen."""
    return Decimal(fen).scaleb(-2) if fen else ZERO


def text(value: Decimal) -> str:
    """The two-place string in which money leaves the system ("1234.50")."""
    return f"{round_to_fen(value):.2f}"
