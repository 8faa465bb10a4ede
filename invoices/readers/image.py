"""Photos and scans: jpg, png, webp, tiff, heic, bmp, gif. EXIF orientation applied, every frame a page.

Rule kept: the pixel count is checked from the header, before a single pixel is unpacked.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Final

import numpy as np
import pillow_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from invoices.domain.fapiao import Medium
from invoices.readers.assemble import assemble
from invoices.readers.draft import Draft
from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.ocr.page import PageOcr
from invoices.readers.ocr.protocol import Image as Pixels
from invoices.readers.pages import ocr_readings

pillow_heif.register_heif_opener()

_SMALL_SIDE: Final = 1000
_LARGE_SIDE: Final = 3200


def read_image(data: bytes, ocr: PageOcr, limits: Limits = LIMITS) -> list[Draft]:
    """Every receipt on the frames. Raises `Unreadable`: damaged, too_many_pixels, too_many_pages, ocr_model_missing."""
    return assemble(
        reading
        for number, frame in enumerate(frames(data, limits), 1)
        for reading in ocr_readings(frame, ocr, Medium.IMAGE, number)
    )


def frames(data: bytes, limits: Limits = LIMITS) -> Iterator[Pixels]:
    """Frames as RGB arrays, upright by EXIF, sized for reading."""
    try:
        with warnings.catch_warnings():
            # Pillow warns below our own limit and refuses above it
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            yield from _frames(data, limits)
    except Image.DecompressionBombError as error:
        raise Unreadable("too_many_pixels", str(error)) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        raise Unreadable("damaged", str(error)) from error


def _frames(data: bytes, limits: Limits) -> Iterator[Pixels]:
    with Image.open(io.BytesIO(data)) as image:
        if image.width * image.height > limits.pixels:
            raise Unreadable("too_many_pixels", f"{image.width} x {image.height}")
        count = getattr(image, "n_frames", 1) if image.format in ("TIFF", "MPO") else 1
        if count > limits.ocr_pages:
            raise Unreadable("too_many_pages", str(count))
        for index, frame in enumerate(ImageSequence.Iterator(image)):
            if index >= count or (index and image.format == "MPO"):
                break
            if frame.width * frame.height > limits.pixels:
                raise Unreadable("too_many_pixels", f"{frame.width} x {frame.height}")
            yield _pixels(frame)


def _pixels(frame: Image.Image) -> Pixels:
    upright = ImageOps.exif_transpose(frame)
    flat = _on_white(upright)
    longest = max(flat.size)
    if longest > _LARGE_SIDE:
        flat.thumbnail((_LARGE_SIDE, _LARGE_SIDE), Image.Resampling.LANCZOS)
    elif longest < _SMALL_SIDE:
        factor = min(2.0, 2 * _SMALL_SIDE / max(longest, 1))
        flat = flat.resize(
            (max(int(flat.width * factor), 1), max(int(flat.height * factor), 1)), Image.Resampling.BICUBIC
        )
    return np.asarray(flat, dtype=np.uint8)


def _on_white(image: Image.Image) -> Image.Image:
    """RGB; what is transparent becomes paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGB", layered.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        return paper
    return image.convert("RGB")
