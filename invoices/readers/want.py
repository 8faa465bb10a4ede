"""What is asked of a reading besides the fields.

Rule kept: what is not wanted is not worked out; the fields come from the same code either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Want:
    """`boxes`: where each field stands. `qr`: the QR is looked for, to confirm and repair.

    Pages that are read by OCR always have both: beside recognition they cost nothing.
    """

    boxes: bool = True
    qr: bool = True


EVERYTHING: Final = Want()
