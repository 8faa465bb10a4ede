"""What an OCR engine is to the readers.

Rule kept: an engine says which model read the page, so that every field can be traced to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np

from invoices.readers.words import Letter

Image = np.ndarray[Any, np.dtype[np.uint8]]
"""Height × width × 3, RGB, 0 to 255."""

Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Corners in pixels, clockwise from the corner where the text begins."""


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A line of text as recognised: score is 0 to 1. `letters` tell of each character, where the engine does."""

    text: str
    score: float
    quad: Quad
    letters: tuple[Letter, ...] = ()


LEGIBLE: Final = 0.5
"""Lines below this score are no text to anybody; they only say where a second look may help."""


class OcrEngine(Protocol):
    """One recogniser. `model_sha256` covers all its model files."""

    name: str
    model_generation: str
    model_sha256: str

    def recognise(self, image: Image) -> list[OcrWord]:
        """Lines of an upright RGB image, empty for a blank one. Raises `Unreadable` (ocr_model_missing)."""
        ...


@runtime_checkable
class LineReader(Protocol):
    """An engine that also finds lines without reading them and reads single places: cheap second looks."""

    def find(self, image: Image, *, enlarge: bool = True) -> list[Quad]:
        """Where lines of text stand; small images are enlarged before, unless their print is large enough."""
        ...

    def read(self, image: Image, quads: Sequence[Quad]) -> list[OcrWord]:
        """The text at each place, in order; the first corner says where its line begins. Empty text for none."""
        ...


def quad_of(points: Iterable[Iterable[float]]) -> Quad:
    """Four corner points as plain floats. Raises `ValueError` for any other number of points."""
    corners = tuple((float(x), float(y)) for x, y in points)
    if len(corners) != 4:
        raise ValueError(f"a quad has 4 corners, not {len(corners)}")
    return corners


@lru_cache(maxsize=8)
def sha256_of(files: tuple[Path, ...]) -> str:
    """One hash over several model files in the given order."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
