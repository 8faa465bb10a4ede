"""Damaged, locked, oversized and harmful files end as one clear reason each, quickly and without a crash."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from invoices.readers import Limits, Unreadable, iter_container, page_image, read_bytes, read_file
from invoices.readers.errors import codes
from invoices.readers.ocr.page import PageOcr
from invoices.readers.ocr.protocol import OcrWord
from samples.hostile import FILES
from samples.kinds import generate

_EXPECTED = {
    "empty.pdf": "empty_file",
    "damaged.pdf": "damaged",
    "encrypted.pdf": "encrypted",
    "not_a.pdf": "unsupported",
    "xxe.xml": "external_entity",
    "laughs.xml": "external_entity",
    "huge.png": "too_many_pixels",
    "truncated.jpg": "damaged",
    "bomb.zip": "container",
    "nested.zip": "container",
    "crowded.zip": "zip_bomb",
    "traversal.zip": "container",
}


class _NoEngine:
    """An engine that must not be asked."""

    name = model_generation = model_sha256 = "none"

    def recognise(self, image: object) -> list[OcrWord]:
        raise AssertionError("a refused file reached the OCR engine")


@pytest.fixture
def no_ocr() -> PageOcr:
    return PageOcr(_NoEngine)


@pytest.mark.parametrize(("name", "code"), _EXPECTED.items())
def test_each_bad_file_has_its_reason(name: str, code: str, no_ocr: PageOcr) -> None:
    result = read_bytes(FILES[name](), name=name, ocr=no_ocr)
    assert result.fapiaos == ()
    assert result.error is not None
    assert result.error.code == code
    assert result.error.message_zh
    assert result.error.message_en
    assert result.seconds < 5


@pytest.mark.parametrize("name", ["bomb.zip", "nested.zip"])
def test_a_bomb_stops_before_it_fills_the_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(FILES[name]())
    with pytest.raises(Unreadable) as refusal:
        list(iter_container(file))
    assert refusal.value.error.code == "zip_bomb"


def test_a_path_in_an_archive_is_only_a_label(tmp_path: Path) -> None:
    file = tmp_path / "traversal.zip"
    file.write_bytes(FILES["traversal.zip"]())
    names = [name for name, _ in iter_container(file)]
    assert names
    assert not any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    assert [entry.name for entry in tmp_path.iterdir()] == ["traversal.zip"]


def test_an_ofd_cannot_point_outside_itself(no_ocr: PageOcr) -> None:
    result = read_bytes(FILES["traversal.ofd"](), ocr=no_ocr)
    assert result.error is None or result.error.code in codes()


def test_a_document_type_is_refused_in_any_encoding() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    for data in (text.encode("utf-16"), text.replace("UTF-16", "UTF-8").encode()):
        assert _code(data) == "external_entity"


def test_deep_xml_is_refused() -> None:
    assert _code(b"<a>" * 200 + b"</a>" * 200) in ("xml_too_deep", "damaged")


def test_an_encrypted_archive_says_so(tmp_path: Path) -> None:
    file = tmp_path / "locked.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.4")
    data = bytearray(buffer.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    file.write_bytes(bytes(data))
    with pytest.raises(Unreadable) as refusal:
        list(iter_container(file))
    assert refusal.value.error.code == "encrypted"


def test_files_over_the_limits_are_refused_before_they_are_read(tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    file.write_bytes(b"%PDF-1.4" + b" " * 4096)
    result = read_file(file, limits=Limits(file_bytes=1024))
    assert result.error is not None
    assert result.error.code == "too_large"


def test_too_many_pages_are_refused(no_ocr: PageOcr) -> None:
    frames = [Image.new("L", (40, 40), 255) for _ in range(4)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:])
    result = read_bytes(buffer.getvalue(), ocr=no_ocr, limits=Limits(ocr_pages=3))
    assert result.error is not None
    assert result.error.code == "too_many_pages"


def test_a_missing_file_and_a_missing_page_are_told_apart(tmp_path: Path) -> None:
    result = read_file(tmp_path / "nothing.pdf")
    assert result.error is not None
    assert result.error.code == "not_found"
    picture = tmp_path / "a.png"
    Image.new("RGB", (30, 20), "white").save(picture)
    assert page_image(picture, 1).startswith(b"\x89PNG")
    with pytest.raises(Unreadable) as refusal:
        page_image(picture, 2)
    assert refusal.value.error.code == "no_such_page"


def test_a_mail_gives_its_attachments_and_those_inside_archives(tmp_path: Path) -> None:
    sample = next(generate(7, 1, kinds=["digital_xml"]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("发票.xml", sample.content)
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "发票", "a@example.invalid", "b@example.invalid"
    mail.set_content("请查收")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="附件.zip")
    file = tmp_path / "mail.eml"
    file.write_bytes(mail.as_bytes())
    found = list(iter_container(file))
    assert [name for name, _ in found] == ["附件.zip/发票.xml"]
    assert read_bytes(found[0][1]).error is None


def _png(width: int, height: int) -> bytes:
    """A PNG whose header claims a size its data does not have."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def test_a_picture_that_lies_about_its_size_is_refused(no_ocr: PageOcr) -> None:
    assert _code(_png(60_000, 60_000), no_ocr) == "too_many_pixels"
    assert _code(_png(300, 300), no_ocr) == "damaged"


def _code(data: bytes, ocr: PageOcr | None = None) -> str:
    result = read_bytes(data, ocr=ocr)
    assert result.error is not None
    return result.error.code


def _seeds() -> Iterator[bytes]:
    for kind in ("digital_xml", "digital_ofd", "digital_pdf", "vat_ofd", "fiscal_pdf"):
        yield next(generate(11, 1, kinds=[kind])).content


_SEEDS = list(_seeds())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(_SEEDS), st.data())
def test_no_broken_byte_escapes_as_an_exception(whole: bytes, data: st.DataObject) -> None:
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(broken)))
    for content in (bytes(broken), bytes(broken[:cut])):
        result = read_bytes(content, ocr=PageOcr(_Blind))
        assert result.error is None or result.error.code != "unreadable", result.error


class _Blind:
    """An engine that sees nothing."""

    name = model_generation = model_sha256 = "blind"

    def recognise(self, image: object) -> list[OcrWord]:
        return []


def test_a_blank_page_is_an_unknown_document() -> None:
    buffer = io.BytesIO()
    Image.fromarray(np.full((200, 300, 3), 255, np.uint8)).save(buffer, "PNG")
    result = read_bytes(buffer.getvalue(), ocr=PageOcr(_Blind))
    assert [fapiao.kind.value for fapiao in result.fapiaos] == ["unknown"]
    assert result.fapiaos[0].gross_amount is None
