"""The QR of a page where it is a picture of its own: its pixels as the producer made them, before anything is drawn.

Rule kept: only squares of the size of a QR are unpacked, and few of them, so that pages full of pictures cost nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice, repeat
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from invoices.domain.numbers import QrPayload
from invoices.readers.qr_code import Image, find_qr

# sides in pixels: the smallest QR has 21 modules
_LEAST, _MOST = 21, 1000
_FEW: Final = 3
_CHANNELS: Final = {raw.FPDFBitmap_Gray: 1, raw.FPDFBitmap_BGR: 3, raw.FPDFBitmap_BGRx: 4, raw.FPDFBitmap_BGRA: 4}


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The function with plain numbers for pointers: a page has hundreds of objects."""
    return ctypes.cast(function, ctypes.PYFUNCTYPE(result, *arguments))


_count: Final = _plain(raw.FPDFPage_CountObjects, ctypes.c_int, ctypes.c_void_p)
_object: Final = _plain(raw.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_type: Final = _plain(raw.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


def qr_among_images(page: pdfium.PdfPage) -> QrPayload | None:
    """The QR of an invoice among the pictures that lie directly on the page."""
    for image in islice(_squares(page), _FEW):
        if (pixels := _pixels(image)) is not None and (found := find_qr(pixels, drawn=True)):
            return found
    return None


def _squares(page: pdfium.PdfPage) -> Iterator[Any]:
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value
    objects = list(map(_object, repeat(handle), range(_count(handle))))
    width, height = ctypes.c_uint(), ctypes.c_uint()
    for one, kind in zip(objects, map(_type, objects), strict=True):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            image = ctypes.cast(one, raw.FPDF_PAGEOBJECT)
            known = raw.FPDFImageObj_GetImagePixelSize(image, width, height)
            if known and width.value == height.value and _LEAST <= width.value <= _MOST:
                yield image


def _pixels(image: Any) -> Image | None:
    """Grey pixels, `None` where PDFium cannot unpack them."""
    bitmap = raw.FPDFImageObj_GetBitmap(image)
    if not bitmap:
        return None
    try:
        channels = _CHANNELS.get(raw.FPDFBitmap_GetFormat(bitmap))
        size, stride = raw.FPDFBitmap_GetHeight(bitmap), raw.FPDFBitmap_GetStride(bitmap)
        if channels is None:
            return None
        packed = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * size)
        rows = np.frombuffer(packed, np.uint8).reshape(size, stride)
        return np.ascontiguousarray(rows[:, : channels * raw.FPDFBitmap_GetWidth(bitmap) : channels])
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
