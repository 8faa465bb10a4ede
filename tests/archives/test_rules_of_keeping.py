"""Retention, tables that compute nothing, names that stay inside, and the manual."""

from __future__ import annotations

import csv
import io
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.booking_file import BookingFacts, booking_file
from archives.domain.manifest import Entry, read_manifest, write_manifest
from archives.domain.member import safe_part
from archives.domain.retention import term_of, terms_of
from archives.domain.tables import csv_chunks
from archives.selectors.retention import CATEGORIES, retention_on
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod


def test_the_terms_of_order_79_run_from_the_day_after_the_year():
    terms = {"vouchers": 30, "periodic_reports": 10, "annual_reports": "permanent"}
    assert term_of("vouchers", terms, 2026).keep_until == date(2057, 1, 1)
    assert term_of("periodic_reports", terms, 2026).keep_until == date(2037, 1, 1)
    assert term_of("annual_reports", terms, 2026).keep_until is None
    assert [term.category for term in terms_of(terms, 2026)] == ["annual_reports", "vouchers", "periodic_reports"]
    with pytest.raises(InvalidValue):
        term_of("letters", terms, 2026)


def test_every_class_of_papers_has_a_name_and_a_source():
    plan = retention_on(AccountingPeriod(2026, 9))
    assert {term.category for term in plan.terms} == set(CATEGORIES)
    assert "第79号" in plan.source


CELL = st.text("=+-@\t',;\"甲a1 ", max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=4))
def test_a_table_is_read_back_and_no_cell_is_a_formula(rows):
    text = b"".join(csv_chunks(("甲", "乙"), rows)).decode("utf-8-sig")
    back = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in back for cell in row)


@given(st.text(max_size=80))
def test_a_name_stays_one_part_of_a_path(text):
    part = safe_part(text)
    assert part
    assert part not in {".", ".."}
    assert not set(part) & set('/\\:*?"<>|\x00\n')


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_makes_a_booking_file_that_can_be_read(summary, name):
    facts = BookingFacts(
        "fully_digital_special", name, name, "", None, None, None, False, False, "甲公司", "91310000MA00000012",
        "记-1", date(2026, 9, 1), "2026-09", summary, (), ((name, "0" * 64),),
    )  # fmt: skip
    root = ET.fromstring(booking_file(facts))
    assert root.get("view") == "einv_spcl_receiver"


@given(st.lists(st.builds(Entry, st.text(), st.integers(0), st.text(), st.text())))
def test_a_manifest_is_read_back(entries):
    data = write_manifest({"company": "甲"}, entries)
    assert read_manifest(data).entries == tuple(entries)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"members": [1], "format": "x"}', b'{"members": [], "format": "x"}']
)
def test_what_is_no_manifest_is_refused(data):
    with pytest.raises(InvalidValue):
        read_manifest(data)


@pytest.mark.django_db
def test_the_manual_is_written_from_the_program(books, viewer, login):
    page = login(viewer).get(reverse("archives:manual", args=[books.pk])).content.decode()
    for said in (books.name, "科目余额表", "资产负债表", "计提折旧与摊销", "主管", "30 年", "第79号", "一级科目四位"):
        assert said in page, said
    answer = login(viewer).get(reverse("archives:manual_file", args=[books.pk]))
    assert answer.content.startswith(b"%PDF")
