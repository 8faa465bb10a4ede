"""Archives, mails, picture formats and PDFs that carry documents: everything inside is found, under its right name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from invoices.readers import Limits, Unreadable, iter_container, read_bytes
from invoices.readers.batch import read_all
from invoices.readers.image import frames
from invoices.readers.ocr.page import PageOcr
from samples import containers
from samples.kinds import generate

Opened = Callable[[bytes], list[tuple[str, bytes]]]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """What a container holds."""

    def open_it(data: bytes) -> list[tuple[str, bytes]]:
        file = tmp_path / "container"
        file.write_bytes(data)
        return list(iter_container(file))

    return open_it


@pytest.fixture(scope="module")
def documents() -> list[tuple[str, bytes]]:
    """An invoice as XML, as OFD and as PDF, with Chinese names."""
    made = generate(47, 3, kinds=["digital_xml", "digital_ofd", "digital_pdf"])
    return [(f"发票{number}.{one.medium}", one.content) for number, one in enumerate(made, 1)]


@pytest.mark.parametrize("names", ["flagged", "gb18030", "utf-8"])
def test_names_in_an_archive_are_chinese_however_they_were_written(names: str, opened: Opened) -> None:
    assert opened(containers.archive([("报销/滴滴出行行程单.xml", b"<a/>")], names=names)) == [
        ("报销/滴滴出行行程单.xml", b"<a/>")
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_documents(opened: Opened) -> None:
    found = opened(containers.archive([("a.xml", b"<a/>"), ("a.xml", b"<b/>"), ("./a.xml", b"<c/>")]))
    assert found == [("a.xml", b"<a/>"), ("a.xml (2)", b"<b/>"), ("a.xml (3)", b"<c/>")]


def test_an_archive_in_an_archive_is_opened_and_a_deeper_one_refused(opened: Opened, documents) -> None:
    inner = containers.archive(documents)
    found = opened(containers.archive([("内.zip", inner), ("外.xml", b"<a/>")]))
    assert [name for name, _ in found] == [*(f"内.zip/{name}" for name, _ in documents), "外.xml"]
    for _ in range(3):
        inner = containers.archive([("x.zip", inner)])
    with pytest.raises(Unreadable, match="zip_bomb"):
        opened(inner)


def test_a_locked_archive_says_that_it_needs_a_password(opened: Opened, documents) -> None:
    with pytest.raises(Unreadable) as refusal:
        opened(containers.locked_archive(documents))
    assert refusal.value.code == "encrypted"
    assert "密码" in refusal.value.error.message_zh


def test_a_mail_gives_attachments_pictures_and_forwarded_mails_and_follows_no_link(
    opened: Opened, documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket.connect", _no_network)
    receipt, logo = (containers.picture([Image.new("RGB", size, "white")], "PNG") for size in ((600, 900), (90, 30)))
    inner = containers.mail(documents[1:2], forwarded=[containers.mail(documents[2:])])
    outer = containers.mail(
        documents[:1], pictures=[logo, receipt], forwarded=[inner], links=["https://sample.invalid/fapiao.pdf"]
    )
    found = opened(outer.as_bytes())
    assert [content for _, content in found] == [receipt, *(content for _, content in documents)]
    assert [name for name, _ in found][1:] == [name for name, _ in documents]


def _no_network(*_: object) -> None:
    raise AssertionError("a mail made the reader call somebody")


@pytest.mark.parametrize("encoding", ["rfc2231", "rfc2047", "raw"])
def test_names_of_attachments_are_chinese_however_they_were_written(encoding: str, opened: Opened) -> None:
    name = "电子发票（十月）.xml"
    if encoding == "raw":
        data = containers.raw_named_mail(name, b"<a/>")
    else:
        mail = containers.mail([(name, b"<a/>")]).as_bytes()
        [start] = [line for line in mail.splitlines() if b"filename*" in line][:1]
        encoded = b' filename="=?UTF-8?B?55S15a2Q5Y+R56Wo77yI5Y2B5pyI77yJLnhtbA==?="'
        data = mail if encoding == "rfc2231" else mail.replace(start, encoded)
        assert encoding == "rfc2231" or encoded in data
    assert opened(data) == [(name, b"<a/>")]


def test_an_attachment_of_a_mail_is_never_a_path(opened: Opened) -> None:
    assert [name for name, _ in opened(containers.mail([("..\\..\\etc/../x.xml", b"<a/>")]).as_bytes())] == ["x.xml"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (containers.outlook_mail(), "outlook_message"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "office_document"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(90), "other_archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(90), "other_archive"),
        (containers.archive([("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")]), "office_document"),
    ],
)
def test_formats_people_send_and_nobody_reads_say_what_to_do(data: bytes, code: str) -> None:
    error = read_bytes(data).error
    assert error is not None
    assert error.code == code
    assert "请" in error.message_zh


def _sheet(width: int = 1200, height: int = 800) -> Image.Image:
    """White with a red corner at the top left, so that turning shows."""
    page = Image.new("RGB", (width, height), "white")
    page.paste((220, 0, 0), (0, 0, width // 3, height // 4))
    return page


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("form", ["JPEG", "HEIF", "AVIF", "WEBP", "TIFF", "PNG", "GIF", "BMP"])
def test_every_picture_format_comes_out_upright(form, turned: bool) -> None:
    if turned and form in {"GIF", "BMP"}:
        pytest.skip("the format knows no orientation")
    [pixels] = frames(containers.picture([_sheet()], form, turned=turned))
    assert pixels.shape == (800, 1200, 3)
    assert pixels[20, 20, 0] > 180
    assert pixels[20, 20, 1] < 90
    assert pixels[-20, -20].min() > 220
    assert pixels[20, -20].min() > 220


def test_every_page_of_a_tiff_is_a_page_and_of_moving_pictures_the_first() -> None:
    pages = [_sheet(), _sheet(1100, 1100), _sheet(1000, 1400)]
    assert [one.shape[:2] for one in frames(containers.picture(pages, "TIFF"))] == [
        (800, 1200), (1100, 1100), (1400, 1000)
    ]  # fmt: skip
    for form in ("GIF", "WEBP"):
        assert len(list(frames(containers.picture([_sheet(), _sheet(), _sheet()], form)))) == 1
    with pytest.raises(Unreadable, match="too_many_pages"):
        list(frames(containers.picture(pages, "TIFF"), Limits(ocr_pages=2)))


class _Blind:
    name = model_generation = model_sha256 = "blind"

    def recognise(self, _image: np.ndarray) -> list[object]:
        return []


def test_a_pdf_that_only_carries_documents_is_a_container(opened: Opened, documents) -> None:
    portfolio = containers.portfolio(dict(documents[1:]))
    error = read_bytes(portfolio, ocr=PageOcr(_Blind)).error
    assert error is not None
    assert error.code == "container"
    assert sorted(opened(portfolio)) == sorted(documents[1:])


def test_an_invoice_that_carries_its_data_is_no_container(documents) -> None:
    [ticket] = generate(3, 1, kinds=["rail_pdf"])
    assert read_bytes(ticket.content).error is None


def test_the_command_answers_for_each_document_of_each_container(tmp_path: Path, documents) -> None:
    made = {
        "1.zip": containers.archive([("内.zip", containers.archive(documents, names="gb18030"))]),
        "2.eml": containers.mail(documents).as_bytes(),
        "3.pdf": containers.portfolio(dict(documents[1:])),
        "4.zip": containers.locked_archive(documents),
        "5.zip": containers.archive([]),
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    found = list(read_all([str(tmp_path / name) for name in made], workers=1))
    paths = [answer["path"].removeprefix(f"{tmp_path}/") for _, answers in found for answer in answers]
    names = [name for name, _ in documents]
    assert paths == [*(f"1.zip!内.zip/{one}" for one in names), *(f"2.eml!{one}" for one in names),
                     *(f"3.pdf!{one}" for one in names[1:]), "4.zip"]  # fmt: skip
    assert [number for number, _ in found] == [1, 1, 1, 2, 2, 2, 3, 3, 4]
    assert found[-1][1][0]["error"]["code"] == "encrypted"
    assert all("fields" in answer for _, answers in found[:-1] for answer in answers)
