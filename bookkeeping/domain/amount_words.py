"""Amounts as a voucher shows them: in Chinese words (大写) and digit by digit under 千百十万千百十元角分.

Source of the wording: 支付结算办法 (银发〔1997〕393号) appendix 1: 整 after 元, also after 角; zeros between figures
are written once.
"""

from __future__ import annotations

from decimal import Decimal

from kernel.money import to_fen

PLACES = "千百十万千百十元角分"
"""The printed columns of an amount; what needs more is written as a plain figure."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_LARGE = ("", "万", "亿", "万亿")


def in_words(amount: Decimal) -> str:
    """1234.05 → 壹仟贰佰叁拾肆元零伍分; negative amounts begin with 负."""
    fen = to_fen(amount)
    yuan, rest = divmod(abs(fen), 100)
    if not fen:
        return "零元整"
    text = f"{_whole(yuan)}元" if yuan else ""
    tenths, hundredths = divmod(rest, 10)
    if tenths:
        text += f"{_DIGITS[tenths]}角"
    elif hundredths and yuan:
        text += "零"
    text += f"{_DIGITS[hundredths]}分" if hundredths else "整"
    return f"负{text}" if fen < 0 else text


def _whole(yuan: int) -> str:
    figures, text, zero = str(yuan), "", False
    for at, figure in enumerate(figures):
        place = len(figures) - 1 - at
        if figure == "0":
            zero = True
        else:
            text += ("零" if zero else "") + _DIGITS[int(figure)] + _SMALL[place % 4]
            zero = False
        if place and place % 4 == 0 and int(figures[max(0, at - 3) : at + 1]):
            text += _LARGE[place // 4]
    return text


def in_places(amount: Decimal) -> str:
    """The figures of |amount| under `PLACES`, blanks before; empty for zero and for what needs more places."""
    fen = abs(to_fen(amount))
    figures = f"{fen:03d}"
    return figures.rjust(len(PLACES)) if fen and len(figures) <= len(PLACES) else ""
