"""Which version of the program this is."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings


def program_version() -> str:
    """The version as the project file says it."""
    text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "([^"]+)"', text, re.MULTILINE)
    return found[1] if found else ""
