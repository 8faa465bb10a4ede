"""PDF with a text layer from `Page`s, with attached files and entries of the document information where wanted.

Rule kept: the same pages give the same bytes (no clock, no random identifier).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from random import Random

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from samples import fonts
from samples.page import Oval, Page, Picture, Stroke, Text

_POINT = 72 / 25.4
rl_config.useA85 = 0  # binary streams: half the time and four fifths of the size


def pdf(
    pages: Sequence[Page],
    *,
    title: str = "",
    attachments: Mapping[str, bytes] | None = None,
    info: Mapping[str, str] | None = None,
    encrypt: object = None,
    glyph_by_glyph: bool = False,
) -> bytes:
    """One PDF page per `Page`. `attachments` are embedded files by name, `info` extra document information.

    `glyph_by_glyph` places every character by itself, in an order that means nothing, as some converters do.
    """
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(10, 10), invariant=1, encrypt=encrypt)
    canvas.setTitle(title)
    for page in pages:
        canvas.setPageSize((page.width * _POINT, page.height * _POINT))
        _draw(canvas, _scattered(page) if glyph_by_glyph else page)
        canvas.showPage()
    document = canvas._doc  # noqa: SLF001 - reportlab has no public door to attachments and document information
    if attachments:
        _attach(document, attachments)
    if info:
        document.info = _Information(document.info, info)
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, page: Page) -> None:
    canvas.scale(_POINT, _POINT)
    canvas.translate(0, page.height)
    for picture in page.pictures:
        if not picture.is_seal:
            _picture(canvas, picture)
    for stroke in page.strokes:
        _stroke(canvas, stroke)
    for text in sorted(page.texts, key=lambda text: not text.template):
        _text(canvas, text)
    for oval in page.ovals:
        _oval(canvas, oval)
    for picture in page.pictures:
        if picture.is_seal:
            _picture(canvas, picture)


def _scattered(page: Page) -> Page:
    glyphs = []
    for text in page.texts:
        x = text.x
        for char in text.value:
            if char.strip():
                glyphs.append(replace(text, x=x, value=char))
            x += replace(text, value=char).width
    Random(len(glyphs)).shuffle(glyphs)
    return replace(page, texts=glyphs)


def _text(canvas: Canvas, text: Text) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(*(part / 255 for part in text.pen.colour))
    canvas.translate(text.x, -text.y)
    canvas.rotate(-text.angle)
    line = canvas.beginText(0, 0)
    line.setFont(fonts.pdf_name(text.pen.font), text.pen.size)
    line.setCharSpace(text.pen.spacing)
    line.textOut(text.value)
    canvas.drawText(line)
    canvas.restoreState()


def _stroke(canvas: Canvas, stroke: Stroke) -> None:
    canvas.setLineWidth(stroke.width)
    canvas.setStrokeColorRGB(*(part / 255 for part in stroke.colour))
    canvas.line(stroke.x0, -stroke.y0, stroke.x1, -stroke.y1)


def _oval(canvas: Canvas, oval: Oval) -> None:
    canvas.setLineWidth(oval.width)
    canvas.setStrokeColorRGB(*(part / 255 for part in oval.colour))
    ends = (oval.x - oval.radius_x, -oval.y - oval.radius_y, oval.x + oval.radius_x, -oval.y + oval.radius_y)
    canvas.ellipse(*ends, stroke=1, fill=0)


def _picture(canvas: Canvas, picture: Picture) -> None:
    image = ImageReader(BytesIO(picture.png))
    place = (picture.x, -picture.y - picture.height, picture.width, picture.height)
    canvas.drawImage(image, *place, mask="auto")


def _attach(document: pdfdoc.PDFDocument, attachments: Mapping[str, bytes]) -> None:
    names: list[object] = []
    for name, content in sorted(attachments.items()):
        stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
        stream.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
        stream.dictionary["Subtype"] = pdfdoc.PDFName("text/xml")
        specification = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Filespec"),
                "F": pdfdoc.PDFString(name),
                "UF": pdfdoc.PDFString(name),
                "EF": pdfdoc.PDFDictionary({"F": document.Reference(stream)}),
            }
        )
        names += [pdfdoc.PDFString(name), document.Reference(specification)]
    tree = pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(names)})})
    document.Catalog.Names = tree


class _Information(pdfdoc.PDFInfo):  # type: ignore[misc]
    """Document information with further entries."""

    def __init__(self, usual: pdfdoc.PDFInfo, more: Mapping[str, str]) -> None:
        super().__init__()
        self.__dict__.update(usual.__dict__)
        self._more = dict(more)

    def format(self, document: object) -> bytes:
        """The dictionary as PDF source."""
        entries = {"Title": self.title, "Producer": self.producer, "Creator": self.creator, **self._more}
        dictionary = pdfdoc.PDFDictionary({key: pdfdoc.PDFString(value) for key, value in entries.items()})
        return bytes(dictionary.format(document))


def picture_pdf(jpeg: bytes, *, dpi: int = 150) -> bytes:
    """A PDF page that is nothing but a picture, as scanners make it."""
    buffer = BytesIO()
    image = ImageReader(BytesIO(jpeg))
    width, height = (side * 72 / dpi for side in image.getSize())
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1)
    canvas.drawImage(image, 0, 0, width, height)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
