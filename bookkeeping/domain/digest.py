"""The digest of posted vouchers: what the audit trail keeps of a batch, and what proves later that nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_FIELD, _LINE = "\x1f", "\x1e"

LineFacts = tuple[str, int, int, str, str]
"""(account code, debit fen, credit fen, counterparty, description)"""


def voucher_digest(period: str, number: int, day: str, description: str, lines: Sequence[LineFacts]) -> str:
    """SHA-256 (hex) of what a posted voucher says: place, number, date (ISO), text and lines in their order."""
    head = _FIELD.join((period, str(number), day, description))
    body = [
        f"{code}{_FIELD}{debit}{_FIELD}{credit}{_FIELD}{party}{_FIELD}{text}"
        for code, debit, credit, party, text in lines
    ]
    return hashlib.sha256(_LINE.join((head, *body)).encode()).hexdigest()


def batch_digest(digests: Iterable[str]) -> str:
    """SHA-256 (hex) over the digests of a batch in order of posting."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()
