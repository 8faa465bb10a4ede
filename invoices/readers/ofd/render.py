"""OFD pages as pictures, good enough to look at and to read: text, straight lines and PNG or JPEG pictures.

Rule kept: best effort for the eye; no field is ever taken from this picture unless OCR was asked for.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.ocr.protocol import Image as Pixels
from invoices.readers.ofd.package import OfdPackage, PagePart
from invoices.readers.ofd.text import numbers, read_text
from invoices.readers.safe_xml import Element, descendants, text_of
from invoices.readers.words import TextPage

_MM_PER_INCH: Final = 25.4
_FONT_FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_FONT_NAMES: Final = ("NotoSansCJK", "NotoSerifCJK", "SourceHanSans", "wqy", "simsun", "simhei", "PingFang", "msyh")


def render_pages(data: bytes, dpi: float, limits: Limits = LIMITS) -> Iterator[Pixels]:
    """Each page as RGB. Raises `Unreadable`."""
    package = OfdPackage(data, limits)
    parts = [part for root in package.roots for part in package.pages(root)]
    resources = _pictures(package)
    for number, page in enumerate(read_text(package).pages):
        yield _draw(package, page, parts[number] if number < len(parts) else None, resources, dpi)


def _draw(package: OfdPackage, page: TextPage, part: PagePart | None, resources: dict[str, str], dpi: float) -> Pixels:
    scale = min(dpi / _MM_PER_INCH, 4000 / max(page.width, page.height, 1.0))
    canvas = Image.new("RGB", (max(int(page.width * scale), 1), max(int(page.height * scale), 1)), "white")
    pen = ImageDraw.Draw(canvas)
    for layer in (*part.templates, part.content) if part else ():
        _draw_lines(pen, layer, scale)
        _draw_pictures(canvas, package, layer, resources, scale)
    for word in page.words:
        size = max(int(word.height * scale), 6)
        pen.text((word.x0 * scale, word.y0 * scale), word.text, fill="black", font=_font(size))
    return np.asarray(canvas, dtype=np.uint8)


def _draw_lines(pen: ImageDraw.ImageDraw, layer: Element, scale: float) -> None:
    """Straight strokes of PathObjects (`M x y L x y`); curves and fills are left out."""
    for item in descendants(layer, "PathObject"):
        corner = numbers(item.get("Boundary"))
        if len(corner) != 4:
            continue
        point: tuple[float, float] | None = None
        parts = (text_of(item, "AbbreviatedData") or "").split()
        for index, command in enumerate(parts):
            place = numbers(" ".join(parts[index + 1 : index + 3])) if command in ("M", "S", "L") else []
            if len(place) != 2:
                continue
            target = ((place[0] + corner[0]) * scale, (place[1] + corner[1]) * scale)
            if command == "L" and point:
                pen.line([point, target], fill=(150, 60, 40), width=1)
            point = target


def _pictures(package: OfdPackage) -> dict[str, str]:
    """Member name of each picture resource by id."""
    found: dict[str, str] = {}
    for name in package.zip.names:
        if not name.lower().endswith("res.xml"):
            continue
        root = package.xml(name)
        base = (root.get("BaseLoc") or "") if root is not None else ""
        for item in descendants(root, "MultiMedia") if root is not None else ():
            file = text_of(item, "MediaFile") or ""
            member = package.resolve(name, f"{base}/{file}") or package.resolve(name, file)
            if member:
                found[item.get("ID", "")] = member
    return found


def _draw_pictures(
    canvas: Image.Image, package: OfdPackage, layer: Element, resources: dict[str, str], scale: float
) -> None:
    for item in descendants(layer, "ImageObject"):
        box, member = numbers(item.get("Boundary")), resources.get(item.get("ResourceID", ""))
        if len(box) != 4 or member is None:
            continue
        try:
            with Image.open(io.BytesIO(package.zip.read(member))) as picture:
                if picture.width * picture.height > 16_000_000:
                    continue
                size = (max(int(box[2] * scale), 1), max(int(box[3] * scale), 1))
                shown = picture.convert("RGBA").resize(size)
                canvas.paste(shown, (int(box[0] * scale), int(box[1] * scale)), shown)
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, Unreadable):
            continue


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    path = _font_file()
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


@lru_cache(maxsize=1)
def _font_file() -> str | None:
    """A font of the system that has Chinese glyphs."""
    for folder in filter(Path.is_dir, map(Path, _FONT_FOLDERS)):
        files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in (".ttc", ".ttf", ".otf"))
        for name in _FONT_NAMES:
            found = next((file for file in files if name.lower() in file.name.lower()), None)
            if found:
                return str(found)
    return None
