"""OFD (GB/T 33190): a zip whose pages hold positioned text, with tags that say which text is which field.

Rule kept: every reference resolves (OFD.xml → Document.xml → pages and templates; every tag's ObjectRef is the ID of a
text object of that page), and the archive carries no clock.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from io import BytesIO

from samples import fonts
from samples.page import Page, Picture, Stroke, Text
from samples.truth import Truth
from samples.writers.elements import Element, child, document, ofd
from samples.writers.ofd_tags import TagStyle, custom_data, tag_file

_DOC = "Doc_0/"
_FONT_IDS = {fonts.KAI: "11", fonts.SONG: "12", fonts.SANS: "13", fonts.MONO: "14"}
_COLOUR_SPACE = "5"
_EPOCH = (2026, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class _Package:
    """Files of the archive and the running object id."""

    files: dict[str, bytes] = field(default_factory=dict)
    last_id: int = 100
    refs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    pictures: list[tuple[str, str]] = field(default_factory=list)

    def next_id(self) -> str:
        self.last_id += 1
        return str(self.last_id)


def ofd_file(
    pages: Sequence[Page],
    truth: Truth,
    *,
    tags: TagStyle = "plain",
    attachments: Mapping[str, bytes] | None = None,
) -> bytes:
    """The archive. `attachments` are XML files by name, as older e-invoices carry them."""
    package = _Package()
    page_ids = [_page(package, page, number) for number, page in enumerate(pages)]
    _annotations(package, pages, page_ids)
    _resources(package)
    if attachments:
        _attachments(package, attachments)
    tagged = tags != "none"
    if tagged:
        package.files |= tag_file(tags, package.refs)
    _document(package, page_ids, tagged=tagged, attached=bool(attachments))
    package.files["OFD.xml"] = _entry(truth)
    return _zip(package.files)


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: (name != "OFD.xml", name)):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _entry(truth: Truth) -> bytes:
    root = Element(ofd("OFD"), DocType="OFD", Version="1.0")
    body = child(root, ofd("DocBody"))
    info = child(body, ofd("DocInfo"))
    identity = md5((truth.qr or "").encode(), usedforsecurity=False).hexdigest()
    child(info, ofd("DocID"), identity)
    child(info, ofd("Author"), "Fictional Sample")
    child(info, ofd("CreationDate"), str(truth.issue_date))
    datas = child(info, ofd("CustomDatas"))
    for name, value in custom_data(truth).items():
        child(datas, ofd("CustomData"), value, Name=name)
    child(body, ofd("DocRoot"), f"{_DOC}Document.xml")
    return document(root)


def _document(package: _Package, page_ids: list[str], *, tagged: bool, attached: bool) -> None:
    root = Element(ofd("Document"))
    common = child(root, ofd("CommonData"))
    child(common, ofd("MaxUnitID"), str(package.last_id + 1))
    child(common, ofd("PublicRes"), "PublicRes.xml")
    for number in range(len(page_ids)):
        child(common, ofd("TemplatePage"), ID=str(20 + number), BaseLoc=f"Tpls/Tpl_{number}/Content.xml")
    child(common, ofd("DocumentRes"), "DocumentRes.xml")
    listing = child(root, ofd("Pages"))
    for number, page_id in enumerate(page_ids):
        child(listing, ofd("Page"), ID=page_id, BaseLoc=f"Pages/Page_{number}/Content.xml")
    child(root, ofd("Annotations"), "Annots/Annotations.xml")
    if tagged:
        child(root, ofd("CustomTags"), "Tags/CustomTags.xml")
    if attached:
        child(root, ofd("Attachments"), "Attachs/Attachments.xml")
    package.files[f"{_DOC}Document.xml"] = document(root)


def _page(package: _Package, page: Page, number: int) -> str:
    page_id = package.next_id()
    template = _content(page)
    layer = template[1]
    for stroke in page.strokes:
        _stroke(package, layer, stroke)
    for text in page.texts:
        if text.template:
            _text(package, layer, text)
    package.files[f"{_DOC}Tpls/Tpl_{number}/Content.xml"] = document(template[0])
    root, layer = _content(page, template=str(20 + number))
    for picture in page.pictures:
        if not picture.is_seal:
            _image(package, layer, picture)
    for text in page.texts:
        if not text.template:
            object_id = _text(package, layer, text)
            _tag(package, text.field, page_id, object_id)
    package.files[f"{_DOC}Pages/Page_{number}/Content.xml"] = document(root)
    return page_id


def _tag(package: _Package, name: str, page_id: str, object_id: str) -> None:
    if not name:
        return
    known = package.refs.setdefault(name, [])
    if not known or known[0][0] == page_id:  # the head is repeated on every page and tagged on the first
        known.append((page_id, object_id))


def _content(page: Page, *, template: str = "") -> tuple[Element, Element]:
    root = Element(ofd("Page"))
    child(child(root, ofd("Area")), ofd("PhysicalBox"), f"0 0 {page.width:g} {page.height:g}")
    if template:
        child(root, ofd("Template"), TemplateID=template, ZOrder="Background")
    return root, child(child(root, ofd("Content")), ofd("Layer"), ID="7")


def _text(package: _Package, layer: Element, text: Text) -> str:
    object_id = package.next_id()
    size = text.pen.size
    box = f"{text.x:.4g} {text.y - size:.5g} {text.width + 0.5:.5g} {size * 1.3:.4g}"
    element = child(
        layer, ofd("TextObject"), ID=object_id, Boundary=box, Font=_FONT_IDS[text.pen.font], Size=f"{size:g}"
    )
    child(element, ofd("FillColor"), Value=" ".join(map(str, text.pen.colour)), ColorSpace=_COLOUR_SPACE)
    steps = _steps(text)[:-1]
    code = child(element, ofd("TextCode"), text.value, X="0", Y=f"{size:g}")
    if steps:
        code.set("DeltaX", " ".join(f"{step:.4g}" for step in steps))
    return object_id


def _steps(text: Text) -> list[float]:
    """Advance per character; within a run of Latin letters and digits all are equal, as in the official fonts."""
    steps: list[float] = []
    for run in re.findall(r"[!-~]+|[^!-~]", text.value):
        width = fonts.width(run, font=text.pen.font, size=text.pen.size)
        steps += [width / len(run) + text.pen.spacing] * len(run)
    return steps


def _stroke(package: _Package, layer: Element, stroke: Stroke) -> None:
    width, height = abs(stroke.x1 - stroke.x0), abs(stroke.y1 - stroke.y0)
    boundary = f"{stroke.x0 - 0.2:g} {stroke.y0 - 0.2:g} {width + 0.4:g} {height + 0.4:g}"
    element = child(layer, ofd("PathObject"), ID=package.next_id(), Boundary=boundary, LineWidth=f"{stroke.width:g}")
    child(element, ofd("StrokeColor"), Value=" ".join(map(str, stroke.colour)), ColorSpace=_COLOUR_SPACE)
    child(element, ofd("AbbreviatedData"), f"M 0.2 0.2 L {width + 0.2:g} {height + 0.2:g}")


def _image(package: _Package, layer: Element, picture: Picture) -> None:
    resource = package.next_id()
    name = f"image_{resource}.png"
    package.files[f"{_DOC}Res/{name}"] = picture.png
    package.pictures.append((resource, name))
    child(
        layer,
        ofd("ImageObject"),
        ID=package.next_id(),
        CTM=f"{picture.width:g} 0 0 {picture.height:g} 0 0",
        Boundary=f"{picture.x:g} {picture.y:g} {picture.width:g} {picture.height:g}",
        ResourceID=resource,
    )


def _annotations(package: _Package, pages: Sequence[Page], page_ids: list[str]) -> None:
    root = Element(ofd("Annotations"))
    for number, (page, page_id) in enumerate(zip(pages, page_ids, strict=True)):
        child(child(root, ofd("Page"), PageID=page_id), ofd("FileLoc"), f"Page_{number}/Annotation.xml")
        annotation = Element(ofd("PageAnnot"))
        for picture in page.pictures:
            if picture.is_seal:
                _seal(package, annotation, picture)
        package.files[f"{_DOC}Annots/Page_{number}/Annotation.xml"] = document(annotation)
    package.files[f"{_DOC}Annots/Annotations.xml"] = document(root)


def _seal(package: _Package, annotation: Element, picture: Picture) -> None:
    annot = child(
        annotation, ofd("Annot"), Type="Watermark", ID=package.next_id(), NoRotate="true", Subtype="Watermark"
    )
    place = f"{picture.x:g} {picture.y:g} {picture.width:g} {picture.height:g}"
    inside = Picture(0, 0, picture.width, picture.height, picture.png)
    _image(package, child(annot, ofd("Appearance"), Boundary=place), inside)


def _resources(package: _Package) -> None:
    root = Element(ofd("Res"), BaseLoc="Res")
    medias = child(root, ofd("MultiMedias"))
    for resource, name in package.pictures:
        media = child(medias, ofd("MultiMedia"), ID=resource, Type="Image", Format="PNG")
        child(media, ofd("MediaFile"), name)
    package.files[f"{_DOC}DocumentRes.xml"] = document(root)
    public = Element(ofd("Res"))
    child(child(public, ofd("ColorSpaces")), ofd("ColorSpace"), ID=_COLOUR_SPACE, Type="RGB")
    listing = child(public, ofd("Fonts"))
    for role, font_id in _FONT_IDS.items():
        name = fonts.OFFICIAL_NAMES[role]
        child(listing, ofd("Font"), ID=font_id, FontName=name, FamilyName=name)
    package.files[f"{_DOC}PublicRes.xml"] = document(public)


def _attachments(package: _Package, attachments: Mapping[str, bytes]) -> None:
    root = Element(ofd("Attachments"))
    for name, content in sorted(attachments.items()):
        package.files[f"{_DOC}Attachs/{name}"] = content
        kind = "xbrl" if "_issuer_" in name else "xml"
        size = f"{len(content) / 1024:.4f}"
        title = name.removesuffix(".xml")
        element = child(
            root, ofd("Attachment"), ID=package.next_id(), Name=title, Format=kind, Size=size, Visible="false"
        )
        child(element, ofd("FileLoc"), name)
    package.files[f"{_DOC}Attachs/Attachments.xml"] = document(root)
