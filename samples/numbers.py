"""Numbers and codes of fictional documents, and the text inside their QR codes.

Rule kept: old e-invoices carry the amount without tax in the QR code, fully digital ones the amount with tax.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from kernel.money import text


def digits(rng: Random, count: int) -> str:
    """`count` random decimal digits."""
    return "".join(str(rng.randint(0, 9)) for _ in range(count))


def digital_number(rng: Random, *, day: date, province: str) -> str:
    """20 digits: year, province, issuing channel, sequence."""
    return f"{day.year % 100:02d}{province}{rng.choice('24')}{rng.randint(10**6, 10**9):015d}"


def old_code(rng: Random, *, day: date, province: str, paper: bool = False) -> str:
    """Invoice code: 12 digits of an e-invoice, 10 of a paper special invoice."""
    if paper:
        return f"{province}00{day.year % 100:02d}{rng.randint(1, 9)}1{rng.randint(1, 6)}0"
    return f"0{province}00{day.year % 100:02d}00{rng.randint(1, 3)}11"


def password_area(rng: Random) -> tuple[str, ...]:
    """The four cipher lines of the password area."""
    alphabet = "0123456789" * 2 + "+-*/<>"
    return tuple("".join(rng.choice(alphabet) for _ in range(28)) for _ in range(4))


def vat_qr(kind: str, *, number: str, amount: Decimal, day: date, code: str = "", check_code: str = "") -> str:
    """The comma-separated payload of a VAT invoice's QR code; `kind` is 01, 04, 10, 31, 32 or 61.

    Empty fields are empty or a single blank, and the closing comma comes and goes: all of it occurs.
    """
    blank = " " if number[-1] in "13579" and not code else ""
    head = f"01,{kind},{code or blank},{number},{text(amount)},{day:%Y%m%d},{check_code or blank}"
    return f"{head},{_crc16(head):04X}{',' if code else ''}"


def fiscal_qr(*, code: str, number: str, check: str, day: date, amount: Decimal) -> str:
    """The payload of a fiscal e-bill's QR code."""
    return f"CZ-EI-00,1.1.0,{code},{number},{check},{day:%Y%m%d},{text(amount)}"


def _crc16(value: str) -> int:
    crc = 0xFFFF
    for byte in value.encode("ascii"):
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc
