"""One way of writing for what readers found: ids in capitals, names without stray blanks, numbers without separators.

Rule kept: cleaning changes the writing, never the value; an empty text becomes "not read".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from invoices.domain.categories import split_item_name
from invoices.domain.fapiao import Fapiao, FapiaoLine


def normalise_fapiao(fapiao: Fapiao) -> Fapiao:
    """The same invoice in the house's way of writing."""
    return replace(
        fapiao,
        invoice_code=_compact(fapiao.invoice_code),
        invoice_number=_compact(fapiao.invoice_number),
        original_invoice_number=_compact(fapiao.original_invoice_number),
        seller_taxpayer_id=_compact(fapiao.seller_taxpayer_id),
        buyer_taxpayer_id=_compact(fapiao.buyer_taxpayer_id),
        seller_name=_name(fapiao.seller_name),
        buyer_name=_name(fapiao.buyer_name),
        lines=tuple(_line(line) for line in fapiao.lines),
    )


def _compact(text: str | None) -> str | None:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper() or None if text else None


def _name(text: str | None) -> str | None:
    """Blanks between Chinese characters go; those of a foreign name stay single."""
    if not text:
        return None
    single = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", single) or None


def _line(line: FapiaoLine) -> FapiaoLine:
    """The short name between the asterisks stands in its own field."""
    if line.tax_category or not line.item_name:
        return line
    return replace(line, tax_category=split_item_name(line.item_name)[0] or None)
