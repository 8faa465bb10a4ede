"""A page as a list of things to draw, in millimetres from the top left corner; writers turn it into PDF or OFD.

Rule kept: the official form (labels, frame) is `template`, what is filled in is not, and every filled-in text names
the field it shows, so that writers can tag it and the truth can say where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from samples import fonts
from samples.truth import Box

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
BROWN: Colour = (128, 0, 0)
OCHRE: Colour = (158, 82, 13)
RED: Colour = (222, 32, 38)
BLUE: Colour = (24, 60, 140)
GREY: Colour = (120, 120, 120)


@dataclass(frozen=True, slots=True)
class Pen:
    """How text looks: size in mm (1 em), role of the font, colour, extra space between characters in mm."""

    size: float = 3.175
    font: str = fonts.SONG
    colour: Colour = BLACK
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """`value` with its baseline starting at (x, y); `angle` turns it clockwise, in degrees."""

    x: float
    y: float
    value: str
    pen: Pen
    field: str = ""
    template: bool = False
    angle: float = 0.0

    @property
    def width(self) -> float:
        """Advance width in mm."""
        return fonts.width(self.value, font=self.pen.font, size=self.pen.size) + self.pen.spacing * len(self.value)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.25
    colour: Colour = BROWN


@dataclass(frozen=True, slots=True)
class Oval:
    """An ellipse outline around (x, y)."""

    x: float
    y: float
    radius_x: float
    radius_y: float
    width: float = 0.8
    colour: Colour = RED


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG image; `is_seal` goes into an annotation where the format has them."""

    x: float
    y: float
    width: float
    height: float
    png: bytes
    is_seal: bool = False


@dataclass(slots=True)
class Page:
    """A sheet of `width` × `height` mm and everything on it, in drawing order."""

    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    ovals: list[Oval] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def label(self, x: float, y: float, value: str, pen: Pen) -> None:
        """Text of the form itself."""
        self.texts.append(Text(x, y, value, pen, template=True))

    def stacked(self, x: float, y: float, value: str, pen: Pen, *, step: float) -> None:
        """A vertical label: one character under the other."""
        for index, char in enumerate(value):
            self.label(x, y + index * step, char, pen)

    def value(self, x: float, y: float, value: str, pen: Pen, *, field: str = "") -> None:
        """Filled-in text starting at x."""
        if value:
            self.texts.append(Text(x, y, value, pen, field))

    def right(self, x: float, y: float, value: str, pen: Pen, *, field: str = "") -> None:
        """Filled-in text ending at x."""
        self.value(x - Text(0, 0, value, pen).width, y, value, pen, field=field)

    def centre(self, x: float, y: float, value: str, pen: Pen, *, field: str = "") -> None:
        """Filled-in text around x."""
        self.value(x - Text(0, 0, value, pen).width / 2, y, value, pen, field=field)

    def centred_label(self, x: float, y: float, value: str, pen: Pen) -> None:
        """Form text around x."""
        self.label(x - Text(0, 0, value, pen).width / 2, y, value, pen)

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: Colour = BROWN) -> None:
        """A rectangle of four strokes."""
        for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.strokes.append(Stroke(*ends, colour=colour))

    def boxes(self) -> dict[str, Box]:
        """Where each field stands: the union of its texts."""
        found: dict[str, Box] = {}
        for text in self.texts:
            if text.field:
                found[text.field] = _union(found.get(text.field), self._box(text))
        return found

    def _box(self, text: Text) -> Box:
        top, bottom = text.y - 0.86 * text.pen.size, text.y + 0.18 * text.pen.size
        ends = (text.x / self.width, top / self.height, (text.x + text.width) / self.width, bottom / self.height)
        return (round(ends[0], 4), round(ends[1], 4), round(ends[2], 4), round(ends[3], 4))


def wrap(value: str, width: float, pen: Pen) -> list[str]:
    """`value` cut into lines no wider than `width` mm, between any two characters."""
    lines, line = [], ""
    for char in value:
        if line and Text(0, 0, line + char, pen).width > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line] if line else lines


def _union(first: Box | None, second: Box) -> Box:
    if first is None:
        return second
    return (min(first[0], second[0]), min(first[1], second[1]), max(first[2], second[2]), max(first[3], second[3]))


def fitted(value: str, width: float, pens: Iterable[Pen]) -> Pen:
    """The first of `pens` with which `value` fits into `width`, else the last."""
    last = Pen()
    for last in pens:
        if Text(0, 0, value, last).width <= width:
            break
    return last
