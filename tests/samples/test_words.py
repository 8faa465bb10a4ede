"""Amounts in words, by the rules a bank teller would check."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples.words import DIGITS, amount_in_words

EXAMPLES = {
    "1130.00": "壹仟壹佰叁拾圆整",
    "587.98": "伍佰捌拾柒圆玖角捌分",
    "11.20": "壹拾壹圆贰角整",
    "10010.00": "壹万零壹拾圆整",
    "100000.05": "壹拾万圆零伍分",
    "1010000.00": "壹佰零壹万圆整",
    "100010000.00": "壹亿零壹万圆整",
    "0.05": "伍分",
    "0.00": "零圆整",
    "-585.00": "（负数）伍佰捌拾伍圆整",
}


@pytest.mark.parametrize(("amount", "words"), EXAMPLES.items())
def test_known_amounts(amount, words):
    assert amount_in_words(Decimal(amount)) == words


def value_of(words: str) -> Decimal:
    """Reads the words back, independently of how they were made."""
    units = {"拾": 10, "佰": 100, "仟": 1000}
    yuan, _, rest = words.rpartition("圆") if "圆" in words else ("", "", words)
    total = section = digit = 0
    for char in yuan:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in units:
            section, digit = section + digit * units[char], 0
        else:
            total, section, digit = (total + section + digit) * {"万": 10**4, "亿": 10**8}[char], 0, 0
    fen = 0
    for char in rest:
        if char in DIGITS:
            digit_of_fen = DIGITS.index(char)
        elif char in "角分":
            fen += digit_of_fen * (10 if char == "角" else 1)
    return Decimal(total + section + digit) + Decimal(fen) / 100


@given(st.integers(min_value=1, max_value=10**10 - 1))
def test_words_can_be_read_back(fen):
    amount = Decimal(fen) / 100
    assert value_of(amount_in_words(amount)) == amount
