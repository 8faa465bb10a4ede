"""Positioned text of OFD pages: TextObjects of page, templates and annotations.

Rule kept: coordinates are millimetres of the page; the text of an object is kept by its id, because tags refer to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from invoices.domain.fapiao import Box
from invoices.readers.lines import line_page
from invoices.readers.ofd.package import OfdPackage, PagePart
from invoices.readers.runs import words_of
from invoices.readers.safe_xml import Element, children, descendants, find, name_of, text_of
from invoices.readers.words import TextPage, Word, character_weight, plain

_A4 = (210.0, 297.0)
_ASCENT = 0.85


@dataclass(frozen=True, slots=True)
class OfdText:
    """Pages of words, and the text of every object by id."""

    pages: tuple[TextPage, ...]
    objects: dict[str, str]


def read_text(package: OfdPackage, *, boxes: bool = True) -> OfdText:
    """All pages of all documents in the package."""
    pages: list[TextPage] = []
    objects: dict[str, str] = {}
    for root in package.roots:
        notes = package.annotations(root)
        size = _size(find(package.document(root), "CommonData/PageArea"))
        for part in package.pages(root):
            words = list(_page_words(part, notes.get(part.page_id, []), objects))
            width, height = _size(find(part.content, "Area")) or size or _A4
            pages.append(TextPage(tuple(words), width, height, len(pages) + 1, boxes=boxes))
        if not pages:
            pages += _line_pages(package.document(root))
    return OfdText(tuple(pages), objects)


def _page_words(part: PagePart, notes: list[Element], objects: dict[str, str]) -> Iterator[Word]:
    for layer in (*part.templates, part.content):
        yield from _words(layer, (0.0, 0.0), objects)
    for appearance in notes:
        corner = numbers(appearance.get("Boundary"))
        yield from _words(appearance, (corner[0], corner[1]) if len(corner) == 4 else (0.0, 0.0), objects)


def _words(layer: Element, corner: tuple[float, float], objects: dict[str, str]) -> Iterator[Word]:
    shown: list[Element] = []
    for item in descendants(layer, "TextObject"):
        content = "".join(_code_text(code) for code in children(item, "TextCode"))
        if item.get("ID"):
            objects[item.get("ID", "")] = content
        if item.get("Visible") != "false":
            shown.append(item)
    # some producers make an object of every character, so words are joined across objects
    glyphs = [glyph for item in shown for glyph in _glyphs(item, corner)]
    yield from words_of("".join([text for text, _ in glyphs]), np.array([box for _, box in glyphs]).reshape(-1, 4))


def _code_text(code: Element) -> str:
    return plain("".join(code.itertext())).strip()


def _glyphs(item: Element, corner: tuple[float, float]) -> Iterator[tuple[str, Box]]:
    """One box per character, from the deltas of each TextCode, moved by matrix and boundary."""
    size = float(item.get("Size") or 3.175)
    boundary = numbers(item.get("Boundary")) or [0.0, 0.0, 0.0, 0.0]
    matrix = numbers(item.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    left, top = boundary[0] + corner[0], boundary[1] + corner[1]
    scale = abs(d) or 1.0
    for code in children(item, "TextCode"):
        for character, x, y in _placed(code, size):
            px, py = a * x + c * y + e + left, b * x + d * y + f + top
            width = size * abs(a or 1.0) * character_weight(character) / 2
            yield character, (px, py - _ASCENT * size * scale, px + width, py + (1 - _ASCENT) * size * scale)


def _placed(code: Element, size: float) -> Iterator[tuple[str, float, float]]:
    """Characters with their baseline points inside the object."""
    x, y = float(code.get("X") or 0), float(code.get("Y") or 0)
    steps_x, steps_y = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
    for index, character in enumerate(_code_text(code)):
        yield character, x, y
        default = size * character_weight(character) / 2 if not steps_x and not steps_y else 0.0
        x += _step(steps_x, index, default)
        y += _step(steps_y, index, 0.0)


def _step(steps: list[float], index: int, default: float) -> float:
    """The step after a character; a list that is too short goes on with its last value, as producers expect."""
    return steps[min(index, len(steps) - 1)] if steps else default


def _deltas(text: str | None) -> list[float]:
    """Steps of `g 11 1.5875 -17.4625` (g count value repeats a value)."""
    parts = (text or "").split()
    steps: list[float] = []
    index = 0
    while index < len(parts):
        if parts[index] == "g" and index + 2 < len(parts):
            count = min(int(float(parts[index + 1])), 10_000)
            steps += [float(parts[index + 2])] * count
            index += 3
        else:
            steps += numbers(parts[index])
            index += 1
    return steps


def numbers(text: str | None) -> list[float]:
    """Blank-separated numbers, empty when one of them is none."""
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError:
        return []


def _size(area: Element | None) -> tuple[float, float] | None:
    box = numbers(text_of(area, "PhysicalBox"))
    return (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None


def _line_pages(document: Element | None) -> list[TextPage]:
    """A document that is only a list of lines (seen from converters)."""
    lines = [text_of(item) or "" for item in document if name_of(item) == "Line"] if document is not None else []
    return [line_page(lines)] if lines else []
