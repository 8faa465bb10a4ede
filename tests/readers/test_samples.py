"""Fictional documents in the real formats are read back to the truth they were made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from invoices.readers import read_bytes
from invoices.readers.contract import as_contract
from samples.kinds import generate
from samples.sample import Sample

_TEXT_KINDS = [
    "digital_xml", "digital_ofd", "digital_pdf", "red_letter_pdf", "red_letter_xml", "discount_pdf", "long_pdf",
    "long_ofd", "exempt_pdf", "travel_service_pdf", "vat_pdf", "vat_ofd", "rail_xml", "rail_pdf", "air_xml", "air_pdf",
    "bank_slip_pdf", "fiscal_pdf", "blockchain_pdf", "scattered_pdf", "sales_list_pdf", "vat_ofd_xbrl",
    "signed_pdf", "sealed_ofd",
]  # fmt: skip
_FIELDS = (
    "invoice_code", "invoice_number", "issue_date", "check_code", "seller_name", "buyer_name", "net_amount",
    "tax_amount", "gross_amount", "amount_in_words",
)  # fmt: skip
_LINE_FIELDS = ("item_name", "specification", "unit", "net_amount")


def _read(sample: Sample) -> dict[str, Any]:
    result = read_bytes(sample.content, name=sample.name)
    assert result.error is None, sample.name
    assert len(result.fapiaos) == 1, sample.name
    return as_contract(sample.name, result.fapiaos[0], result.seconds)


def _same(value: object) -> str:
    """Brackets and blanks of either width are the same print."""
    return str(value or "").replace("（", "(").replace("）", ")").replace(" ", "")


@pytest.mark.parametrize("kind", _TEXT_KINDS)
def test_a_document_is_read_back_to_its_truth(kind: str) -> None:
    for sample in generate(20260901, 2, kinds=[kind]):
        truth, found = sample.to_json(), _read(sample)
        assert found["kind"] == truth["kind"]
        assert found["is_red_letter"] == truth["is_red_letter"]
        for name in _FIELDS:
            assert _same(found["fields"][name]) == _same(truth["fields"][name]), (sample.name, name)


@pytest.mark.parametrize(
    "kind",
    ["digital_xml", "digital_pdf", "discount_pdf", "long_pdf", "long_ofd", "vat_pdf", "vat_ofd", "sales_list_pdf"],
)
def test_lines_are_read_back(kind: str) -> None:
    for sample in generate(20260902, 2, kinds=[kind]):
        expected, found = sample.to_json()["fields"]["lines"], _read(sample)["fields"]["lines"]
        assert [[_same(line[name]) for name in _LINE_FIELDS] for line in found] == [
            [_same(line[name]) for name in _LINE_FIELDS] for line in expected
        ]


def test_a_red_letter_invoice_names_the_blue_one() -> None:
    for sample in generate(20260903, 2, kinds=["red_letter_pdf", "red_letter_xml"]):
        assert _read(sample)["original_invoice_number"] == sample.to_json()["original_invoice_number"]


def test_a_railway_ticket_tells_the_journey() -> None:
    for sample in generate(20260904, 2, kinds=["rail_xml", "rail_pdf"]):
        truth, found = sample.to_json()["fields"]["travel"], _read(sample)["fields"]["travel"]
        for name in ("from", "to", "date", "vehicle", "seat_class", "traveller", "fare"):
            assert _same(found[name]) == _same(truth[name]), (sample.name, name)


def test_boxes_are_ratios_of_the_page_around_the_value() -> None:
    sample = next(generate(20260905, 1, kinds=["digital_pdf"]))
    found, expected = _read(sample)["boxes"], sample.to_json()["boxes"]
    shared = found.keys() & expected.keys()
    assert {"invoice_number", "gross_amount", "buyer_name"} <= shared
    for name in shared:
        x0, y0, x1, y1 = found[name]
        assert 0 <= x0 < x1 <= 1
        assert 0 <= y0 < y1 <= 1
        ex0, ey0, ex1, ey1 = expected[name]
        assert min(x1, ex1) > max(x0, ex0), name
        assert min(y1, ey1) > max(y0, ey0), name


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[bytes, str], Path]:
    """Writes bytes under a name."""

    def write(content: bytes, name: str) -> Path:
        file = tmp_path / name
        file.write_bytes(content)
        return file

    return write


def test_a_wrong_extension_does_not_matter(on_disk: Callable[[bytes, str], Path]) -> None:
    from invoices.readers import read_file

    sample = next(generate(20260906, 1, kinds=["digital_ofd"]))
    result = read_file(on_disk(sample.content, "invoice.xml"))
    assert result.error is None
    assert result.fapiaos[0].invoice_number == sample.to_json()["fields"]["invoice_number"]
