"""Single glyphs with boxes joined to words in the order in which they were drawn. Shared by PDF and OFD.

Rule kept: glyphs belong to one word only when they follow each other on one line without a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from invoices.readers.words import Word, word

GlyphBox = tuple[float, float, float, float]
Glyph = tuple[str, GlyphBox]

_GAP = 0.35
_BLANK_GAP = 0.6
_BACK = 0.6
_BLANKS = frozenset(" \u00a0\u3000\t")
_BREAKS = frozenset("\r\n")


@dataclass(slots=True)
class _Run:
    """Characters drawn one after the other."""

    text: list[str]
    x0: float
    y0: float
    x1: float
    y1: float
    lefts: list[float] = field(default_factory=list)

    def takes(self, box: GlyphBox, *, blank: bool) -> bool:
        """Whether a glyph with this box goes on where the run ends."""
        height = self.y1 - self.y0 or 1e-6
        gap = box[0] - self.x1
        if not -_BACK * height < gap < (_BLANK_GAP if blank else _GAP) * height:
            return False
        return abs(box[1] + box[3] - self.y0 - self.y1) < 0.8 * height

    def add(self, character: str, box: GlyphBox, *, blank: bool) -> None:
        """Appends a glyph."""
        if blank:
            self.text.append(" ")
            self.lefts.append(self.x1)
        self.text.append(character)
        self.lefts.append(box[0])
        _, top, right, bottom = box
        self.x1 = max(self.x1, right)
        self.y0 = min(self.y0, top)
        self.y1 = max(self.y1, bottom)

    @property
    def word(self) -> Word | None:
        """The finished word."""
        return word("".join(self.text), (self.x0, self.y0, self.x1, self.y1), edges=(*self.lefts, self.x1))


def words_of(glyphs: Iterable[Glyph]) -> Iterator[Word]:
    """Words in drawing order."""
    for run in _runs(glyphs):
        if found := run.word:
            yield found


def _runs(glyphs: Iterable[Glyph]) -> Iterator[_Run]:
    run: _Run | None = None
    blank = False
    for character, box in glyphs:
        if character in _BLANKS:
            blank = True
            continue
        if character in _BREAKS:
            continue
        if run and run.takes(box, blank=blank):
            run.add(character, box, blank=blank)
        else:
            if run:
                yield run
            run = _Run([character], *box, lefts=[box[0]])
        blank = False
    if run:
        yield run
