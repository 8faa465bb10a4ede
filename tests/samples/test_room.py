"""The generator knows nothing of the product: only its demo may ask other rooms, and only through their doors."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).resolve().parents[2] / "samples"
PRODUCT = {"law", "foundation", "bureau", "invoices", "bookkeeping", "tax_filing", "rpa", "risk", "workbench", "config"}
FILES = sorted(ROOM.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_only_the_demo_asks_other_rooms_and_only_at_their_doors(path):
    asked = {name for name in imports(path) if name.split(".")[0] in PRODUCT}
    if path.relative_to(ROOM).parts[0] not in ("demo", "management"):
        assert asked == set()
    apps = PRODUCT - {"foundation"}
    assert all(name.endswith(".exports") for name in asked if name.split(".")[0] in apps)
