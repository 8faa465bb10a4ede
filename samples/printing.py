"""How a page came onto its paper: the form printed first, the figures over it by an office printer, stamps by hand.

Rule kept: ink only darkens paper. Print under a stamp stays darker than the stamp, so a person reads it still.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any, Final, Literal

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from samples import fonts
from samples.page import Page
from samples.writers import pdf

Image = NDArray[np.uint8]
Style = Literal["laser", "dot_matrix", "carbon", "thermal"]
Severity = Literal["easy", "medium", "hard"]

_SLIP: Final = {"easy": 0.4, "medium": 1.0, "hard": 1.8}
_WEAKEST: Final = {"easy": 0.95, "medium": 0.85, "hard": 0.7}
_INKS: Final = {"laser": (0, 0, 0), "dot_matrix": (36, 34, 52), "carbon": (62, 58, 140), "thermal": (30, 28, 40)}
OVERPRINTED: Final[tuple[Style, ...]] = ("dot_matrix", "carbon")
_STAMPS: Final = ("已付讫", "附件", "已核销", "报销专用", "现金付讫", "已入账")
_STAMP_INKS: Final = ((206, 44, 52), (56, 70, 170), (196, 60, 110))
_STAMPED: Final = {"easy": 0.0, "medium": 0.3, "hard": 0.6}


def printed(page: Page, dpi: int, rng: Random, severity: Severity, style: Style) -> tuple[Image, dict[str, Any]]:
    """The sheet as pixels, and what was done: slip (mm), slant (degrees) and strength of the figures, stamps."""
    bare = replace(page, pictures=[each for each in page.pictures if not each.is_seal])
    facts: dict[str, Any] = {}
    if style == "laser":
        sheet = raster(pdf.pdf([bare]), dpi=dpi)
    else:
        sheet, facts = _overprinted(bare, dpi, rng, severity, style)
    if len(bare.pictures) < len(page.pictures):
        sheet = _sealed(sheet, page, dpi, rng)
    stamps = int(rng.random() < _STAMPED[severity])
    for _ in range(stamps):
        sheet = _stamped(sheet, rng, dpi)
    return sheet, {"style": style, "stamps": stamps, **facts}


def raster(content: bytes, *, dpi: int) -> Image:
    """The first page of a PDF as height × width × 3 RGB pixels."""
    document = pypdfium2.PdfDocument(content)
    try:
        return np.ascontiguousarray(document[0].render(scale=dpi / 72).to_numpy()[:, :, 2::-1])
    finally:
        document.close()


def _overprinted(page: Page, dpi: int, rng: Random, severity: Severity, style: Style) -> tuple[Image, dict[str, Any]]:
    reach = 0.0 if style == "thermal" else _SLIP[severity]
    slip = (round(rng.uniform(-reach, reach), 2), round(rng.uniform(-reach, reach) / 2, 2))
    slant = round(rng.uniform(-reach, reach) / 6, 2)
    strength = round(rng.uniform(_WEAKEST[severity], 1.0), 2)
    every = style == "thermal"
    form = replace(page, texts=[] if every else [text for text in page.texts if text.template])
    figures = replace(
        page,
        texts=[text for text in page.texts if every or not text.template],
        strokes=page.strokes if every else [],
        ovals=[],
        pictures=[],
    )
    base = raster(pdf.pdf([replace(form, strokes=[]) if every else form]), dpi=dpi)
    ink = 1 - raster(pdf.pdf([figures]), dpi=dpi).astype(np.float32).mean(axis=2) / 255
    ink = _slipped(ink, slip, slant, dpi) if reach else ink
    ink = _ribbon(ink, rng, dpi, style) * strength
    colour = np.array(_INKS[style], np.float32) / 255
    sheet = base.astype(np.float32) * (1 - ink[:, :, None] * (1 - colour))
    return np.clip(sheet, 0, 255).astype(np.uint8), {"slip": slip, "slant": slant, "strength": strength}


def _sealed(sheet: Image, page: Page, dpi: int, rng: Random) -> Image:
    """The issuer's seal pressed over the print: red ink that lets black through, more on some days than on others."""
    seals = Page(page.width, page.height, pictures=[each for each in page.pictures if each.is_seal])
    cover = (1 - raster(pdf.pdf([seals]), dpi=dpi).astype(np.float32) / 255) * rng.uniform(0.55, 0.95)
    return np.clip(sheet.astype(np.float32) * (1 - cover), 0, 255).astype(np.uint8)


def _slipped(ink: NDArray[np.float32], slip: tuple[float, float], slant: float, dpi: int) -> NDArray[np.float32]:
    """The figures moved and slightly turned against the form, as the paper sat in the printer."""
    height, width = ink.shape
    moved = np.array([[0, 0, slip[0]], [0, 0, slip[1]]]) * dpi / 25.4
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0) + moved
    return np.asarray(cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR), dtype=np.float32)


def _ribbon(ink: NDArray[np.float32], rng: Random, dpi: int, style: Style) -> NDArray[np.float32]:
    """Rows of pins, the soft edge of carbon paper, or heat that reaches the paper unevenly."""
    height, width = ink.shape
    if style == "carbon":
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.06 * dpi / 25.4), dtype=np.float32)
    if style in ("carbon", "dot_matrix"):
        pitch = 0.3 * dpi / 25.4
        pins = 0.5 + 0.5 * np.cos(2 * np.pi * (np.arange(height, dtype=np.float32) / pitch + rng.random()))
        ink = ink * (1 - 0.3 * (1 - pins[:, None]))
    dice = np.random.default_rng(rng.getrandbits(32))
    shape = (3, max(width // 40, 2)) if style == "thermal" else (max(height // 60, 2), max(width // 60, 2))
    uneven = cv2.resize(dice.uniform(0.84, 1.0, shape).astype(np.float32), (width, height))
    return np.asarray(ink * uneven, dtype=np.float32)


def _stamped(sheet: Image, rng: Random, dpi: int) -> Image:
    """A bookkeeper's stamp somewhere on the sheet, pressed with little ink and never straight."""
    scale = dpi / 25.4
    stamp = _stamp(rng.choice(_STAMPS), rng.uniform(4.5, 6.5) * scale, rng.uniform(-18, 18))
    height, width = sheet.shape[:2]
    stamp = stamp[: height - 2, : width - 2]
    top, left = rng.randrange(height - stamp.shape[0]), rng.randrange(width - stamp.shape[1])
    colour = np.array(rng.choice(_STAMP_INKS), np.float32) / 255
    cover = stamp[:, :, None] * rng.uniform(0.35, 0.65) * (1 - colour)
    spot = sheet[top : top + stamp.shape[0], left : left + stamp.shape[1]]
    np.copyto(spot, np.clip(spot.astype(np.float32) * (1 - cover), 0, 255).astype(np.uint8))
    return sheet


def _stamp(wording: str, size: float, angle: float) -> NDArray[np.float32]:
    """Letters in a frame as ink density from 0 to 1."""
    pixels = max(int(size), 8)
    font = ImageFont.truetype(str(fonts.FOLDER / fonts.FILES[fonts.KAI]), pixels)
    edge = pixels // 3
    picture = Pictures.new("L", (len(wording) * pixels + 2 * edge, pixels + 2 * edge), 0)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((1, 1, picture.width - 2, picture.height - 2), outline=255, width=max(pixels // 12, 1))
    draw.text((edge, edge - pixels // 8), wording, fill=255, font=font)
    turned = picture.rotate(angle, Pictures.Resampling.BICUBIC, expand=True)
    return np.asarray(np.asarray(turned) / 255, dtype=np.float32)
