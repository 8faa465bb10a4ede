"""Several receipts pasted on one page: cut along its blank stripes into the pieces that read best.

Rule kept: a page is cut only where at least two of its parts are receipts of their own, each with its kind and amount;
where one receipt reads more out of the whole, it stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from invoices.domain.fapiao import Box, Kind
from invoices.readers.draft import Draft
from invoices.readers.words import TextPage, Word

_SIGNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"出租.{0,6}(?:发票|票)", r"通行费", r"定额发票", r"机打", r"限乘当日|中国铁路|12306", r"小票|谢谢惠顾|收银员",
        r"回单", r"增值税.{0,6}发票", r"电子发票", r"行程单", r"机动车", r"缴款书", r"发票代[码号]",
    )
)  # fmt: skip
_STRIPES: Final = 6
_DEPTH: Final = 3
_PER_RECEIPT: Final = 2.0

Read = Callable[[TextPage], Draft]
Pieces = list[Draft]
Way = tuple[float, Pieces]
"""What taking the words in one way is worth, and its drafts."""
Weigh = Callable[[Sequence[Word]], Way]


@dataclass(frozen=True, slots=True)
class _Axis:
    """Near and far edge of words along one direction."""

    low: Callable[[Word], float]
    high: Callable[[Word], float]


_AXES: Final = (_Axis(lambda word: word.x0, lambda word: word.x1), _Axis(lambda word: word.y0, lambda word: word.y1))


def receipts(page: TextPage, read: Read) -> Pieces:
    """The drafts of the receipts pasted on a page; empty when it is one receipt (or none)."""
    if _signs(page) < 2:
        return []
    pieces = _best(page.words, _remembered(page, read), _DEPTH)[1]
    return pieces if len(pieces) > 1 else []


def _signs(page: TextPage) -> int:
    """Different kinds named on the page, or how often the most frequent label of a receipt stands there."""
    counts = [sum(bool(sign.search(word.norm.replace(" ", ""))) for word in page.words) for sign in _SIGNS]
    return max(sum(count > 0 for count in counts), *counts)


def _remembered(page: TextPage, read: Read) -> Weigh:
    """`_whole` that reads each group of words once: cuts along and across the page often make the same ones."""
    known: dict[frozenset[int], Way] = {}

    def weigh(words: Sequence[Word]) -> Way:
        group = frozenset(map(id, words))
        if group not in known:
            known[group] = _whole(page, words, read)
        return known[group]

    return weigh


def _best(words: Sequence[Word], weigh: Weigh, depth: int) -> Way:
    """Worth and drafts of the best way to take the words: as one receipt, or cut along one direction."""
    best = weigh(words)
    for axis in _AXES if depth else ():
        parts = _parts(words, axis)
        if len(parts) > 1:
            best = max(best, _joined(parts, weigh, depth), key=lambda way: way[0])
    return best


def _joined(parts: Sequence[Sequence[Word]], weigh: Weigh, depth: int) -> Way:
    """The best grouping of neighbouring parts, each group taken the best way."""
    ways: list[Way] = [(0.0, [])]
    for end in range(1, len(parts) + 1):
        found: list[Way] = []
        for start in range(end):
            if start == 0 and end == len(parts):
                continue
            group = [word for part in parts[start:end] for word in part]
            worth, pieces = _best(group, weigh, depth - 1)
            found.append((ways[start][0] + worth, ways[start][1] + pieces))
        ways.append(max(found, key=lambda way: way[0], default=(0.0, [])))
    return ways[-1]


def _parts(words: Sequence[Word], axis: _Axis) -> list[list[Word]]:
    """Words between the widest blank stripes of one direction."""
    ordered = sorted(words, key=axis.low)
    least = 0.9 * median(word.height for word in words) if words else 0.0
    stripes: list[tuple[float, float]] = []
    reach = axis.high(ordered[0]) if ordered else 0.0
    for word in ordered:
        if axis.low(word) - reach > least:
            stripes.append((axis.low(word) - reach, (axis.low(word) + reach) / 2))
        reach = max(reach, axis.high(word))
    cuts = sorted(place for _, place in sorted(stripes, reverse=True)[:_STRIPES])
    edges = [float("-inf"), *cuts, float("inf")]
    return [[word for word in words if low < axis.low(word) < high] for low, high in pairwise(edges)]


def _whole(page: TextPage, words: Sequence[Word], read: Read) -> Way:
    """The words as one receipt; worth nothing without a kind and an amount."""
    if len(words) < 4:
        return 0.0, []
    draft = _read_part(page, words, read)
    if draft.kind is Kind.UNKNOWN or "gross_amount" not in draft.values:
        return 0.0, []
    known = len(draft.values) + (len(list(_journey(draft))) if draft.travel else 0)
    return max(known - _PER_RECEIPT, 0.0), [draft]


def _journey(draft: Draft) -> Iterator[object]:
    journey = draft.travel
    if journey:
        parts = (journey.origin, journey.destination, journey.vehicle, journey.traveller, journey.seat_class)
        yield from (part for part in parts if part)


def _read_part(page: TextPage, words: Sequence[Word], read: Read) -> Draft:
    """The part read as a page of its own, its boxes brought back to the whole page."""
    left, top = min(word.x0 for word in words), min(word.y0 for word in words)
    width, height = max(word.x1 for word in words) - left, max(word.y1 for word in words) - top
    moved = tuple(_moved(word, -left, -top) for word in words)
    lift = page.lift
    back = (lambda x, y: lift(x + left, y + top)) if lift else None
    draft = read(replace(page, words=moved, width=max(width, 1.0), height=max(height, 1.0), lift=back))
    scale = (left / page.width, top / page.height, width / page.width, height / page.height)
    draft.boxes = {name: _placed(box, *scale) for name, box in draft.boxes.items()}
    return draft


def _moved(word: Word, x: float, y: float) -> Word:
    edges = tuple(edge + x for edge in word.edges)
    return word._replace(x0=word.x0 + x, y0=word.y0 + y, x1=word.x1 + x, y1=word.y1 + y, edges=edges)


def _placed(box: Box, left: float, top: float, width: float, height: float) -> Box:
    x0, y0, x1, y1 = box
    return (
        round(left + x0 * width, 4),
        round(top + y0 * height, 4),
        round(left + x1 * width, 4),
        round(top + y1 * height, 4),
    )
