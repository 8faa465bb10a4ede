"""Every OCR engine keeps the same contract, on the same pictures."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from invoices.readers import read_bytes
from invoices.readers.errors import Unreadable
from invoices.readers.image import frames
from invoices.readers.ocr import OcrEngine, PageOcr, get_engine, warm_up
from invoices.readers.pdf.render import picture
from samples.kinds import generate

ENGINES = [
    "rapidocr",
    pytest.param(
        "paddleocr",
        marks=pytest.mark.skipif(find_spec("paddleocr") is None, reason="paddleocr is not installed here"),
    ),
]
pytestmark = pytest.mark.ocr


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    """Each engine that is installed."""
    return get_engine(request.param)


@pytest.fixture(scope="module")
def page() -> tuple[np.ndarray, dict[str, str]]:
    """A fictional invoice as pixels, with the fields printed on it."""
    sample = next(generate(41, 1, kinds=["digital_pdf"]))
    return picture(sample.content, 1, 170), sample.to_json()["fields"]


def test_it_names_itself_its_models_and_their_hash(engine: OcrEngine) -> None:
    health = warm_up(engine.name)
    assert health.engine == engine.name
    assert health.model_generation
    assert len(health.model_sha256) == 64
    assert set(health.model_sha256) <= set("0123456789abcdef")


def test_it_reads_the_printed_fields(engine: OcrEngine, page: tuple[np.ndarray, dict[str, str]]) -> None:
    image, fields = page
    seen = "".join(word.text for word in engine.recognise(image)).replace(" ", "").replace("（", "(").replace("）", ")")
    for name in ("invoice_number", "seller_name", "buyer_taxpayer_id", "gross_amount", "amount_in_words"):
        assert fields[name].replace("（", "(").replace("）", ")") in seen, name


def test_scores_are_ratios_and_quads_lie_on_the_page(
    engine: OcrEngine, page: tuple[np.ndarray, dict[str, str]]
) -> None:
    image, _ = page
    height, width = image.shape[:2]
    words = engine.recognise(image)
    assert words
    for word in words:
        assert word.text
        assert 0 < word.score <= 1
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = word.quad
        assert x0 < x1
        assert x3 < x2
        assert y0 < y3
        assert y1 < y2
        assert all(-3 <= x <= width + 3 and -3 <= y <= height + 3 for x, y in word.quad)


def test_a_blank_page_has_no_words(engine: OcrEngine) -> None:
    assert engine.recognise(np.full((300, 400, 3), 255, np.uint8)) == []


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_turned_back(
    engine: OcrEngine, page: tuple[np.ndarray, dict[str, str]], quarters: int
) -> None:
    image, fields = page
    turned = np.ascontiguousarray(np.rot90(image, quarters))
    found = PageOcr(lambda: engine).upright(turned, 1)
    assert found.quarters == 4 - quarters
    assert np.array_equal(found.image, image)
    assert fields["invoice_number"] in "".join(word.norm for word in found.page.words)


def test_the_same_invoice_comes_out_of_either_engine(engine: OcrEngine) -> None:
    sample = next(generate(42, 1, kinds=["digital_photo"], difficulty="easy"))
    result = read_bytes(sample.content, ocr=PageOcr(lambda: engine))
    truth = sample.to_json()["fields"]
    assert result.error is None
    found = result.fapiaos[0]
    assert found.invoice_number == truth["invoice_number"]
    assert str(found.gross_amount) == truth["gross_amount"]
    assert str(found.issue_date) == truth["issue_date"]
    assert found.engine.startswith(engine.name)


def test_a_photo_becomes_upright_by_its_exif() -> None:
    import io

    from PIL import Image

    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (1600, 1200), "white").save(buffer, "JPEG", exif=exif)
    assert next(frames(buffer.getvalue())).shape[:2] == (1600, 1200)


def test_an_unknown_engine_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCR_ENGINE", "tesseract")
    with pytest.raises(Unreadable) as refusal:
        get_engine()
    assert refusal.value.error.code == "ocr_model_missing"
    assert "rapidocr" in refusal.value.detail
