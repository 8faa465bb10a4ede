"""Amounts in words and figures are two writings of one value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.domain.amounts import amount_in_words, words_of
from kernel.errors import InvalidValue

amounts = st.decimals(min_value=Decimal(-9999999999999999), max_value=Decimal(9999999999999999), places=2)


@settings(max_examples=100)
@given(amounts)
def test_words_read_back_give_the_amount(amount: Decimal) -> None:
    assert amount_in_words(words_of(amount)) == amount


# worked examples of 正确填写票据和结算凭证的基本规定, read in both notations of 圆 and 整
OFFICIAL = [
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
    ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
    ("107000.53", "壹拾万柒仟元零伍角叁分"),
    ("107000.53", "壹拾万零柒仟元伍角叁分"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
]


@pytest.mark.parametrize(("figures", "words"), OFFICIAL)
def test_the_examples_of_the_payment_rules_are_read(figures: str, words: str) -> None:
    assert amount_in_words(words) == Decimal(figures)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("0.00", "零圆整"), ("0.05", "伍分"), ("0.50", "伍角整"), ("1.05", "壹圆零伍分"), ("10.00", "壹拾圆整"),
        ("1010.00", "壹仟零壹拾圆整"), ("100010001.20", "壹亿零壹万零壹圆贰角整"), ("-3.20", "（负数）叁圆贰角整"),
    ],
)  # fmt: skip
def test_figures_are_written_in_words(figures: str, words: str) -> None:
    assert words_of(Decimal(figures)) == words


@pytest.mark.parametrize("words", ["⊗壹佰零叁圆伍角", "人民币壹佰零叁元伍角整", "ⓧ 壹佰零叁圆伍角", "一百零三元五角"])
def test_marks_and_simple_numerals_are_understood(words: str) -> None:
    assert amount_in_words(words) == Decimal("103.50")


@pytest.mark.parametrize("words", [None, "", "整", "叁", "壹佰贰佰圆", "壹贰圆", "壹圆伍角陆角", "壹佰圆五", "abc"])
def test_what_is_not_an_amount_gives_nothing(words: str | None) -> None:
    assert amount_in_words(words) is None


@settings(max_examples=100)
@given(st.text(alphabet="零壹贰玖拾佰仟万亿圆角分整负()", max_size=14))
def test_any_text_gives_an_amount_or_nothing(words: str) -> None:
    value = amount_in_words(words)
    assert value is None or value == value.quantize(Decimal("0.01"))


def test_amounts_too_large_or_too_fine_are_refused() -> None:
    with pytest.raises(InvalidValue):
        words_of(Decimal(10) ** 16)
    with pytest.raises(InvalidValue):
        words_of(Decimal("0.001"))
