"""What a reader answered against the truth of the same file, cell by cell.

A cell is one header field (code, number, date, check code, names, ids, net, tax, gross, words), one field of the
journey, or one line. It is counted where the paper prints it or the reader answers it:

* `exact`: the same text; only full or half width and blanks are made alike,
* `missing`: the paper prints it, the reader answers null,
* `marked`: wrong, and its confidence is below `DOUBTFUL_BELOW`, so that the product shows it as doubtful,
* `unmarked`: wrong, and shown as certain. An answer without any confidence counts as certain.

A value where the paper prints none is wrong. A line is exact when name, net amount, rate and tax are; lines that the
paper does not have are wrong. A document that was not found misses all its cells; all answers of one that is not there
are wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from invoices.domain.compliance import DOUBTFUL_BELOW
from invoices.readers.words import half_width

HEADER: Final = (
    "invoice_code", "invoice_number", "issue_date", "check_code", "seller_name", "seller_taxpayer_id", "buyer_name",
    "buyer_taxpayer_id", "net_amount", "tax_amount", "gross_amount", "amount_in_words",
)  # fmt: skip
TRAVEL: Final = ("from", "to", "date", "vehicle", "seat_class", "fare", "traveller")
LINE: Final = ("item_name", "net_amount", "tax_rate", "tax_amount")
_OTHER_CELLS: Final = ("specification", "unit", "quantity", "unit_price")
_NUMBERS: Final = frozenset({"net_amount", "tax_rate", "tax_amount", "quantity", "unit_price"})
OUTCOMES: Final = ("exact", "missing", "marked", "unmarked")

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One compared cell. `group` is header, line or line_cell; `confidence` is `None` where nothing was answered."""

    kind: str
    group: str
    name: str
    outcome: str
    expected: str
    found: str
    confidence: float | None


def compare(truths: Sequence[Document], answers: Sequence[Document]) -> list[Cell]:
    """All cells of one file. `answers` are contract objects; errors among them answer nothing."""
    readable = [answer for answer in answers if "fields" in answer]
    pairs, extra = _paired(truths, readable)
    cells = [cell for truth, answer in pairs for cell in _document(truth, answer)]
    return cells + [cell for answer in extra for cell in _document({"kind": "none", "fields": {}}, answer)]


def tally(cells: Iterable[Cell]) -> Counter[str]:
    """How many cells had which outcome."""
    return Counter(cell.outcome for cell in cells)


def _paired(
    truths: Sequence[Document], answers: Sequence[Document]
) -> tuple[list[tuple[Document, Document]], list[Document]]:
    """Truths with the answers most like them, the most alike first, and answers that are left over."""
    alike = sorted(
        ((_likeness(truth, answer), t, a) for t, truth in enumerate(truths) for a, answer in enumerate(answers)),
        key=lambda pair: -pair[0],
    )
    taken: dict[int, int] = {}
    for _, t, a in alike:
        if t not in taken and a not in taken.values():
            taken[t] = a
    pairs = [(truth, answers[taken[t]] if t in taken else {"fields": {}}) for t, truth in enumerate(truths)]
    return pairs, [answer for a, answer in enumerate(answers) if a not in taken.values()]


def _likeness(truth: Document, answer: Document) -> int:
    both = ((truth["fields"].get(name), answer["fields"].get(name)) for name in HEADER)
    same = sum(_same(*pair) for pair in both if pair[0] is not None)
    return same + int(truth["kind"] == answer.get("kind"))


def _document(truth: Document, answer: Document) -> Iterator[Cell]:
    kind, wanted, got = truth["kind"], truth["fields"], answer["fields"]
    trust: Mapping[str, float] = answer.get("confidence", {})
    for name in HEADER:
        yield from _cell(kind, "header", name, wanted.get(name), got.get(name), trust.get(name))
    journey, seen = wanted.get("travel") or {}, got.get("travel") or {}
    for name in TRAVEL:
        place = f"travel.{name}"
        yield from _cell(kind, "header", place, journey.get(name), seen.get(name), trust.get(place))
    yield from _lines(kind, wanted.get("lines") or [], got.get("lines") or [], trust)


def _cell(kind: str, group: str, name: str, wanted: Any, got: Any, trust: float | None) -> Iterator[Cell]:
    if plain(wanted) == plain(got) == "":
        return
    outcome = _outcome(_same(wanted, got, name.rpartition(".")[2] in _NUMBERS), got, trust)
    yield Cell(kind, group, name, outcome, str(wanted), str(got), trust if plain(got) else None)


def _outcome(same: bool, got: Any, trust: float | None) -> str:  # noqa: FBT001  # a verdict, not a switch
    if same:
        return "exact"
    if plain(got) == "":
        return "missing"
    return "marked" if trust is not None and trust < DOUBTFUL_BELOW else "unmarked"


def _lines(
    kind: str, wanted: Sequence[Document], got: Sequence[Document], trust: Mapping[str, float]
) -> Iterator[Cell]:
    for line, seen, place in _aligned(wanted, got):
        same = bool(line) and bool(seen) and _alike(line, seen) == len(LINE)
        shown = trust.get("lines") if place is None else trust.get(f"lines.{place}", trust.get("lines"))
        answered = "|".join(str(seen.get(name)) for name in LINE) if seen else None
        expected = "|".join(str(line.get(name)) for name in LINE)
        yield Cell(kind, "line", "line", _outcome(same, answered, shown), expected, str(answered), shown)
        for name in (*LINE, *_OTHER_CELLS) if line else ():
            yield from _cell(kind, "line_cell", name, line.get(name), seen.get(name), shown)


def _aligned(wanted: Sequence[Document], got: Sequence[Document]) -> list[tuple[Document, Document, int | None]]:
    """Each line of the paper with the answer most like it, the most alike first, then the answers left over."""
    pairs = sorted(
        ((_alike(line, seen), -abs(t - a), t, a) for t, line in enumerate(wanted) for a, seen in enumerate(got)),
        key=lambda pair: (-pair[0], -pair[1], pair[2]),
    )
    taken: dict[int, int] = {}
    for alike, _, t, a in pairs:
        if alike and t not in taken and a not in taken.values():
            taken[t] = a
    found = [(line, got[taken[t]] if t in taken else {}, taken.get(t)) for t, line in enumerate(wanted)]
    return found + [({}, seen, place) for place, seen in enumerate(got) if place not in taken.values()]


def _alike(line: Document, seen: Document) -> int:
    return sum(_same(line.get(name), seen.get(name), name in _NUMBERS) for name in LINE)


def _same(wanted: Any, got: Any, number: bool = False) -> bool:  # noqa: FBT001, FBT002  # how to compare, set by the field
    if number and plain(wanted) and plain(got):
        try:
            return Decimal(str(wanted)) == Decimal(str(got))
        except InvalidOperation:
            return False
    return plain(wanted) == plain(got)


def plain(value: Any) -> str:
    """Half-width and without blanks; nothing for `None`."""
    return "" if value is None else "".join(half_width(str(value)).split())
