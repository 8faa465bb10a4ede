"""Every real document goes through, and what is known for sure about it is read as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from invoices.domain.amounts import amount_in_words
from invoices.domain.fapiao import Fapiao, Kind, Method
from invoices.readers import ReadResult, read_file
from kernel.taxpayer_id import is_taxpayer_id
from tests.documents.labels import differences, ofd_labels, pdf_labels

# the fonts of its labels carry no Unicode, so it needs OCR
_NEEDS_OCR = re.compile("U舍")


@pytest.fixture(scope="module")
def readings(documents: Path) -> dict[Path, ReadResult]:
    """Everything with structured data or a text layer, read once."""
    files = [file for kind in ("pdf", "ofd", "xml") for file in sorted((documents / kind).iterdir())]
    return {file: read_file(file) for file in files if not _NEEDS_OCR.search(file.name)}


def _on_page(result: ReadResult, page: int) -> Fapiao:
    return next(fapiao for fapiao in result.fapiaos if fapiao.page == page)


def test_every_file_gives_an_invoice_without_an_error(readings: dict[Path, ReadResult]) -> None:
    failed = {file.name: result.error for file, result in readings.items() if result.error or not result.fapiaos}
    assert readings
    assert failed == {}


def test_text_pdfs_agree_with_their_labels(documents: Path, readings: dict[Path, ReadResult]) -> None:
    labels = [label for label in pdf_labels(documents) if label.file in readings]
    wrong = {label.file.name: differences(label, _on_page(readings[label.file], label.page)) for label in labels}
    assert len(labels) >= 10
    assert {name: found for name, found in wrong.items() if found} == {}


def test_ofd_files_agree_with_their_labels(documents: Path, readings: dict[Path, ReadResult]) -> None:
    labels = list(ofd_labels(documents))
    wrong = {label.file.name: differences(label, _on_page(readings[label.file], label.page)) for label in labels}
    assert len(labels) >= 7
    assert {name: found for name, found in wrong.items() if found} == {}


def test_figures_add_up_and_agree_with_the_words(readings: dict[Path, ReadResult]) -> None:
    for file, result in readings.items():
        for fapiao in result.fapiaos:
            if (
                fapiao.net_amount is not None
                and fapiao.tax_amount is not None
                and fapiao.kind is not Kind.AIR_ITINERARY
            ):
                assert fapiao.net_amount + fapiao.tax_amount == fapiao.gross_amount, file.name
            if fapiao.amount_in_words:
                assert amount_in_words(fapiao.amount_in_words) == fapiao.gross_amount, file.name


def test_parties_have_names_and_ids_that_pass_their_check(readings: dict[Path, ReadResult]) -> None:
    made_up = re.compile(r"TEST|XXXX")
    for file, result in readings.items():
        for fapiao in result.fapiaos:
            if fapiao.kind is Kind.RAIL_TICKET:
                continue
            assert fapiao.seller_name, file.name
            assert fapiao.buyer_name, file.name
            assert not re.search(r"[:：]|识别号|地址", fapiao.seller_name + fapiao.buyer_name), file.name
            for value in filter(None, (fapiao.seller_taxpayer_id, fapiao.buyer_taxpayer_id)):
                assert made_up.search(value) or is_taxpayer_id(value) or fapiao.method is Method.STRUCTURED, file.name


def test_lines_add_up_to_the_net_amount(readings: dict[Path, ReadResult]) -> None:
    counted = 0
    for file, result in readings.items():
        for fapiao in result.fapiaos:
            if fapiao.lines and fapiao.net_amount is not None:
                counted += 1
                assert sum(line.net_amount or 0 for line in fapiao.lines) == fapiao.net_amount, file.name
    assert counted >= 20


def test_a_pdf_takes_milliseconds(readings: dict[Path, ReadResult]) -> None:
    seconds = sorted(result.seconds for result in readings.values())
    assert seconds[len(seconds) // 2] < 0.25


@pytest.mark.ocr
def test_labels_without_unicode_come_from_ocr_and_values_from_the_text(documents: Path) -> None:
    labels = [label for label in pdf_labels(documents) if _NEEDS_OCR.search(label.file.name)]
    assert labels
    for label in labels:
        result = read_file(label.file)
        assert result.error is None
        fapiao = _on_page(result, label.page)
        assert fapiao.method is Method.TEXT
        assert differences(label, fapiao) == {}
        assert fapiao.seller_name
        assert fapiao.buyer_name
        assert sum(line.net_amount or 0 for line in fapiao.lines) == fapiao.net_amount
