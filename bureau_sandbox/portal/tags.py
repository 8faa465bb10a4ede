"""Template tags of the portal: element names that move when the scenario says so."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from bureau_sandbox.portal.elements import cell_label, cell_name, moved_name

register = template.Library()


@register.simple_tag(takes_context=True)
def el(context: Context, name: str) -> str:
    """The id or field name of an element: its own name, or another one while `moved_elements` is on."""
    return moved_name(name) if context.get("moved") else name


@register.simple_tag(takes_context=True)
def cell_field(context: Context, table: str, line: str, column: str) -> str:
    """The field name of a cell."""
    name = cell_name(table, line, column)
    return moved_name(name) if context.get("moved") else name


@register.simple_tag
def cell_title(table: Any, line: Any, column: str) -> str:
    """The accessible name of a cell: table, line number, column."""
    return cell_label(table, line, column)


@register.simple_tag
def cell_value(cells: dict[str, Any], table: str, line: str, column: str) -> str:
    """The amount in a cell, 0.00 where nothing was entered."""
    content = cells.get(table, {}).get(line, "")
    amount = content.get(column, "") if isinstance(content, dict) else content
    return amount or "0.00"
