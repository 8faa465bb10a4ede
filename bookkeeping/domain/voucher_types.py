"""Voucher types (凭证字): one word for all vouchers, or one for money in, money out and the rest.

Rule kept: a transfer between cash and bank is a payment voucher, so that it is entered once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kernel.errors import InvalidValue

if TYPE_CHECKING:
    from bookkeeping.domain.voucher import DraftLine

SCHEMES: dict[str, tuple[str, ...]] = {
    "one": ("记",),
    "three": ("收", "付", "转"),
    "five": ("现收", "现付", "银收", "银付", "转"),
}
"""The usual sets of voucher types by name; a company's policy `voucher_types` names one."""

DEFAULT_SCHEME = "one"


def check_type(scheme: str, word: str) -> str:
    """`word`, if the scheme has it. Raises `InvalidValue`."""
    if word not in SCHEMES[scheme]:
        words = "、".join(SCHEMES[scheme])
        raise InvalidValue(f"no voucher type {word!r}", message_zh=f"没有凭证字“{word}”，可用：{words}")
    return word


def type_of(scheme: str, lines: Sequence[DraftLine], cash: Sequence[str]) -> str:
    """The type a voucher of these lines has. `cash` are the first-level codes of cash (first) and bank accounts."""
    if scheme == "one":
        return "记"
    paid = [line for line in lines if line.credit > 0 or line.debit < 0]
    received = [line for line in lines if line.debit > 0 or line.credit < 0]
    for word, side in (("付", paid), ("收", received)):
        codes = [line.account_code for line in side if line.account_code.startswith(tuple(cash))]
        if codes:
            if scheme == "three":
                return word
            return f"{'现' if codes[0].startswith(cash[0]) else '银'}{word}"
    return "转"
