"""How sure the names of lines are: no sum proves them, so the print and the table of categories must."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.compliance import DOUBTFUL_BELOW
from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method
from invoices.readers.draft import Draft
from invoices.readers.layout.page import read_page
from invoices.readers.layout.pasted import receipts
from invoices.readers.layout.sheet import Sheet
from invoices.readers.layout.table_lines import certainty_of_name, is_named_well
from invoices.readers.layout.tickets.labelled import read_customs
from invoices.readers.layout.tickets.simple_lines import read_simple_lines
from invoices.readers.words import Letter, TextPage, Word, lettered

_SURE = 0.999


def _word(text: str, x: float, y: float, least: float = _SURE, at: int = 0) -> Word:
    letters = [Letter(least if place == at else _SURE, "", (place + 0.5) / len(text)) for place in range(len(text))]
    made = lettered(text, (x, y, x + 20 * len(text), y + 20), _SURE, letters)
    assert made
    return made


def _draft(words: list[Word], read: object) -> Draft:
    draft = Draft(Kind.SHOP_RECEIPT, Medium.IMAGE, Method.OCR)
    read(Sheet.of(TextPage(tuple(words), 1000, 600, ocr=True)), draft)  # type: ignore[operator]
    return draft


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_surer_character_never_makes_a_name_less_sure(one: float, other: float) -> None:
    low, high = (certainty_of_name([_word("白酒", 0, 0, least)]) for least in sorted((one, other)))
    assert low <= high <= 1


def test_a_name_with_a_nearly_sure_character_is_doubtful() -> None:
    assert 0.97 * certainty_of_name([_word("人体王学办公椅", 0, 0, 0.94, at=2)]) < DOUBTFUL_BELOW
    assert 0.97 * certainty_of_name([_word("人体工学办公椅", 0, 0)]) >= DOUBTFUL_BELOW
    assert certainty_of_name([]) == 0.0


@pytest.mark.parametrize(
    ("short", "well"), [("酒", True), ("旅游服务", True), ("敬游服务", False), ("光学仪器", True), (None, False)]
)
def test_a_name_without_a_short_name_or_with_a_misread_one_is_doubtful(short: str | None, well: bool) -> None:
    assert is_named_well(FapiaoLine(f"*{short}*代订酒店", tax_category=short)) is well


def _slip(count: str, least: float) -> float:
    rows = [_word("商品", 0, 0), _word("数量", 200, 0), _word("单价", 300, 0), _word("金额", 400, 0)]
    rows += [_word("全麦吐司", 0, 40), _word(count, 200, 80), _word("6.40", 300, 80), _word("12.80", 400, 80, least)]
    return _draft([*rows, _word("合计", 0, 120)], read_simple_lines).confidence["lines"]


def test_figures_of_a_slip_that_multiply_prove_each_other_and_others_do_not() -> None:
    assert _slip("2", 0.6) >= DOUBTFUL_BELOW
    assert _slip("3", 0.6) < DOUBTFUL_BELOW


def test_goods_behind_their_label_in_one_word_are_as_sure_as_their_own_characters() -> None:
    printed = "货物名称:不锈钢膨胀螺栓"
    doubtful, sure = (
        _draft([_word("海关进口增值税专用缴款书", 0, 0), _word(printed, 0, 60, 0.6, at)], read_customs)
        for at in (len(printed) - 1, 0)
    )
    assert doubtful.lines[0].item_name == sure.lines[0].item_name == "不锈钢膨胀螺栓"
    assert doubtful.confidence["lines"] < DOUBTFUL_BELOW <= sure.confidence["lines"]


def test_no_group_of_words_is_read_twice_while_a_page_is_parted() -> None:
    rows = ("某市出租汽车专用发票", "发票代码 144002600047", "发票号码 34092029", "日期 2026-03-09", "金额 48.00元")
    words = [
        _word(text, x, 40 + y + 40 * row) for x, y in ((0, 0), (500, 0), (0, 260)) for row, text in enumerate(rows)
    ]
    page = TextPage(tuple(word._replace(score=place / 100) for place, word in enumerate(words)), 1000, 600, ocr=True)
    groups: list[tuple[float, ...]] = []

    def counted(part: TextPage) -> Draft:
        groups.append(tuple(sorted(word.score for word in part.words)))
        return read_page(part, Medium.IMAGE).draft

    assert len(receipts(page, counted)) == 3
    assert len(groups) == len(set(groups)) > 3
