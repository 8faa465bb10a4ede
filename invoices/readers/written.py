"""The amount in words as far as it was read, held against the figures.

Rule kept: words that are wholly understood stand for themselves. Words with misread characters are only completed from
an amount that other evidence gives, and only where most of their characters are that amount's.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from rapidfuzz.distance import LCSseq

from invoices.domain.amounts import words_of
from kernel.errors import InvalidValue

_VARIANTS: Final = str.maketrans("貳贰參叄陸萬億圓園參弍", "贰贰叁叁陆万亿圆圆叁贰")
ALIKE: Final = 0.6
STRIKING: Final = 0.8


def plain_words(text: str) -> str:
    """Traditional forms, which a recogniser confuses with the simplified ones of invoices, become these."""
    return text.translate(_VARIANTS)


def printed_like(seen: str, amount: Decimal) -> str | None:
    """The amount in words in the manner of what was seen (圆 or 元, 整 or 正); `None` for amounts without words."""
    try:
        full = words_of(abs(amount))
    except InvalidValue:
        return None
    full = full.replace("圆", "元") if "元" in seen and "圆" not in seen else full
    full = full.replace("整", "正") if "正" in seen and "整" not in seen else full
    return f"（负数）{full}" if amount < 0 else full


def likeness(seen: str, amount: Decimal) -> float:
    """Share of characters that what was seen has in common, in order, with the amount's words; 0 to 1."""
    full = printed_like(seen, amount)
    if not full or not seen:
        return 0.0
    return float(LCSseq.similarity(plain_words(seen), full)) / max(len(seen), len(full))
