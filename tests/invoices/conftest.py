"""Documents without files: what the readers say is written down by the test."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from foundation.models import Document
from invoices.domain.fapiao import Fapiao
from invoices.models import Invoice
from invoices.services.process_pending import process_pending
from invoices.services.receive_files import receive_files

Receive = Callable[..., list[Invoice]]


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """Every test has a store of its own."""
    settings.MEDIA_ROOT = tmp_path / "documents"


@pytest.fixture
def say(monkeypatch) -> dict[str, object]:
    """What the readers answer, by file name: a list of invoices, an error, or an exception."""
    answers: dict[str, object] = {}

    def read_file(path: Path, *, name: str | None = None, force_ocr: bool = False) -> SimpleNamespace:
        answer = answers[name or path.name]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, SimpleNamespace):
            return SimpleNamespace(fapiaos=(), error=answer, seconds=0.0)
        return SimpleNamespace(fapiaos=tuple(answer), error=None, seconds=0.0)

    monkeypatch.setattr("invoices.services.read_document.read_file", read_file)
    return answers


@pytest.fixture
def receive(say, general, accountant) -> Receive:
    """Upload a file in which the readers find these invoices; gives the rows."""
    numbers = itertools.count(1)

    def upload(*fapiaos: Fapiao, company=None, name: str = "", data: bytes = b"") -> list[Invoice]:
        number = next(numbers)
        name = name or f"{number}.pdf"
        say[name] = fapiaos
        content = data or f"%PDF-1.7 fictional {number}".encode()
        receive_files(company or general, [(name, content)], accountant)
        process_pending((company or general).pk)
        document = Document.objects.get(name=name, company=company or general)
        return list(Invoice.objects.filter(document=document).order_by("position"))

    return upload


def error(code: str, zh: str = "文件已损坏", en: str = "The file is damaged") -> SimpleNamespace:
    """A reader's error."""
    return SimpleNamespace(code=code, message_zh=zh, message_en=en)


def pdfs(names: Iterable[str]) -> list[tuple[str, bytes]]:
    """Files of different content."""
    return [(name, f"%PDF-1.7 {name}".encode()) for name in names]
