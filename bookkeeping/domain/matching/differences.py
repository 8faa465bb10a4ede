"""Why two amounts of one payment may differ: a usual fee, two digits changed places, another rate of exchange.

Rule kept: what counts as a usual fee is data (`usual_fees.yaml`), not code.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

# Rates of exchange of two days seldom differ by more.
_EXCHANGE: Final = 0.015
_SMALL: Final = 0.02
Share = tuple[int, int]
_CURRENCIES: Final = re.compile(r"USD|EUR|HKD|JPY|GBP|AUD|美元|欧元|港币|日元|英镑|结汇|购汇|售汇|外币|汇兑")


@cache
def _fees() -> tuple[frozenset[int], tuple[Share, ...], int]:
    """Fixed fees in fen, shares as fractions, and the greatest fixed fee."""
    raw: Any = yaml.safe_load(files(__package__).joinpath("usual_fees.yaml").read_text(encoding="utf-8"))
    fixed = frozenset(int(Decimal(yuan) * 100) for yuan in raw["amounts"])
    return fixed, tuple(Decimal(share).as_integer_ratio() for share in raw["shares"]), max(fixed)


def difference_kind(ledger: int, bank: int) -> str:
    """`fee`, `share`, `dear_fee`, `slip`, `exchange`, or empty where nothing usual explains the difference.

    A fee makes what the bank shows less: less comes in, more goes out. A fee is dear when it is more than a fiftieth.
    """
    fee, size = ledger - bank, abs(ledger)
    if not fee or (ledger > 0) != (bank > 0) or not bank:
        return ""
    fixed, shares, _most = _fees()
    if abs(fee) > size * _SMALL:
        if fee in fixed:
            return "dear_fee"
    elif fee > 0:
        if fee in fixed:
            return "fee"
        if any(_share(size, share) == fee for share in shares):
            return "share"
    if fee % 9 == 0 and _neighbours_swapped(str(size), str(abs(bank))):
        return "slip"
    return "exchange" if abs(fee) <= size * _EXCHANGE else ""


def may_be_fee(ledger: int, bank: int) -> bool:
    """Whether a fee can part these amounts at all: a quick look before `difference_kind`."""
    return 0 < ledger - bank <= max(_fees()[2], abs(ledger) * _SMALL)


def may_differ(ledger: int, bank: int) -> bool:
    """Whether anything usual can part these amounts: the same for every kind of `difference_kind`."""
    fee = ledger - bank
    return may_be_fee(ledger, bank) or abs(fee) <= abs(ledger) * _EXCHANGE or fee % 9 == 0


def _share(size: int, share: Share) -> int:
    """Half a fen is rounded up."""
    over, under = share
    return (2 * size * over + under) // (2 * under)


def _neighbours_swapped(one: str, other: str) -> bool:
    places = [place for place, (here, there) in enumerate(zip(one, other, strict=False)) if here != there]
    if len(one) != len(other) or len(places) != 2 or places[1] != places[0] + 1:
        return False
    first, second = places
    return one[first] == other[second] and one[second] == other[first]


def speaks_of_currency(words: str) -> bool:
    """Whether these words tell of foreign money."""
    return _CURRENCIES.search(words) is not None


def fees_around(bank: int) -> list[int]:
    """Usual fees that may have been taken from this bank line, fen, no more than a fiftieth of it."""
    return [fee for fee in sorted(_fees()[0]) if fee <= abs(bank) * _SMALL]
