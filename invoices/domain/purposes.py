"""What a purchase was for: the names it may be given under, and what the remarks hint at.

Rule kept: a hint counts for input VAT only and is never a ground for rejection.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import yaml

TABLE: Final = Path(__file__).parent.parent / "data" / "purposes.yaml"


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


def purpose_named(name: str | None) -> str | None:
    """The house's name of a purpose; one it does not know stays as it was given."""
    return next((known for known, aliases in _table()["aliases"].items() if name in aliases), name)


def hinted_purpose(remarks: str | None) -> str | None:
    """The purpose the remarks name, `None` when they name none."""
    hints = _table()["hints"].items()
    return next((name for name, words in hints if any(word in (remarks or "") for word in words)), None)
