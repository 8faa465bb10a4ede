"""Lines of tables and slips as pictures show them: cells passed over, figures run together, stamps, sums that prove."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.compliance import DOUBTFUL_BELOW
from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method
from invoices.readers.calibration import calibrated
from invoices.readers.cell import Cell
from invoices.readers.draft import Draft
from invoices.readers.layout.figures import figure_text, unstuck
from invoices.readers.layout.gaps import gaps_of
from invoices.readers.layout.sheet import Sheet
from invoices.readers.layout.table import read_table
from invoices.readers.layout.tickets.simple_lines import read_simple_lines
from invoices.readers.layout.tickets.slip_gaps import slip_gaps
from invoices.readers.line_sums import completed
from invoices.readers.ocr.cells import read_cells
from invoices.readers.ocr.page import UprightPage
from invoices.readers.ocr.protocol import Image, OcrWord, Quad
from invoices.readers.words import Letter, TextPage, Word, word

_HEADS = {
    "货物或应税劳务、服务名称": 40, "规格型号": 300, "单位": 400, "数量": 480,
    "单价": 580, "金额": 700, "税率": 800, "税额": 880,
}  # fmt: skip


def _word(text: str, x: float, y: float, height: float = 20) -> Word:
    width = height / 2 * sum(2 if ord(character) > 0x2E80 else 1 for character in text)
    made = word(text, (x, y, x + width, y + height))
    assert made
    return made


def _page(*words: Word) -> TextPage:
    heads = [_word(title, x, 100) for title, x in _HEADS.items()]
    return TextPage((*heads, *words, _word("合计", 60, 300)), 1000, 600, ocr=True)


_ROW = (("*酒*白酒", 20), ("箱", 410), ("2", 520), ("30.00", 600), ("60.00", 720), ("13%", 805), ("7.80", 900))


def _row(y: float, *without: str) -> list[Word]:
    return [_word(text, x, y) for text, x in _ROW if text not in without]


def _lines(page: TextPage) -> list[FapiaoLine]:
    draft = Draft(Kind.GENERAL_VAT, Medium.IMAGE, Method.OCR)
    read_table(Sheet.of(page), draft)
    return draft.lines


@pytest.mark.parametrize(("lost", "figures"), [("*酒*白酒", False), ("箱", False), ("2", True), ("13%", True)])
def test_a_cell_that_detection_passed_over_is_looked_for_where_it_stands(lost: str, figures: bool) -> None:
    x = dict(_ROW)[lost]
    (cell,) = gaps_of(Sheet.of(_page(*_row(140), *_row(170, lost)))).cells
    assert cell.figures is figures
    assert cell.rect[0] <= x < cell.rect[2]
    assert cell.rect[1] <= 180 <= cell.rect[3]


def test_a_whole_table_has_no_gaps_and_a_page_without_one_neither() -> None:
    assert not gaps_of(Sheet.of(_page(*_row(140), *_row(170)))).cells
    assert not gaps_of(Sheet.of(TextPage((_word("收据", 10, 10),), 100, 100, ocr=True))).cells


def test_counts_of_three_rows_read_as_one_standing_word_are_looked_for_row_by_row() -> None:
    rows = [each for y in (140, 170, 200) for each in _row(y, "2")]
    standing = Word("222", "222", 520, 140, 530, 220)
    gaps = gaps_of(Sheet.of(_page(*rows, standing)))
    assert gaps.over_rows == (standing,)
    assert sum(cell.figures for cell in gaps.cells) == 3


@pytest.mark.parametrize(
    ("seen", "apart"),
    [("7490.9213%", ["7490.92", "13%"]), ("13%973.82", ["13%", "973.82"]), ("6%6", ["6%"]), ("1248.48667", None)],
)
def test_amount_and_rate_come_apart_where_the_decimals_and_the_per_cent_sign_say_so(
    seen: str, apart: list[str] | None
) -> None:
    assert [piece.text for piece in unstuck(_word(seen, 10, 10), {})] == (apart or [seen])


def test_a_rate_without_its_sign_is_cut_off_the_amount_and_left_to_a_second_look() -> None:
    heads = {"net_amount": _word("金额", 700, 100), "tax_rate": _word("税率", 800, 100)}
    run_on = Word("196.16904", "196.16904", 730, 140, 845, 160)
    assert [piece.text for piece in unstuck(run_on, heads)] == ["196.16"]


def test_a_colon_before_the_fen_is_a_point() -> None:
    assert figure_text(_word("16394:34", 0, 0)) == "16394.34"
    assert figure_text(_word("08:47:01", 0, 0)) == "08:47:01"


def test_stamps_on_a_table_are_no_part_of_names() -> None:
    below, large = _word("报销专用", 200, 230, 22), _word("现金付讫", 160, 138, 30)
    names = [line.item_name for line in _lines(_page(*_row(140), below, large))]
    assert names == ["*酒*白酒"]


def test_a_total_whose_label_was_not_read_is_no_line() -> None:
    total = [_word("付", 60, 200), _word("120.00", 720, 200), _word("15.60", 900, 200)]
    assert len(_lines(_page(*_row(140), *_row(170), *total))) == 2


def _line(net: str, rate: str | None, tax: str, price: str | None = None) -> FapiaoLine:
    return FapiaoLine(
        item_name="*酒*白酒",
        quantity=Decimal(2) if price else None,
        unit_price=Decimal(price) if price else None,
        net_amount=Decimal(net),
        tax_rate=Decimal(rate) if rate else None,
        tax_amount=Decimal(tax),
    )


def test_a_net_amount_with_one_digit_lost_is_mended_where_total_tax_and_product_prove_it() -> None:
    (line,) = completed([_line("2544.90", None, "25.45", "1272.475")], Decimal("2544.95"), Decimal("25.45"))
    assert (line.net_amount, line.tax_rate) == (Decimal("2544.95"), Decimal("0.01"))


@pytest.mark.parametrize(("seen", "right"), [("0.03", "0.13"), ("0.13", "0.13"), ("0.06", "0.06")])
def test_a_rate_with_one_digit_misread_follows_from_net_and_tax(seen: str, right: str) -> None:
    net, tax = ("7432.58", "966.24") if right == "0.13" else ("100.00", "13.00")
    (line,) = completed([_line(net, seen, tax)], Decimal(net), Decimal(tax))
    assert line.tax_rate == Decimal(right)


def test_figures_that_nothing_proves_stay_as_they_were_read() -> None:
    lines = [_line("100.00", "0.13", "13.00"), _line("200.00", "0.13", "26.00")]
    assert completed(lines, Decimal("300.10"), Decimal("39.00")) == lines


def _slip(*rows: tuple[str, float, float]) -> Sheet:
    words = [_word("商品", 10, 10), _word("数量", 100, 10), _word("单价", 160, 10), _word("金额", 220, 10)]
    words += [_word(text, x, y) for text, x, y in rows] + [_word("合计:", 10, 300)]
    return Sheet.of(TextPage(tuple(words), 300, 400, ocr=True))


def _figures(y: float) -> list[tuple[str, float, float]]:
    return [("1", 110, y), ("9.90", 150, y), ("9.90", 220, y)]


def test_a_name_lost_above_its_figures_is_looked_for_and_its_amount_is_kept() -> None:
    lost = _slip(("抽纸", 10, 50), *_figures(80), ("牛奶", 10, 110), *_figures(140), *_figures(200))
    (cell,) = slip_gaps(lost)
    assert not cell.figures
    assert cell.rect[1] < 180 < cell.rect[3]
    draft = Draft(Kind.SHOP_RECEIPT, Medium.IMAGE, Method.OCR)
    read_simple_lines(lost, draft)
    assert [line.item_name for line in draft.lines] == ["抽纸", "牛奶", None]
    assert draft.confidence["lines"] == 0


def test_a_count_lost_left_of_its_amount_is_looked_for() -> None:
    slip = _slip(("抽纸", 10, 50), *_figures(80), ("牛奶", 10, 110), ("9.90", 220, 140))
    (cell,) = slip_gaps(slip)
    assert cell.figures
    assert cell.rect[0] <= 110 < cell.rect[2] <= 220


class _Reader:
    """Reads the same text at every place and keeps what it was shown."""

    name, model_generation, model_sha256 = "test", "0", "0"

    def __init__(self, text: str) -> None:
        self.text = text
        self.shown: list[tuple[Image, Quad]] = []

    def recognise(self, image: Image) -> list[OcrWord]:
        return []

    def find(self, image: Image) -> list[Quad]:
        return []

    def read(self, image: Image, quads: list[Quad]) -> list[OcrWord]:
        self.shown += [(image, quad) for quad in quads]
        letters = tuple(Letter(0.9, "", (place + 0.5) / len(self.text)) for place in range(len(self.text)))
        return [OcrWord(self.text, 0.9, quad, letters) for quad in quads]


def _seen(colour: tuple[int, int, int], slope: float = 0.0) -> UprightPage:
    image = np.full((100, 200, 3), 240, np.uint8)
    image[40:60, 50:70] = colour
    return UprightPage(TextPage((), 200.0, 100.0, ocr=True), image, 0, slope)


_PLACE = (40.0, 35.0, 90.0, 65.0)


def test_only_places_with_ink_are_read_and_figures_must_be_figures() -> None:
    empty = Cell((120.0, 35.0, 170.0, 65.0), figures=False)
    reader = _Reader("|套")
    found = read_cells(reader, _seen((20, 20, 20)), [Cell(_PLACE, figures=False), empty])
    assert [each.text for each in found] == ["套"]
    assert len(reader.shown) == 1
    assert not read_cells(reader, _seen((20, 20, 20)), [Cell(_PLACE, figures=True)])


@pytest.mark.parametrize("ink", [(40, 40, 200), (200, 40, 40)])
def test_a_stamp_on_the_place_is_no_ink(ink: tuple[int, int, int]) -> None:
    assert not read_cells(_Reader("付讫"), _seen(ink), [Cell(_PLACE, figures=False)])


def test_a_place_of_a_turned_page_is_read_where_the_print_lies() -> None:
    reader = _Reader("套")
    read_cells(reader, _seen((20, 20, 20), slope=0.05), [Cell(_PLACE, figures=False)])
    ((_, quad),) = reader.shown
    assert quad[0][1] > quad[1][1]
    assert quad[0] != _PLACE[:2]


_TRUST = st.floats(0, 1)
_FIELD = st.sampled_from(["lines", "net_amount", "seller_name", "invoice_number", "travel.fare"])


@given(_FIELD, _TRUST, _TRUST)
def test_calibration_rises_and_never_lifts_a_value_over_a_threshold(field: str, one: float, other: float) -> None:
    low, high = (calibrated({field: each})[field] for each in sorted((one, other)))
    assert 0 <= low <= high < 1
    for trust, share in zip(sorted((one, other)), (low, high), strict=True):
        assert (trust < DOUBTFUL_BELOW) == (share < DOUBTFUL_BELOW)
        assert (trust < 0.5) == (share < 0.5)
