"""Amounts in Chinese words (大写金额) to figures and back.

Rule kept: the words on a receipt are the legal amount, so a text that is not wholly understood gives `None`, never
a part of it. Source of the wording: 正确填写票据和结算凭证的基本规定 (支付结算办法, 银发〔1997〕393号, annex 1).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kernel.errors import InvalidValue
from kernel.money import to_fen

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
_LIMIT: Final = Decimal(10) ** 16

_SAME: Final = str.maketrans(
    "〇○一二三四五六七八九两弍贰貳参參叄弎陸肆伍柒捌玖十百千萬億元園园円正",
    "零零壹贰叁肆伍陆柒捌玖贰贰贰贰叁叁叁叁陆肆伍柒捌玖拾佰仟万亿圆圆圆圆整",
)
_MARKS: Final = re.compile(r"[\s⊗ⓧⓍ⊠☒⨂×Xx:：,，。.]|人民币|CNY|RMB")
_NEGATIVE: Final = re.compile(r"^[(（]?负(?:数)?[)）]?")
_SHAPE: Final = re.compile(
    r"(?:(?P<yuan>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)圆)?零?(?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖])角)?零?"
    r"(?:(?P<fen>[零壹贰叁肆伍陆柒捌玖])分)?整?"
)
_VALUES: Final = {digit: value for value, digit in enumerate(DIGITS)}
_WEIGHTS: Final = {"拾": 10, "佰": 100, "仟": 1000}


def words_of(amount: Decimal) -> str:
    """The amount in words, with （负数） before a negative one.

    Raises `InvalidValue` from 10^16 yuan on and for parts of a fen.
    """
    if abs(amount) >= _LIMIT:
        raise InvalidValue(f"{amount} is too large to write in words")
    fen_total = to_fen(abs(amount))
    sign = "（负数）" if amount < 0 else ""
    yuan, jiao, fen = fen_total // 100, fen_total // 10 % 10, fen_total % 10
    head = f"{_yuan_words(yuan)}圆" if yuan or not fen_total else ""
    return sign + head + _change_words(jiao=jiao, fen=fen, has_yuan=bool(yuan))


def _change_words(*, jiao: int, fen: int, has_yuan: bool) -> str:
    """The part after 圆: 整 closes it unless it ends in fen, 零 stands for a missing jiao."""
    if not jiao and not fen:
        return "整"
    tenth = f"{DIGITS[jiao]}角" if jiao else ("零" if has_yuan else "")
    return tenth + (f"{DIGITS[fen]}分" if fen else "整")


def _yuan_words(yuan: int) -> str:
    if yuan == 0:
        return "零"
    words, pending_zero = "", False
    for group in range(3, -1, -1):
        part = yuan // 10 ** (4 * group) % 10_000
        if part == 0:
            pending_zero = pending_zero or bool(words)
            continue
        if words and (pending_zero or part < 1000):
            words += "零"
        unit = _GROUPS[group] if not (group == 3 and yuan // 10**8 % 10_000) else "万"
        words += _group_words(part) + unit
        pending_zero = False
    return words


def _group_words(part: int) -> str:
    """One to four digits; zeros inside become one 零, zeros at the end none."""
    words, zero = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit == 0:
            zero = bool(words)
            continue
        words += ("零" if zero else "") + DIGITS[digit] + _PLACES[place]
        zero = False
    return words


def amount_in_words(text: str | None) -> Decimal | None:
    """Yuan of an amount in words; `None` when any part of it is not understood.

    Takes 元 for 圆, 正 for 整, simple numerals, 人民币 and the ⊗ mark before the words; 负 makes it negative.
    """
    cleaned = _MARKS.sub("", text or "").translate(_SAME)
    negative = _NEGATIVE.match(cleaned)
    match = _SHAPE.fullmatch(cleaned, negative.end() if negative else 0)
    if not match or not any(match.groups()):
        return None
    yuan = _yuan_value(match["yuan"]) if match["yuan"] else 0
    if yuan is None:
        return None
    fen = yuan * 100 + _VALUES.get(match["jiao"] or "零", 0) * 10 + _VALUES.get(match["fen"] or "零", 0)
    return Decimal(-fen if negative else fen).scaleb(-2)


def _yuan_value(words: str) -> int | None:
    """Whole yuan; `None` when units do not fall from left to right."""
    high, separator, low = words.rpartition("亿")
    if separator:
        upper, lower = _yuan_value(high) if high else 1, _below_yi(low)
        return None if upper is None or lower is None else upper * 10**8 + lower
    return _below_yi(words)


def _below_yi(words: str) -> int | None:
    high, separator, low = words.partition("万")
    lower = _below_wan(low if separator else high)
    upper = _below_wan(high) if separator else 0
    return None if lower is None or upper is None else upper * 10_000 + lower


def _below_wan(words: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for character in words:
        if character in _WEIGHTS:
            weight = _WEIGHTS[character]
            if weight >= last or (digit is None and (weight != 10 or total)):
                return None
            total, digit, last = total + (1 if digit is None else digit) * weight, None, weight
        elif character in _VALUES:
            if digit:
                return None
            digit = _VALUES[character]
        else:
            return None
    return total + (digit or 0)
