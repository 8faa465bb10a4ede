"""Every route of the product, walked out of the URL configuration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter


@dataclass(frozen=True)
class Route:
    """One URL pattern with all its path parameters."""

    pattern: str
    converters: dict[str, Any]
    view: Callable[..., Any]

    @property
    def of_company(self) -> bool:
        return "company_id" in self.converters

    def url(self, company_id: int) -> str:
        """The address with the company's id and made-up other parameters."""
        parts = self.pattern
        for name, converter in self.converters.items():
            value = str(company_id) if name == "company_id" else ("1" if isinstance(converter, IntConverter) else "x")
            parts = parts.replace(_placeholder(parts, name), value)
        return "/" + parts

    @property
    def roles(self) -> tuple[int, int] | None:
        """The least roles for reading and for writing; None when the view does not say."""
        view_class = getattr(self.view, "cls", None) or getattr(self.view, "view_class", None)
        if view_class is not None and hasattr(view_class, "read_role"):
            return view_class.read_role, view_class.write_role
        return getattr(self.view, "required_roles", None)


def _placeholder(pattern: str, name: str) -> str:
    found = re.search(rf"<(\w+:)?{name}>", pattern)
    assert found, f"{pattern} has no {name}"
    return found.group()


def all_routes() -> list[Route]:
    """Every route, in the order of the URL configuration."""
    return list(_walk(get_resolver(), "", {}))


def _walk(resolver: URLResolver, prefix: str, converters: dict[str, Any]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        found = {**converters, **entry.pattern.converters}
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path, found)
        elif isinstance(entry, URLPattern):
            yield Route(path, found, entry.callback)
