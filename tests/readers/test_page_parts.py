"""Parts of a page: pieces of words in a row, and a QR that is a picture of its own wherever it stands."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from invoices.readers.layout.sheet import Row
from invoices.readers.pdf.qr_image import qr_among_images
from invoices.readers.words import Word, word
from samples.qr import png

PAYLOAD = "01,31, ,23512000000005197325,2150.63,20230130, ,F366"
TEXTS = st.lists(st.text("名称:A1 9", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=5)


def row_of(texts: list[str]) -> Row:
    made = [word(text, (40.0 * place, 0, 40.0 * place + 30, 10)) for place, text in enumerate(texts)]
    return Row.of([one for one in made if one])


@given(TEXTS, st.data())
def test_pieces_of_a_row_are_its_text_whatever_blanks_lie_between(texts: list[str], data: st.DataObject) -> None:
    row = row_of(texts)
    start = data.draw(st.integers(0, len(row.text) - 1))
    end = data.draw(st.integers(start + 1, len(row.text)))
    pieces = row.parts(start, end)
    assert "".join(piece.norm for piece in pieces).replace(" ", "") == row.text[start:end]
    after: Word | None = row.after(end)
    rest = after.norm.replace(" ", "") if after else ""
    assert row.text[end:].startswith(rest)
    assert end + len(rest) in {*row.starts, len(row.text)}


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_qr_in_the_lower_corner_is_found_among_other_pictures(mode: str) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (60, 60, 3), np.uint8))
    page = page_with([(noise, 20, 700), (qr(PAYLOAD, mode), 480, 20)])
    found = qr_among_images(page)
    assert found is not None
    assert found.invoice_number == "23512000000005197325"


def test_pictures_that_are_no_qr_and_codes_of_others_are_none() -> None:
    wide = Image.new("RGB", (400, 60), "white")
    foreign = qr("https://example.org/pay", "L")
    assert qr_among_images(page_with([(wide, 20, 700), (foreign, 20, 20)])) is None
    assert qr_among_images(page_with([])) is None


def qr(payload: str, mode: str) -> Image.Image:
    return Image.open(io.BytesIO(png(payload))).convert(mode)


def page_with(pictures: list[tuple[Image.Image, float, float]]) -> pdfium.PdfPage:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(50, 50, "page")
    for picture, left, bottom in pictures:
        canvas.drawImage(ImageReader(picture), left, bottom, 60, 60)
    canvas.save()
    return pdfium.PdfDocument(buffer.getvalue())[0]
