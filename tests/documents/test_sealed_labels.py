"""Every field a person read off the real documents is read the same: names, ids, dates, amounts, remarks and lines.

The labels are hashes (`benchmarks/reading/sealed.py`), so that no content of a real document lies in the project.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reading.sealed import SealedLabel, file_key, load
from invoices.readers import read_file

# the fonts of its labels carry no Unicode, so it needs OCR
_NEEDS_OCR = "U舍"


def _labelled(folder: Path) -> list[tuple[Path, SealedLabel]]:
    labels = load()
    keys = {file: file_key(file.read_bytes()) for file in sorted(folder.iterdir())}
    return [(file, labels[key]) for file, key in keys.items() if key in labels]


def _wrong(file: Path, label: SealedLabel) -> list[str]:
    result = read_file(file)
    return label.wrong(next((one for one in result.fapiaos if one.page == label.page), None))


@pytest.mark.parametrize(("kind", "count"), [("xml", 4), ("ofd", 9), ("pdf", 16)])
def test_every_labelled_field_is_exact(documents: Path, kind: str, count: int) -> None:
    labelled = [(file, label) for file, label in _labelled(documents / kind) if _NEEDS_OCR not in file.name]
    wrong = {file.name: found for file, label in labelled if (found := _wrong(file, label))}
    assert len(labelled) == count
    assert wrong == {}


@pytest.mark.ocr
def test_every_labelled_field_is_exact_where_the_labels_have_no_unicode(documents: Path) -> None:
    labelled = [(file, label) for file, label in _labelled(documents / "pdf") if _NEEDS_OCR in file.name]
    assert len(labelled) == 1
    assert [found for file, label in labelled if (found := _wrong(file, label))] == []


def test_a_label_notices_a_wrong_and_a_missing_reading(documents: Path) -> None:
    (file, label), (_, other) = _labelled(documents / "xml")[:2]
    fapiao = read_file(file).fapiaos[0]
    assert label.wrong(None) != []
    assert "invoice_number" in other.wrong(fapiao)
