"""The parts of an OFD package, found by following references from OFD.xml (directory names vary by producer).

Rule kept: a reference is looked up among the members of the package and nowhere else.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.safe_xml import Element, children, descendants, find, parse_xml, text_of
from invoices.readers.safe_zip import SafeZip


@dataclass(frozen=True, slots=True)
class PagePart:
    """One page: its id, its content and the contents of its templates, background first."""

    page_id: str
    content: Element
    templates: tuple[Element, ...]


class OfdPackage:
    """One OFD file. Raises `Unreadable` when it has no readable OFD.xml."""

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self.zip = SafeZip(data, limits)
        self._names = {name.lower(): name for name in self.zip.names}
        entry = self._names.get("ofd.xml")
        if entry is None:
            raise Unreadable("damaged", "no OFD.xml")
        self.entry = parse_xml(self.zip.read(entry), limits)

    @cached_property
    def custom_data(self) -> dict[str, str]:
        """The named values of DocInfo (发票号码, 合计金额 …)."""
        found = ((item.get("Name"), text_of(item)) for item in descendants(self.entry, "CustomData"))
        return {name: value for name, value in found if name and value}

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Paths of the Document.xml files; the usual place when OFD.xml names none."""
        named = [self.resolve("", path) for path in map(text_of, descendants(self.entry, "DocRoot")) if path]
        usual = self._names.get("doc_0/document.xml")
        return tuple(name for name in (named or [usual]) if name)

    def resolve(self, base: str, path: str | None) -> str | None:
        """The member a reference in file `base` points to; `None` when there is none."""
        if not path:
            return None
        candidates = (posixpath.join(posixpath.dirname(base), path), path)
        for candidate in (path,) if path.startswith("/") else candidates:
            plain = posixpath.normpath("/" + candidate.replace("\\", "/")).lstrip("/")
            if plain.lower() in self._names:
                return self._names[plain.lower()]
        return None

    def xml(self, name: str | None) -> Element | None:
        """A member parsed as XML; `None` when it is missing or not XML."""
        if name is None:
            return None
        try:
            return parse_xml(self.zip.read(name), self._limits)
        except Unreadable as problem:
            if problem.code == "damaged":
                return None
            raise

    def document(self, root: str) -> Element | None:
        """The Document element of one DocBody."""
        return self.xml(root)

    def pages(self, root: str) -> Iterator[PagePart]:
        """Pages in reading order. Raises `Unreadable`: too_many_pages."""
        document = self.document(root)
        listed = list(children(find(document, "Pages"), "Page"))
        if len(listed) > self._limits.pages:
            raise Unreadable("too_many_pages", str(len(listed)))
        templates = self._templates(root, document)
        for page in listed:
            content = self.xml(self.resolve(root, page.get("BaseLoc")))
            if content is None:
                continue
            used = [templates.get(item.get("TemplateID", "")) for item in children(content, "Template")]
            yield PagePart(page.get("ID", ""), content, tuple(one for one in used if one is not None))

    def _templates(self, root: str, document: Element | None) -> dict[str, Element]:
        found = {}
        for item in children(find(document, "CommonData"), "TemplatePage"):
            content = self.xml(self.resolve(root, item.get("BaseLoc")))
            if content is not None:
                found[item.get("ID", "")] = content
        return found

    def annotations(self, root: str) -> dict[str, list[Element]]:
        """Appearances of annotations by page id."""
        listing_name = self.resolve(root, text_of(self.document(root), "Annotations"))
        listing = self.xml(listing_name)
        found: dict[str, list[Element]] = {}
        for page in children(listing, "Page"):
            content = self.xml(self.resolve(listing_name or "", text_of(page, "FileLoc")))
            if content is not None:
                found[page.get("PageID", "")] = list(descendants(content, "Appearance"))
        return found

    def attachments(self) -> Iterator[Element]:
        """XML files that travel inside: those listed as attachments and those lying in an Attachs folder."""
        for name in self.zip.names:
            lowered = name.lower()
            inside = "/attach" in lowered or lowered.endswith(("original_invoice.xml", "einvoice.xml"))
            if inside and lowered.endswith(".xml") and not lowered.endswith("/attachments.xml"):
                root = self.xml(name)
                if root is not None:
                    yield root

    def tags(self, root: str) -> Iterator[Element]:
        """Custom tag trees whose leaves refer to text objects."""
        listing_name = self.resolve(root, text_of(self.document(root), "CustomTags"))
        listing = self.xml(listing_name)
        for item in descendants(listing, "FileLoc") if listing is not None else ():
            tree = self.xml(self.resolve(listing_name or "", text_of(item)))
            if tree is not None:
                yield tree

    @property
    def is_signed(self) -> bool:
        """Whether the package carries an electronic signature (the seal of an electronic invoice)."""
        return any(name.lower().endswith(("signedvalue.dat", "signature.xml")) for name in self.zip.names)
