"""Tables as CSV that open on any desk.

Rule kept: a text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

BOM: Final = "\ufeff"
ROWS_A_CHUNK: Final = 500
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text as a cell no spreadsheet computes."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def cell(value: object) -> str:
    """One value as it is written: ISO dates, plain numbers, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int | date | datetime):
        return value.isoformat() if isinstance(value, date) else str(value)
    return harmless(str(value))


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The table in UTF-8 with a byte order mark, some hundred rows at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([cell(name) for name in header])
    for number, row in enumerate(rows, 1):
        writer.writerow([cell(value) for value in row])
        if number % ROWS_A_CHUNK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
