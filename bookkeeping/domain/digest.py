"""The digest of posted vouchers: what the audit trail keeps of a batch, and what proves later that nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_FIELD, _LINE = "\x1f", "\x1e"

LineFacts = tuple[str, int, int, str, str, str]
"""(account code, debit fen, credit fen, counterparty, description, extras)"""


def extras(analysis_id: int | None, quantity: int, foreign: int) -> str:
    """What a line says beside its amount (set of items, millionths, fen of the currency); empty when nothing."""
    if not (analysis_id or quantity or foreign):
        return ""
    return f"{_FIELD}{analysis_id or 0}{_FIELD}{quantity}{_FIELD}{foreign}"


def voucher_digest(place: tuple[str, str, int], day: str, description: str, lines: Sequence[LineFacts]) -> str:
    """SHA-256 (hex) of what a posted voucher says: (period, type, number), date (ISO), text and lines in order."""
    period, word, number = place
    head = _FIELD.join((period, f"{word}-{number}", day, description))
    body = [
        f"{code}{_FIELD}{debit}{_FIELD}{credit}{_FIELD}{party}{_FIELD}{text}{more}"
        for code, debit, credit, party, text, more in lines
    ]
    return hashlib.sha256(_LINE.join((head, *body)).encode()).hexdigest()


def batch_digest(digests: Iterable[str]) -> str:
    """SHA-256 (hex) over the digests of a batch in order of posting."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()
