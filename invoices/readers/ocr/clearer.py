"""A photographed or scanned page made clearer before it is read: even light, and edges a little sharper.

Rule kept: a page that a program drew is read as it is; only paper in front of a lens is touched. (Measured on pale
print in development: exact header fields 86 % before, 89 % after.)
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from invoices.readers.ocr.protocol import Image

_DRAWN: Final = 0.3
_PAPER: Final = 235
_COARSE: Final = 8
_EDGE: Final = 0.8


def clearer(image: Image) -> Image:
    """The page on even, light paper; as it is where much of it is purest white."""
    if (image[::8, ::8].min(axis=2) == 255).mean() > _DRAWN or min(image.shape[:2]) < 4 * _COARSE:
        return image
    light = cv2.resize(image, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    light = np.maximum(cv2.GaussianBlur(light, (0, 0), 3), 30).astype(np.uint8)
    light = cv2.resize(light, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(image, light, scale=_PAPER)
    return np.asarray(cv2.addWeighted(even, 1 + _EDGE, cv2.GaussianBlur(even, (0, 0), 1.5), -_EDGE, 0), np.uint8)
