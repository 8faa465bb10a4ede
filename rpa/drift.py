"""Finding elements although portals move them: by selector, then by role, label and text; and saying which moved.

Rule kept: a fallback counts only when it finds exactly one element; a guess among several is no find.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from playwright.sync_api import Locator, Page

from rpa.errors import ElementMissing

_PAUSE_MS: Final = 50
_COUNT: Final = "selectors => selectors.map(css => css ? document.querySelectorAll(css).length : 0)"


@dataclass(frozen=True, slots=True)
class Element:
    """How an element may be found. `names` are accessible names that go with `role`."""

    css: str = ""
    role: str = ""
    names: tuple[str, ...] = ()
    label: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PortalData:
    """Selectors of a portal as versioned data. A portal that is not `verified` is never driven."""

    portal: str
    version: str
    verified: bool
    elements: Mapping[str, Element]
    paths: Mapping[str, str]
    cells: Mapping[str, str]
    forms: Mapping[str, Any]
    notes: Mapping[str, Any] = field(default_factory=dict)


def load_portal(folder: Path) -> PortalData:
    """The data of the portal in `folder` (`selectors.yaml`, `forms.yaml`)."""
    data = yaml.safe_load((folder / "selectors.yaml").read_text(encoding="utf-8"))
    forms = folder / "forms.yaml"
    return PortalData(
        portal=data["portal"],
        version=str(data["version"]),
        verified=data["verified"] is True,
        elements={name: _element(row) for name, row in data["elements"].items()},
        paths=data.get("paths", {}),
        cells=data.get("cells", {}),
        forms=yaml.safe_load(forms.read_text(encoding="utf-8")) if forms.exists() else {},
        notes=data.get("notes", {}),
    )


class Finder:
    """Finds the elements of one page by their names in the portal's data, and remembers which have moved."""

    def __init__(self, page: Page, elements: Mapping[str, Element]) -> None:
        self._page = page
        self._elements = elements
        self.moved: dict[str, str] = {}

    def find(self, name: str, *, seconds: float = 5.0) -> Locator:
        """The one element called `name`. Raises `ElementMissing` after `seconds`."""
        deadline = time.monotonic() + seconds
        while True:
            if (found := self._now(name)) is not None:
                return found
            if time.monotonic() > deadline:
                raise ElementMissing(name, [how for how, _ in self._candidates(name)])
            self._page.wait_for_timeout(_PAUSE_MS)

    def is_there(self, name: str) -> bool:
        """Whether the element is on the page now."""
        return self._now(name) is not None

    def first_there(self, names: Sequence[str]) -> str:
        """The first of `names` that is on the page, or ""; one question to the page while the selectors hold."""
        selectors = [self._elements[name].css for name in names]
        counts = self._page.evaluate(_COUNT, selectors)
        there = [name for name, count in zip(names, counts, strict=True) if count == 1]
        return there[0] if there else next((name for name in names if self._now(name) is not None), "")

    def missing(self, prefix: str) -> list[str]:
        """Elements whose names begin with `prefix` and that are not on the page by any way."""
        return [name for name in self._elements if name.startswith(prefix) and self._now(name) is None]

    def _now(self, name: str) -> Locator | None:
        for how, locator in self._candidates(name):
            if locator.count() == 1:
                if how != "css":
                    self.moved[name] = how
                return locator
        return None

    def _candidates(self, name: str) -> Iterator[tuple[str, Locator]]:
        element = self._elements[name]
        if element.css:
            yield "css", self._page.locator(element.css)
        for accessible_name in element.names:
            yield "role", self._page.get_by_role(element.role, name=accessible_name, exact=True)  # type: ignore[arg-type]
        if element.role and not element.names:
            yield "role", self._page.get_by_role(element.role)  # type: ignore[arg-type]
        if element.label:
            yield "label", self._page.get_by_label(element.label, exact=True)
        if element.text:
            yield "text", self._page.get_by_text(element.text, exact=True)


def _element(row: Mapping[str, Any]) -> Element:
    return Element(
        css=row.get("css", ""),
        role=row.get("role", ""),
        names=tuple(row.get("names", ())),
        label=row.get("label", ""),
        text=row.get("text", ""),
    )
