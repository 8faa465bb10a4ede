"""Files that carry documents, in the ways people and programs really write them: archives, mails, picture formats.

Rule kept: what is inside is given by the caller, so a reader's answer can be held against it.
"""

from __future__ import annotations

import zipfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO
from typing import Literal

import pillow_heif
from PIL import Image

from samples.layout.notice import NOTICE
from samples.page import Page, Pen
from samples.writers import pdf

pillow_heif.register_heif_opener()

_EPOCH = (2026, 1, 1, 0, 0, 0)
_ROTATED = 6
"""EXIF orientation: the camera was held upright, the picture lies on its side and is to be turned clockwise."""

_EXIF_ORIENTATION = 0x0112
PictureFormat = Literal["JPEG", "HEIF", "AVIF", "WEBP", "GIF", "TIFF", "PNG", "BMP"]


class _Named(zipfile.ZipInfo):
    """A member whose name is written in an encoding nobody declares."""

    encoding = "gb18030"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name zipfile gives it
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


def archive(files: Sequence[tuple[str, bytes]], *, names: str = "flagged") -> bytes:
    """A ZIP; `names` are "flagged" UTF-8, or an encoding the archive does not speak of ("gb18030", "utf-8")."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            member = zipfile.ZipInfo(name, _EPOCH) if names == "flagged" else _Named(name, _EPOCH)
            if isinstance(member, _Named):
                member.encoding = names
            packed.writestr(member, content)
    return buffer.getvalue()


def locked_archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP that says of its members that a password is needed."""
    data = bytearray(archive(files))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


def mail(
    files: Sequence[tuple[str, bytes]],
    *,
    pictures: Sequence[bytes] = (),
    forwarded: Sequence[EmailMessage] = (),
    links: Sequence[str] = (),
) -> EmailMessage:
    """A mail with attachments, pictures shown in its text, mails it forwards, and links to more."""
    message = EmailMessage()
    message["From"], message["To"] = "fapiao@sample.invalid", "caiwu@sample.invalid"
    message["Subject"] = "电子发票（虚构）"
    message.set_content("电子发票见附件。")
    anchors = "".join(f'<a href="{link}">下载发票</a>' for link in links)
    shown = "".join(f'<img src="cid:picture{number}">' for number, _ in enumerate(pictures))
    message.add_alternative(f"<p>电子发票见附件。{anchors}{shown}</p>", subtype="html")
    html = list(message.iter_parts())[1]
    for number, picture in enumerate(pictures):
        html.add_related(picture, "image", "png", cid=f"<picture{number}>")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    for inner in forwarded:
        message.add_attachment(inner)
    return message


def raw_named_mail(name: str, content: bytes) -> bytes:
    """A mail of a program that puts GBK bytes into its headers as they are."""
    head = b"From: a@sample.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
    disposition = b'Content-Disposition: attachment; filename="' + name.encode("gb18030") + b'"\r\n'
    transfer = b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + disposition + transfer + b64encode(content) + b"\r\n--B--\r\n"


def picture(pages: Sequence[Image.Image], form: PictureFormat, *, turned: bool = False) -> bytes:
    """The pages (several only in TIFF, GIF and WebP) in a picture format; `turned` leaves turning upright to EXIF."""
    buffer = BytesIO()
    first, *others = [page.rotate(90, expand=True) for page in pages] if turned else list(pages)
    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = _ROTATED
    options: dict[str, object] = {"exif": exif.tobytes()} if turned else {}
    if others:
        options |= {"save_all": True, "append_images": others}
    first.save(buffer, form, **options)
    return buffer.getvalue()


def portfolio(files: Mapping[str, bytes]) -> bytes:
    """A PDF whose one page says nothing and whose attachments are the documents."""
    cover = Page(210, 297)
    cover.label(30, 40, "本文件是文件包，请打开附件查看其中的全部电子发票和票据。", Pen(size=5))
    cover.label(30, 60, NOTICE, Pen())
    return pdf.pdf([cover], attachments=files)


def outlook_mail() -> bytes:
    """The beginning of a .msg file: a compound file whose directory holds the properties of a mail."""
    entry = "__substg1.0_0037001F".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entry.ljust(128, b"\0") + bytes(384)
