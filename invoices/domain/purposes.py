"""What the remarks of an invoice say about its purpose. A hint for input VAT, never a ground for rejection."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import yaml

TABLE: Final = Path(__file__).parent.parent / "data" / "purposes.yaml"


@cache
def _words() -> dict[str, list[str]]:
    table: dict[str, list[str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


def hinted_purpose(remarks: str | None) -> str | None:
    """The purpose the remarks name, `None` when they name none."""
    return next((name for name, words in _words().items() if any(word in (remarks or "") for word in words)), None)
