"""Text of a PDF is read with a font of rectangles; pages are shown with the fonts of the machine."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2 as pdfium
from fontTools.ttLib import TTFont

from invoices.readers import Want, read_bytes
from invoices.readers.pdf.fonts import machine_fonts, places_only
from invoices.readers.pdf.places_font import FONT
from invoices.readers.pdf.render import picture
from invoices.readers.pdf.text import text_page
from samples.kinds import generate


def _unembedded(text: str) -> bytes:
    """One line in a Chinese font that the PDF only names."""
    content = f"BT /F 12 Tf 72 700 Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 6 0 R>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[5 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/DW 1000>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return body + b"trailer\n<</Root 1 0 R>>\n%%EOF"


def _shown(data: bytes) -> list[str]:
    return [found.text for found in text_page(pdfium.PdfDocument(data)[0], 1).words]


def test_the_font_of_places_is_wide_for_chinese_and_narrow_for_the_rest() -> None:
    font = TTFont(io.BytesIO(FONT))
    named, widths = font.getBestCmap(), font["hmtx"]
    assert [widths[named[ord(one)]][0] for one in "1A%¥票、："] == [500, 500, 500, 500, 1000, 1000, 1000]
    assert font["cmap"].tables[0].format == 13


def test_a_single_character_of_a_font_that_is_not_there_is_read() -> None:
    with places_only():
        assert _shown(_unembedded("次")) == ["次"]
        assert _shown(_unembedded("1")) == ["1"]


def test_reading_leaves_the_fonts_of_the_machine_in_place() -> None:
    data = _unembedded("增值税电子普通发票")
    before = picture(data, 1)
    with places_only():
        assert not np.array_equal(pdfium.PdfDocument(data)[0].render(scale=200 / 72).to_numpy()[..., :3], before)
        assert np.array_equal(picture(data, 1), before)
        with machine_fonts(), places_only():
            assert _shown(data) == ["增值税电子普通发票"]
    read_bytes(data)
    assert np.array_equal(picture(data, 1), before)


def test_what_is_not_wanted_is_left_out_and_the_fields_stay_the_same() -> None:
    for sample in generate(7, 3, kinds=["digital_pdf", "vat_pdf", "digital_ofd"]):
        whole = read_bytes(sample.content).fapiaos[0]
        bare = read_bytes(sample.content, want=Want(boxes=False, qr=False)).fapiaos[0]
        assert whole.boxes
        assert whole.qr
        assert (bare.boxes, bare.qr) == ({}, None)
        for name in ("invoice_number", "issue_date", "seller_name", "buyer_taxpayer_id", "gross_amount", "lines"):
            assert getattr(bare, name) == getattr(whole, name)
