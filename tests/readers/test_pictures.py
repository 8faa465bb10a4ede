"""What only pictures need: level lines, several receipts on a page, amounts in words half read, lines askew."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.domain.amounts import words_of
from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method
from invoices.readers.checks import finish
from invoices.readers.draft import Draft
from invoices.readers.layout.item_names import starred, starred_as_others
from invoices.readers.layout.page import read_page
from invoices.readers.layout.pasted import receipts
from invoices.readers.ocr.bend import fitted
from invoices.readers.ocr.clearer import clearer
from invoices.readers.ocr.letters import LetterDecode
from invoices.readers.ocr.orientation import read_upright
from invoices.readers.ocr.page import text_page
from invoices.readers.ocr.protocol import Image, OcrWord, Quad
from invoices.readers.ocr.second_look import looked_again
from invoices.readers.words import TextPage, word
from invoices.readers.written import likeness, printed_like

AMOUNTS = st.decimals(min_value=1, max_value=9_999_999, places=2)


def quad(x: float, y: float, width: float, height: float, slope: float = 0.0) -> Quad:
    rise = slope * width
    return ((x, y), (x + width, y + rise), (x + width, y + rise + height), (x, y + height))


@given(AMOUNTS)
def test_an_amount_is_wholly_like_its_own_words(amount: Decimal) -> None:
    words = words_of(amount)
    assert likeness(words, amount) == 1
    assert printed_like(words.replace("圆", "元"), amount) == words.replace("圆", "元")


@settings(max_examples=30)
@given(AMOUNTS, st.integers(0, 30))
def test_words_with_a_misread_character_are_completed_only_from_the_figures(amount: Decimal, place: int) -> None:
    words = words_of(amount)
    seen = words[: place % len(words)] + "畺" + words[place % len(words) + 1 :]
    draft = Draft(Kind.BANK_SLIP, Medium.IMAGE, Method.OCR, written=seen)
    draft.put("gross_amount", amount, 0.9)
    found = finish(draft)
    assert found.amount_in_words in (words, None)


def test_amounts_that_contradict_each_other_are_never_certain() -> None:
    draft = Draft(Kind.GENERAL_VAT, Medium.IMAGE, Method.OCR)
    for name, value in (("net_amount", "100.00"), ("tax_amount", "6.00"), ("gross_amount", "160.00")):
        draft.put(name, Decimal(value), 0.99)
    found = finish(draft)
    assert max(found.confidence.values()) < 0.5


@given(st.floats(0.5, 1.0), st.floats(0.5, 1.0))
def test_more_certain_print_is_never_less_certain_when_read(one: float, other: float) -> None:
    low, high = sorted((one, other))
    confidences = []
    for score in (low, high):
        words = [
            word("发票代码:144002600047", (10, 10, 300, 30), score),
            word("发票号码:34092029", (10, 40, 300, 60), score),
        ]
        title = word("某市出租汽车专用发票", (10, 0, 200, 9), score)
        page = TextPage(tuple(each for each in (title, *words) if each), 400, 600, ocr=True)
        confidences.append(read_page(page, Medium.IMAGE).draft.confidence["invoice_number"])
    assert confidences[0] <= confidences[1]


@pytest.mark.parametrize("bow", [0.0, 0.02, -0.03])
def test_lines_of_a_bowed_page_come_out_level(bow: float) -> None:
    slopes = [
        (float(x), float(y), 200.0, 0.01 + bow * (2 * x / 1000 - 1))
        for x in range(100, 1000, 200)
        for y in (100, 400, 700)
    ]
    bend = fitted(slopes, 1000, 800)
    assert bend is not None
    level = (0.01 * 400) + bow * 1000 / 2 * ((0.8**2) / 2)  # the integral from the middle to the right
    assert bend.lift(900, 400) == pytest.approx(level, abs=3)


def test_a_stamp_pressed_on_askew_is_no_line_of_the_paper() -> None:
    lines = [OcrWord(f"第{row}行文字内容", 0.99, quad(100, 50 * row, 300, 24)) for row in range(1, 13)]
    stamp = OcrWord("已付讫", 0.9, quad(500, 200, 120, 40, math.tan(math.radians(12))))
    page, _ = text_page([*lines, stamp], 800, 700, 1)
    assert "已付讫" not in {each.text for each in page.words}
    assert len(page.words) == len(lines)


def _taxi(x: float, number: str) -> list[tuple[str, float, float]]:
    rows = (
        "某市出租汽车专用发票",
        "发票代码 144002600047",
        f"发票号码 {number}",
        "日期 2026-03-09",
        "金额 48.00元",
        "下车 21:30",
    )
    return [(text, x, 40.0 + 30 * place) for place, text in enumerate(rows)]


def _page(rows: list[tuple[str, float, float]], width: float = 1000) -> TextPage:
    words = (word(text, (x, y, x + 12 * len(text), y + 20), 0.99) for text, x, y in rows)
    return TextPage(tuple(each for each in words if each), width, 400, ocr=True)


def test_receipts_pasted_side_by_side_are_parted_and_one_alone_is_not() -> None:
    read = lambda page: read_page(page, Medium.IMAGE).draft  # noqa: E731
    two = receipts(_page([*_taxi(20, "34092029"), *_taxi(500, "77638359")]), read)
    assert [draft.values["invoice_number"] for draft in two] == ["34092029", "77638359"]
    assert two[1].boxes["invoice_number"][0] > 0.4
    assert receipts(_page(_taxi(20, "34092029")), read) == []


@pytest.mark.parametrize(
    ("seen", "name"),
    [("酒*白酒", "*酒*白酒"), ("*餐饮服务*餐费", "*餐饮服务*餐费"), ("白酒", "白酒"), ("“劳务*维修费", "*劳务*维修费")],
)
def test_a_lost_star_comes_back(seen: str, name: str) -> None:
    assert starred(seen) == name


def test_both_lost_stars_come_back_only_before_a_known_short_name() -> None:
    assert starred_as_others("餐饮服务餐费") == "*餐饮服务*餐费"
    assert starred_as_others("会议室清洁") == "会议室清洁"


def test_letters_remember_certainty_and_second_choice() -> None:
    steps = np.zeros((1, 6, 4), np.float32)
    steps[0, :, 0] = 1.0
    steps[0, 1] = (0.0, 0.6, 0.4, 0.0)
    steps[0, 4] = (0.0, 0.0, 0.0, 1.0)
    [(line, score)], _ = LetterDecode(["", "岗", "岚", "市"])(steps)
    assert line == "岗市"
    assert [letter.other for letter in line.letters] == ["岚", ""]
    assert score == pytest.approx(0.8)


def test_a_drawn_page_is_left_alone_and_a_dim_one_is_brightened() -> None:
    drawn = np.full((200, 200, 3), 255, np.uint8)
    assert clearer(drawn) is drawn
    assert clearer(np.full((200, 200, 3), 120, np.uint8)).mean() > 200


class _Engine:
    """Reads one line well where the page is upright; `turns` says how the page lies."""

    name, model_generation, model_sha256 = "fake", "", ""

    def __init__(self, quads: list[Quad], first: int) -> None:
        self.quads, self.first, self.pages, self.sheets = quads, first, 0, 0

    def find(self, _image: Image, *, enlarge: bool = True) -> list[Quad]:
        self.sheets += not enlarge
        return self.quads

    def read(self, _image: Image, quads: list[Quad]) -> list[OcrWord]:
        good = [each[0] == old[self.first] for each, old in zip(quads, self.quads, strict=False)]
        return [OcrWord("读得清楚的一行", 0.99 if well else 0.3, each) for well, each in zip(good, quads, strict=True)]

    def recognise(self, _image: Image) -> list[OcrWord]:
        self.pages += 1
        return [OcrWord("读得清楚的一行", 0.99, each) for each in self.quads]


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_page_is_turned_upright_by_reading_a_few_lines(turn: int) -> None:
    size = (20, 300) if turn % 2 else (300, 20)
    engine = _Engine([quad(50, 60 * row, *size) for row in range(1, 6)], turn)
    words, quarters = read_upright(engine, np.zeros((600, 600, 3), np.uint8))
    assert quarters == turn
    assert engine.pages == (1 if turn else 0)
    assert all(each.score > 0.9 for each in words)


def test_only_unsure_lines_under_red_ink_are_looked_at_again() -> None:
    page = np.full((400, 800, 3), 255, np.uint8)
    spoiled, clean = OcrWord("金頷", 0.4, quad(100, 100, 200, 30)), OcrWord("合计", 0.4, quad(100, 300, 200, 30))
    engine = _Engine([], 0)
    assert looked_again(engine, page, [spoiled, clean]) == [spoiled, clean]
    assert engine.sheets == 0
    page[100:130, 100:300] = (220, 40, 40)
    looked_again(engine, page, [spoiled, clean])
    assert engine.sheets == 0  # a seal's own letters hide nothing
    page[110:120, 120:280] = 20
    looked_again(engine, page, [spoiled, clean])
    assert engine.sheets == 1


@given(AMOUNTS, st.integers(2, 9))
def test_lines_whose_figures_disagree_are_never_certain(net: Decimal, quantity: int) -> None:
    line = FapiaoLine("*酒*白酒", net_amount=net, quantity=Decimal(quantity), unit_price=net, tax_rate=Decimal("0.13"))
    draft = Draft(Kind.GENERAL_VAT, Medium.IMAGE, Method.OCR, lines=[line])
    draft.put("net_amount", net, 0.99)
    draft.confidence["lines"] = 0.97
    assert finish(draft).confidence["lines"] < 0.5
