"""Amounts spoken of in a description: total, net, VAT, and what is said of a part ("代扣社保9,000").

Rule kept: what was given as a field wins over what a sentence says; a number is read only with its label or 元.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kernel.money import ZERO, money

_NUMBER = r"([\d,]+(?:\.\d+)?)\s*(万)?"
_YUAN = re.compile(_NUMBER + r"\s*元")
_GROSS = re.compile(r"(?:价税合计|含税(?:收入|总额|总收入|金额|价)?|合计|共计|总价款?|总额)[^\d，。；%]{0,8}" + _NUMBER)
_NET = re.compile(r"(?:不含税(?:价|收入|金额|销售额|总价)?|价款|货款为?|货款)[^\d，。；%]{0,6}" + _NUMBER)
_TAX = re.compile(
    r"(?:增值税(?:额)?|税额|进项税额|销项税额|税款)(?:\d{1,2}%[=＝]?)?[^\d，。；%]{0,6}" + _NUMBER + r"(?!\s*[%％])"
)


def number(match: re.Match[str] | None) -> Decimal | None:
    """Yuan of a match of number and 万; None for no match or a bare comma."""
    if match is None or not match[1].strip(","):
        return None
    value = money(match[1])
    return value * 10_000 if match[2] else value


def spoken(text: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """(net, tax, gross) as far as the text says them."""
    net, tax, gross = number(_NET.search(text)), number(_TAX.search(text)), number(_GROSS.search(text))
    if gross is None and net is None:
        gross = number(_YUAN.search(text))
    if gross is not None and tax is not None and tax >= gross:
        tax = None
    return net, tax, gross


def part(text: str, word: str) -> Decimal:
    """The amount said right after `word`; 0 when none is."""
    return number(re.search(re.escape(word) + r"(?:（[^）]*）|[^\d，。；、（(]){0,12}" + _NUMBER, text)) or ZERO
