"""QR codes by zxing-cpp, limited to QR formats and looked for in the usual corner first (measured: 10 times faster).

Rule kept: a QR confirms or repairs what was read; anything that is not the code of an invoice is ignored.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import zxingcpp

from invoices.domain.numbers import QrPayload, parse_qr

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
Image = np.ndarray[Any, np.dtype[np.uint8]]


def find_qr(image: Image, *, drawn: bool = False) -> QrPayload | None:
    """The invoice QR of a page image (height × width × 3, or height × width grey), `None` when there is none.

    `drawn`: a corner that was rendered, not photographed; the code stands straight and sharp there or is none.
    """
    if drawn:
        return _decode(image, thorough=False)
    height, width = image.shape[:2]
    corner = image[: max(height // 2, 1), : max(width * 2 // 5, 1)]
    return _decode(corner) or _decode(image)


def _decode(image: Image, *, thorough: bool = True) -> QrPayload | None:
    pixels = np.ascontiguousarray(image)
    for barcode in zxingcpp.read_barcodes(
        pixels, formats=_FORMATS, try_rotate=thorough, try_downscale=thorough, try_invert=thorough
    ):
        payload = parse_qr(barcode.text)
        if payload:
            return payload
    return None
