"""Has this invoice been received before? (查重)

Rule kept: the number decides (with the code where both have one); equal party, date and amount of papers of which one
bears no number is a question, not an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from invoices.domain.context import KnownInvoice
from invoices.domain.fapiao import Fapiao


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Earlier invoices with the same number, and earlier papers with the same content."""

    same_number: tuple[KnownInvoice, ...] = ()
    same_content: tuple[KnownInvoice, ...] = ()


def find_duplicates(fapiao: Fapiao, known_invoices: Iterable[KnownInvoice]) -> Duplicates:
    """Which of the known invoices this one repeats."""
    known = tuple(known_invoices)
    return Duplicates(
        same_number=tuple(one for one in known if _same_number(fapiao, one)),
        same_content=tuple(one for one in known if _same_content(fapiao, one)),
    )


def _same_number(fapiao: Fapiao, known: KnownInvoice) -> bool:
    number = _digits(fapiao.invoice_number)
    if not number or number != _digits(known.invoice_number):
        return False
    code, known_code = _digits(fapiao.invoice_code), _digits(known.invoice_code)
    if code and known_code:
        return code == known_code
    if len(number) >= 18 or known.gross_amount is None or fapiao.gross_amount is None:
        return True
    return known.gross_amount == fapiao.gross_amount


def _same_content(fapiao: Fapiao, known: KnownInvoice) -> bool:
    if fapiao.gross_amount is None or fapiao.issue_date is None or not known.issue_date:
        return False
    if _digits(fapiao.invoice_number) and _digits(known.invoice_number):
        return False
    same_party = _same_party(fapiao, known)
    return (
        known.gross_amount == fapiao.gross_amount and known.issue_date == fapiao.issue_date and same_party is not False
    )


def _same_party(fapiao: Fapiao, known: KnownInvoice) -> bool | None:
    """Whether the sellers are the same; `None` when one of them is not known."""
    ours = {value for value in (fapiao.seller_name, fapiao.seller_taxpayer_id) if value}
    if not ours or not known.seller:
        return None
    return known.seller in ours


def _digits(text: str | None) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text or "").upper()
