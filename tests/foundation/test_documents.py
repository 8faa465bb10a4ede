"""The store of received files: same bytes same document, refusals with a message, containers unpacked, safe serving."""

from __future__ import annotations

import io
import zipfile

import pytest

from foundation.documents import store
from foundation.documents.exports import document_path, document_response, open_document, receive_bytes, receive_chunks
from foundation.documents.media_types import EML, OFD, PDF, TEXT, UNKNOWN, XLSX, XML, ZIP, media_type_of
from foundation.documents.registry import _readers, _unpackers, register_reader, register_unpacker
from foundation.jobs import run_pending
from foundation.models import AuditEntry, Document, DocumentState, Job
from kernel.errors import Refusal

pytestmark = pytest.mark.django_db
INVOICE = b"%PDF-1.7 a fictional invoice"


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


class Bomb(Refusal):
    code = "zip_bomb"


@pytest.fixture(autouse=True)
def registry(monkeypatch, settings, tmp_path):
    """Readers that only note what they were given, and an unpacker without limits of its own."""
    settings.MEDIA_ROOT = tmp_path
    taken: list[Document] = []
    monkeypatch.setattr("foundation.documents.registry._readers", {})
    monkeypatch.setattr("foundation.documents.registry._unpackers", {})
    register_reader([PDF, XML], taken.append)

    def unzip(path):
        with zipfile.ZipFile(path) as archive:
            if "bomb" in archive.namelist():
                raise Bomb("it is a bomb", message_zh="压缩包解压后超出限制")
            yield from ((name, archive.read(name)) for name in archive.namelist())

    register_unpacker(ZIP, unzip)
    assert _readers is not None
    assert _unpackers is not None
    return taken


def test_the_same_bytes_are_the_same_document_whatever_their_name(general, accountant, registry):
    first = receive_bytes(general, "a.pdf", INVOICE, accountant)
    again = receive_bytes(general, "b.pdf", INVOICE, accountant)
    assert again == first
    assert again.name == "a.pdf"
    assert registry == [first]
    assert AuditEntry.objects.filter(action="document.received").count() == 1


def test_the_same_bytes_of_another_company_are_another_document(general, small_scale, accountant):
    ours, theirs = (receive_bytes(company, "a.pdf", INVOICE, accountant) for company in (general, small_scale))
    assert ours != theirs
    assert document_path(ours) != document_path(theirs)


def test_bytes_come_back_as_they_were_and_nothing_else_lies_in_the_store(general, accountant, tmp_path):
    document = receive_chunks(general, "a.pdf", [INVOICE[:5], INVOICE[5:]], accountant)
    assert open_document(document) == INVOICE
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [document.sha256]


def test_a_write_that_breaks_off_leaves_nothing(general, accountant, tmp_path):
    def breaks():
        yield b"%PDF-1.7 half"
        raise OSError("the line went dead")

    with pytest.raises(OSError, match="dead"):
        receive_chunks(general, "a.pdf", breaks(), accountant)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "code"), [("leer.pdf", b"", "empty"), ("x.bin", b"\x00\x01\x02", "unsupported_type")]
)
def test_what_cannot_be_taken_is_refused_with_a_message(general, accountant, name, data, code):
    document = receive_bytes(general, name, data, accountant)
    assert document.state == DocumentState.REFUSED
    assert document.error_code == code
    assert document.error_zh
    assert document.error_en
    assert not Job.objects.exists()


def test_a_type_that_is_read_by_now_is_taken_when_it_is_sent_again(general, accountant, registry):
    refused = receive_bytes(general, "a.csv", b"date,amount", accountant)
    assert refused.error_code == "unsupported_type"
    register_reader([TEXT], registry.append)
    again = receive_bytes(general, "a.csv", b"date,amount", accountant)
    assert (again, again.state, registry) == (refused, DocumentState.RECEIVED, [refused])


def test_a_file_above_the_limit_is_refused_and_not_kept(general, accountant, settings):
    settings.MAX_DOCUMENT_BYTES = 10
    document = receive_chunks(general, "big.png", [b"x" * 8, b"x" * 8], accountant)
    assert (document.state, document.error_code, document.size) == (DocumentState.REFUSED, "too_large", 16)
    assert not store.path_of(general.pk, document.sha256).exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\票\\a.pdf", "a.pdf"),
        ("a\x00\n.pdf", "a.pdf"),
        ("", "unnamed"),
        ("x" * 300, "x" * 255),
    ],
)
def test_names_lose_their_folders_and_control_characters(general, accountant, sent, kept):
    assert receive_bytes(general, sent, INVOICE, accountant).name == kept


def test_a_zip_becomes_documents_of_its_own(general, accountant, registry):
    box = receive_bytes(
        general, "票.zip", zipped(**{"a.pdf": INVOICE, "b.xml": b"<EInvoice/>", "c.bin": b"\x00"}), accountant
    )
    run_pending()
    box.refresh_from_db()
    assert box.state == DocumentState.UNPACKED
    assert {child.name: child.state for child in box.children.all()} == {
        "a.pdf": "received",
        "b.xml": "received",
        "c.bin": "refused",
    }
    assert {document.name for document in registry} == {"a.pdf", "b.xml"}


def test_a_bomb_is_said_on_the_container_and_nothing_of_it_is_received(general, accountant):
    box = receive_bytes(general, "bomb.zip", zipped(bomb=b"", a=INVOICE), accountant)
    run_pending()
    box.refresh_from_db()
    assert (box.state, box.error_code) == (DocumentState.FAILED, "zip_bomb")
    assert Document.objects.count() == 1


def test_containers_in_containers_end_somewhere(general, accountant):
    data = zipped(**{"a.pdf": INVOICE})
    for depth in range(5):
        data = zipped(**{f"{depth}.zip": data})
    receive_bytes(general, "deep.zip", data, accountant)
    run_pending()
    assert Document.objects.filter(error_code="too_deep").count() == 1
    assert not Document.objects.filter(media_type=PDF).exists()


def test_a_document_is_saved_never_run(general, accountant):
    page = receive_bytes(general, "bericht.xml", b"<?xml version='1.0'?><svg onload='x'/>", accountant)
    response = document_response(page, inline=True)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.4", PDF),
        (b"\n\n%PDF-1.4", PDF),
        (b"\xef\xbb\xbf<?xml version='1.0'?><EInvoice/>", XML),
        (b"<!DOCTYPE html><html>", TEXT),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"From: a@example.com\r\nSubject: x", EML),
        ("日期,金额".encode("gb18030"), TEXT),
        (zipped(**{"OFD.xml": b"<OFD/>"}), OFD),
        (zipped(**{"xl/workbook.xml": b"<x/>"}), XLSX),
        (zipped(**{"a.txt": b"x"}), ZIP),
        (b"PK\x03\x04 damaged", ZIP),
        (b"\x00\x01", UNKNOWN),
    ],
)
def test_the_type_is_told_by_content(data, media_type):
    assert media_type_of(data) == media_type
