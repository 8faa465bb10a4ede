"""Labels of real documents as hashes: what a page says can be checked, but not read off the project.

A label is one field of one file, read by eye from the rendered page (from the elements of an XML), brought to one
spelling and hashed with a fixed prefix. Files are known by the hash of their bytes.

    python -m benchmarks.reading.sealed LABELS.json DOCUMENTS > benchmarks/reading/real_labels.yaml

seals a private file of the shape

    {"pdf/a.pdf": {"page": 1, "seen_in_picture": ["invoice_number"], "fields": {"invoice_number": "…", "remarks": null,
      "lines": [[name, specification, unit, quantity, unit price, net, rate, tax]],
      "travel": [from, to, date, vehicle, class, fare, traveller]}}}

`seen_in_picture` stands only where the rendered page shows less than the text layer holds.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from invoices.domain.fapiao import Fapiao, FapiaoLine
from invoices.readers.draft import FIELDS

FILE: Final = Path(__file__).with_name("real_labels.yaml")
_PREFIX: Final = "zhangfang-real-document:"
# amounts, quantities and rates; codes and numbers of invoices are longer or begin with 0 and stay as they are
_FIGURE: Final = re.compile(r"-?(?:0|[1-9]\d{0,6})(?:\.\d+)?%?")
_RATE_WORDS: Final = {"exempt": "免税", "out_of_scope": "不征税", "zero_rated": "零税率"}


@dataclass(frozen=True, slots=True)
class SealedLabel:
    """Hashes of the fields of one page; `visible` names those its picture shows, `None` for all."""

    page: int
    fields: Mapping[str, str]
    visible: frozenset[str] | None

    def wrong(self, fapiao: Fapiao | None) -> list[str]:
        """Labelled fields that were read otherwise, in the order of the labels."""
        values = values_of(fapiao) if fapiao else {}
        return [name for name, seal in self.fields.items() if sealed(values.get(name)) != seal]


def load() -> dict[str, SealedLabel]:
    """The labels by the hash of the file they belong to."""
    stored = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        key: SealedLabel(
            label["page"], label["fields"], frozenset(label["visible"]) if "visible" in label else None
        )
        for key, label in stored.items()
    }  # fmt: skip


def file_key(data: bytes) -> str:
    """How a file is known in the labels."""
    return hashlib.sha256(data).hexdigest()[:16]


def values_of(fapiao: Fapiao) -> dict[str, Any]:
    """Everything a label may speak of, as plain values."""
    travel = fapiao.travel
    return {
        "kind": fapiao.kind.value,
        **{name: getattr(fapiao, name) for name in FIELDS},
        "drawer": fapiao.extra.get("drawer"),
        "line_texts": [[line.item_name, line.specification, line.unit] for line in fapiao.lines],
        "line_figures": [_figures(line) for line in fapiao.lines],
        "travel": travel
        and [
            travel.origin, travel.destination, travel.date, travel.vehicle, travel.seat_class, travel.fare,
            travel.traveller,
        ],
    }  # fmt: skip


def _figures(line: FapiaoLine) -> list[Any]:
    rate = line.tax_rate if line.tax_treatment is None else _RATE_WORDS[line.tax_treatment]
    return [line.quantity, line.unit_price, line.net_amount, rate, line.tax_amount]


def sealed(value: Any) -> str:
    """The hash of a value in its one spelling."""
    plain = json.dumps(_plain(value), ensure_ascii=False)
    return hashlib.sha256((_PREFIX + plain).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Text without blanks and in half width, figures without idle zeros, percentages as ratios, `***` as nothing."""
    if value is None or isinstance(value, list):
        return value and [_plain(item) for item in value]
    text = "".join(unicodedata.normalize("NFKC", str(value)).split())
    if set(text) == {"*"}:
        return "0"
    if not _FIGURE.fullmatch(text):
        return text
    figure = Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return f"{figure.normalize():f}" if figure else "0"


def _seal_all(labels: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    return {file_key((folder / file).read_bytes()): _seal(label) for file, label in sorted(labels.items())}


def _seal(label: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(label["fields"])
    lines: Iterable[list[Any]] = fields.pop("lines", [])
    fields["line_texts"] = [line[:3] for line in lines]
    fields["line_figures"] = [line[3:] for line in lines]
    sealed_label: dict[str, Any] = {"page": label["page"], "fields": {name: sealed(v) for name, v in fields.items()}}
    if "seen_in_picture" in label:
        sealed_label["visible"] = label["seen_in_picture"]
    return sealed_label


if __name__ == "__main__":
    private, documents = map(Path, sys.argv[1:3])
    content = _seal_all(json.loads(private.read_text(encoding="utf-8")), documents)
    sys.stdout.write(yaml.safe_dump(content, sort_keys=False))
