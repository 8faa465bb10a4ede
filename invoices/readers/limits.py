"""What a received file may cost before it is refused.

Rule kept: every limit is checked before the memory it protects is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, pages, pixels, counts, and the time of one document.

    `zip_ratio` is unpacked over packed size, above `zip_ratio_floor` bytes. `cpu_seconds` is what a document may work:
    `ocr_pages` pages at the 2.8 s measured for one make 166 s. `seconds` is wall time, for what hangs without working,
    and wide because machines are shared; twice it stays below the lease of a reading job. `memory_bytes` holds the
    largest picture `pixels` allows.
    """

    cpu_seconds: float = 300.0
    seconds: float = 540.0
    memory_bytes: int = 2 * 2**30

    file_bytes: int = 50 * 2**20
    pages: int = 500
    ocr_pages: int = 60
    pixels: int = 120_000_000
    zip_members: int = 2_000
    zip_member_bytes: int = 100 * 2**20
    zip_total_bytes: int = 300 * 2**20
    zip_ratio: int = 150
    zip_ratio_floor: int = 2**20
    xml_bytes: int = 20 * 2**20
    xml_depth: int = 64
    xml_nodes: int = 400_000
    container_depth: int = 3


LIMITS: Final = Limits()
