"""The real documents against what a person read off them: wrong pages for each field, and how many of them unmarked.

Needs REAL_DOCUMENTS. XML, OFD and PDF are read as they are; PDF and OFD once more from pictures of their pages at 200
dpi. A wrong value counts as marked when its confidence is below the threshold of doubt, or when nothing was read. What
the picture of a page does not show is no error of its reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.figure import Figure
from benchmarks.reading import corpus
from benchmarks.reading.sealed import SealedLabel, file_key, load, values_of
from invoices.domain.compliance import DOUBTFUL_BELOW
from invoices.domain.fapiao import Fapiao
from invoices.readers import read_bytes


@dataclass(slots=True)
class _Count:
    pages: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    unmarked: Counter[str] = field(default_factory=Counter)


def figures() -> Iterator[Figure]:
    """A row of pages for each way of reading, and one for each field that was read wrong."""
    for kind, pictured in (("xml", False), ("ofd", False), ("pdf", False), ("pdf", True), ("ofd", True)):
        name = f"{kind}{' as pictures' if pictured else ''}"
        count = _counted(kind, pictured=pictured)
        yield Figure(f"{name}, labelled pages", count.pages, "pages")
        yield Figure(f"{name}, wrong and unmarked fields", sum(count.unmarked.values()), "fields")
        for label, wrong in sorted(count.wrong.items()):
            share = count.unmarked[label] / wrong
            yield Figure(f"{name}, wrong {label}", wrong, "pages", "share unmarked", share)


def _counted(kind: str, *, pictured: bool) -> _Count:
    labels, count = load(), _Count()
    for _, data in corpus.real(kind):
        label = labels.get(file_key(data))
        if label is None:
            continue
        found = read_bytes(data, force_ocr=pictured).fapiaos
        _add(count, label, next((one for one in found if one.page == label.page), None), pictured=pictured)
    return count


def _add(count: _Count, label: SealedLabel, fapiao: Fapiao | None, *, pictured: bool) -> None:
    count.pages += 1
    values = values_of(fapiao) if fapiao else {}
    for name in label.wrong(fapiao):
        value = values.get(name)
        hidden = pictured and label.visible is not None and name not in label.visible
        if hidden and not value:
            continue
        count.wrong[name] += 1
        known = fapiao.confidence.get("lines" if name.startswith("line_") else name) if fapiao else None
        if value and (known is None or known >= DOUBTFUL_BELOW):
            count.unmarked[name] += 1
