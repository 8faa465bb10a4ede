"""Every action the audit trail may hold has a name for people."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from workbench.selectors.activity import SENTENCES

ROOMS = ("foundation", "bureau", "invoices", "bookkeeping", "tax_filing", "rpa", "risk", "workbench", "archives")
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def actions() -> Iterator[str]:
    """Texts shaped `noun.verb` in modules that write to the audit trail; names of jobs begin with their room."""
    for room in ROOMS:
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if "from foundation.audit import" not in source and "POSTED = " not in source:
                continue
            for node in ast.walk(ast.parse(source)):
                is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
                if is_text and ACTION.fullmatch(node.value) and node.value.split(".")[0] not in ROOMS:
                    yield node.value


def test_every_action_has_a_name() -> None:
    found = set(actions())
    assert len(found) > 30
    assert sorted(found - set(SENTENCES)) == []
