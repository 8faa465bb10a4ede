"""QR codes as PNG."""

from __future__ import annotations

from io import BytesIO

import qrcode
from PIL import Image


def png(payload: str, *, module_px: int = 6) -> bytes:
    """A QR code of `payload` with medium error correction and the quiet zone of two modules invoices have."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=module_px, border=2)
    code.add_data(payload)
    code.make(fit=True)
    buffer = BytesIO()
    image: Image.Image = code.make_image().get_image()
    image.convert("1").save(buffer, format="PNG")
    return buffer.getvalue()
