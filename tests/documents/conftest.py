"""The folder of real documents; tests over it are skipped, with the reason shown, where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def real_documents() -> Path | None:
    """The folder named by REAL_DOCUMENTS: the documents themselves or the folder above them."""
    named = os.environ.get("REAL_DOCUMENTS")
    if not named:
        return None
    folder = Path(named)
    inner = folder / "documents"
    chosen = inner if inner.is_dir() else folder
    return chosen if chosen.is_dir() else None


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder with `pdf/`, `ofd/`, `xml/`, `image/` and the labels."""
    folder = real_documents()
    if folder is None:
        pytest.skip("REAL_DOCUMENTS names no folder: the real documents are not here, nothing was read")
    return folder
