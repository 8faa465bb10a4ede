"""Unified social credit codes and older taxpayer ids: shape, check character, and the type that holds a good one.

Source: GB 32100-2015 (modulus 31 over 18 characters without I, O, S, V, Z); 15-, 17- and 20-character ids are
older registrations and are checked for shape only.
"""

from __future__ import annotations

import re
from typing import Final, NewType

from kernel.errors import InvalidValue

UnifiedSocialCreditCode = NewType("UnifiedSocialCreditCode", str)

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = tuple(pow(3, position, 31) for position in range(17))
_OLD = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{17}|[0-9A-Z]{20}")


def check_character(first_17: str) -> str:
    """The 18th character that belongs to the first 17. Raises `InvalidValue` for a character outside the alphabet."""
    try:
        weighted = sum(ALPHABET.index(character) * weight for character, weight in zip(first_17, _WEIGHTS, strict=True))
    except ValueError as error:
        raise InvalidValue(f"{first_17!r} is not the head of a credit code") from error
    return ALPHABET[-weighted % 31]


def is_uscc(value: str) -> bool:
    """Whether `value` is an 18-character code whose check character fits."""
    if len(value) != 18 or any(character not in ALPHABET for character in value):
        return False
    return check_character(value[:17]) == value[17]


def is_taxpayer_id(value: str) -> bool:
    """Whether `value` may stand as a taxpayer id: a valid credit code, a valid citizen id, or an older shape."""
    return is_uscc(value) or is_citizen_id(value) or bool(_OLD.fullmatch(value))


def is_citizen_id(value: str) -> bool:
    """Whether `value` is an 18-digit citizen id with a fitting check character (GB 11643-1999, modulus 11-2)."""
    if not re.fullmatch(r"\d{17}[\dX]", value):
        return False
    weighted = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(value[:17]))
    return "10X98765432"[weighted % 11] == value[17]


def uscc(value: str) -> UnifiedSocialCreditCode:
    """The typed code. Raises `InvalidValue` when shape or check character is wrong."""
    cleaned = value.strip().upper()
    if not is_uscc(cleaned):
        raise InvalidValue(f"{value!r} is not a valid credit code", message_zh=f"统一社会信用代码“{value}”有误")
    return UnifiedSocialCreditCode(cleaned)
