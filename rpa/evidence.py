"""Evidence of a run: a picture and a page hash per step, the trace, and one seal over all of it.

Rule kept: evidence holds tax data and cookies, so files are encrypted at rest; the seal is over the plain bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from foundation.credentials import open_bytes, seal_bytes

QUALITY: Final = 60


def picture_of(page: Page, *, whole: bool) -> tuple[bytes | None, str]:
    """A JPEG of the page, `whole` or the part in view, and the SHA-256 of its DOM; (None, "") when the page is gone."""
    try:
        dom_hash = hashlib.sha256(page.content().encode()).hexdigest()
        return page.screenshot(type="jpeg", quality=QUALITY, full_page=whole), dom_hash
    except PlaywrightError:
        return None, ""


def sha256(content: bytes) -> str:
    """Hex digest; empty for no content."""
    return hashlib.sha256(content).hexdigest() if content else ""


def seal_of(hashes: Iterable[str]) -> str:
    """One hash over the hashes of all pieces in order: whoever changes or drops a piece changes the seal."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def keep_file(company_id: int, run_id: int, name: str, content: bytes) -> str:
    """Write `content` encrypted and return its path relative to the evidence folder."""
    relative = Path(str(company_id)) / str(run_id) / f"{name}.sealed"
    path = folder() / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(seal_bytes(content))
    return str(relative)


def read_file(relative: str) -> bytes:
    """The plain bytes of a kept file. Raises `FileNotFoundError` when retention has removed it."""
    path = (folder() / relative).resolve()
    if not path.is_relative_to(folder()):
        raise FileNotFoundError(relative)
    return open_bytes(path.read_bytes())


def folder() -> Path:
    """Where evidence lies."""
    return (Path(settings.MEDIA_ROOT) / "evidence").resolve()
