"""Seals of fictional issuers: the ellipse of the printing bureau and the invoice seal of a company.

Rule kept: a seal here is a drawing, never a signature; the bottom line of a bureau seal says it is a sample.
"""

from __future__ import annotations

import math
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from samples import fonts
from samples.page import RED, Oval, Page, Pen, Text

_SCALE = 24  # pixels per millimetre before the picture is halved
_INK = (*RED, 235)


@cache
def bureau_png(place: str) -> bytes:
    """全国统一发票监制章 ellipse of 30 × 20 mm, transparent background."""
    seal = _Ring(30, 20)
    seal.arc("全国统一发票监制章", size=2.6, start=-72, end=72, inset=2.6)
    seal.centre("国家税务总局", size=2.9, y=10.7)
    seal.arc(f"{place}税务局", size=2.4, start=218, end=142, inset=3.0)
    return seal.png()


@cache
def company_png(name: str, middle: str, *, label: str = "发票专用章") -> bytes:
    """A company's seal of 40 × 30 mm: name around, taxpayer id across, `label` under it."""
    seal = _Ring(40, 30)
    spread = min(128, 6 * len(name))
    seal.arc(name, size=min(3.4, 62 / max(len(name), 1)), start=-spread, end=spread, inset=3.4)
    seal.centre(middle, size=2.2, y=16.0)
    seal.centre(label, size=3.1, y=21.5)
    return seal.png()


@cache
def round_png(name: str, label: str) -> bytes:
    """A round seal of 40 mm with a star, as companies and banks use for contracts and slips."""
    seal = _Ring(40, 40)
    spread = min(130, 7 * len(name))
    seal.arc(name, size=min(4.0, 72 / max(len(name), 1)), start=-spread, end=spread, inset=4.2)
    seal.star(radius=5.5)
    seal.centre(label, size=3.6, y=31)
    return seal.png()


def draw_bureau(page: Page, x: float, y: float, place: str) -> None:
    """The bureau seal as outlines and turned characters (older PDF files have it in their text layer)."""
    page.ovals += [Oval(x, y, 15, 10, 0.9), Oval(x, y, 13.6, 8.6, 0.2)]
    for text, start, end, inset in (("全国统一发票监制章", -72, 72, 2.6), (f"{place}税务局", 218, 142, 3.0)):
        for char, degrees in zip(text, _spread(len(text), start, end), strict=True):
            angle = math.radians(degrees)
            turn = degrees if inset < 2.8 else degrees - 180
            left = x + (15 - inset) * math.sin(angle) - 1.3 * math.cos(math.radians(turn))
            top = y - (10 - inset) * math.cos(angle) - 1.3 * math.sin(math.radians(turn))
            page.texts.append(Text(left, top, char, Pen(2.5, fonts.KAI, RED), template=True, angle=turn))
    page.centred_label(x, y + 0.9, "国家税务总局", Pen(2.9, fonts.KAI, RED))


def _spread(count: int, start: float, end: float) -> list[float]:
    step = (end - start) / max(count - 1, 1)
    return [start + step * index for index in range(count)]


class _Ring:
    """An elliptic seal under construction, `width` × `height` mm."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._image = Image.new("RGBA", (int(width * _SCALE), int(height * _SCALE)), (255, 255, 255, 0))
        draw = ImageDraw.Draw(self._image)
        edge, inner = _SCALE * 0.1, _SCALE * 1.3
        size = self._image.size
        draw.ellipse((edge, edge, size[0] - edge, size[1] - edge), outline=_INK, width=int(_SCALE * 0.9))
        if width != height:
            draw.ellipse((inner, inner, size[0] - inner, size[1] - inner), outline=_INK, width=int(_SCALE * 0.15))

    def arc(self, value: str, *, size: float, start: float, end: float, inset: float) -> None:
        """`value` along the ring from `start` to `end` degrees (0 = top, clockwise)."""
        outward = end > start
        for char, degrees in zip(value, _spread(len(value), start, end), strict=True):
            angle = math.radians(degrees)
            x = (self._width / 2) + (self._width / 2 - inset) * math.sin(angle)
            y = (self._height / 2) - (self._height / 2 - inset) * math.cos(angle)
            self._stamp(char, x, y, size=size, turn=-degrees if outward else 180 - degrees)

    def centre(self, value: str, *, size: float, y: float) -> None:
        """`value` horizontally around the middle, baseline near `y` mm."""
        font = _font(size)
        ImageDraw.Draw(self._image).text(
            (self._width * _SCALE / 2, y * _SCALE), value, font=font, fill=_INK, anchor="ms"
        )

    def star(self, *, radius: float) -> None:
        """A five-pointed star in the middle."""
        middle = (self._width * _SCALE / 2, self._height * _SCALE / 2)
        points = []
        for index in range(10):
            reach = (radius if index % 2 == 0 else radius * 0.382) * _SCALE
            angle = math.radians(36 * index)
            points.append((middle[0] + reach * math.sin(angle), middle[1] - reach * math.cos(angle)))
        ImageDraw.Draw(self._image).polygon(points, fill=_INK)

    def png(self) -> bytes:
        """The finished picture."""
        buffer = BytesIO()
        small = self._image.resize((self._image.width // 2, self._image.height // 2), Image.Resampling.LANCZOS)
        small.save(buffer, format="PNG")
        return buffer.getvalue()

    def _stamp(self, char: str, x: float, y: float, *, size: float, turn: float) -> None:
        side = int(size * _SCALE * 1.6)
        tile = Image.new("RGBA", (side, side), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text((side / 2, side / 2), char, font=_font(size), fill=_INK, anchor="mm")
        tile = tile.rotate(turn, resample=Image.Resampling.BICUBIC)
        self._image.alpha_composite(tile, (int(x * _SCALE - side / 2), int(y * _SCALE - side / 2)))


@cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.FOLDER / fonts.FILES[fonts.KAI]), size * _SCALE)
