"""Amounts in Chinese words, as printed after 价税合计（大写）.

Rule kept: the words follow the Ministry of Finance's basic rules for accounting work: one 零 for any run of zeros
inside a number, 整 after yuan and jiao, （负数） in front of what a red-letter invoice takes back.
"""

from __future__ import annotations

from decimal import Decimal

from kernel.money import to_fen

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def amount_in_words(amount: Decimal) -> str:
    """`1130.00` → `壹仟壹佰叁拾圆整`. Raises `kernel.errors.NotMoney` for parts of a fen."""
    fen = to_fen(amount)
    if fen < 0:
        return "（负数）" + amount_in_words(-amount)
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    words = _integer(yuan) + "圆" if yuan else ""
    if not jiao and not cent:
        return (words or "零圆") + "整"
    if jiao:
        words += DIGITS[jiao] + "角"
    elif yuan:
        words += DIGITS[0]
    return words + (DIGITS[cent] + "分" if cent else "整")


def _integer(value: int) -> str:
    words = ""
    for power in range(len(_GROUPS) - 1, -1, -1):
        group = value // 10 ** (4 * power) % 10**4
        if not group:
            continue
        if words and (group < 1000 or not value // 10 ** (4 * power) % 10**5 // 10**4):
            words += DIGITS[0]
        words += _group(group) + _GROUPS[power]
    return words


def _group(value: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            words += (DIGITS[0] if gap and words else "") + DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return words
