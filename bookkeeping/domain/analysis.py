"""Analysis dimensions (辅助核算): what a line says beside its account.

Rules kept: customer and supplier are the line's counterparty, by name; the other dimensions are items of the company's
own lists, by code, and one line carries at most one item of each. An account says which it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kernel.errors import InvalidValue


class Dimension(StrEnum):
    """What a list of items is about."""

    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    DEPARTMENT = "department"
    EMPLOYEE = "employee"
    PROJECT = "project"
    STOCK_ITEM = "stock_item"


ON_LINES = (Dimension.DEPARTMENT, Dimension.EMPLOYEE, Dimension.PROJECT, Dimension.STOCK_ITEM)
"""Dimensions a line keeps beside its counterparty, in the order they are shown."""

NAMES_ZH = {
    Dimension.CUSTOMER: "客户",
    Dimension.SUPPLIER: "供应商",
    Dimension.DEPARTMENT: "部门",
    Dimension.EMPLOYEE: "职员",
    Dimension.PROJECT: "项目",
    Dimension.STOCK_ITEM: "存货",
}


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One item of a list by its code: department D01."""

    dimension: str
    code: str


Analysis = tuple[Item, ...]
"""The items of one line, ordered by dimension; empty where the account asks for none."""


def analysis_of(items: Iterable[Item]) -> Analysis:
    """The items in order, one of each dimension; the last one wins."""
    kept = {item.dimension: item for item in items}
    return tuple(sorted(kept.values()))


def fitting(analysis: Analysis, asked: Sequence[str]) -> Analysis:
    """What of `analysis` an account that asks for `asked` keeps."""
    return tuple(item for item in analysis if item.dimension in asked)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which lines a reader wants: of one counterparty, of certain items. An empty code means lines without an item."""

    counterparty: str | None = None
    items: Analysis = ()


def items_text(items: Iterable[Item]) -> str:
    """Items as an address says them: `department:D01 project:`."""
    return " ".join(f"{item.dimension}:{item.code}" for item in items)


def items_of(text: str) -> Analysis:
    """The items of `items_text`. Raises `InvalidValue` for a dimension lines do not keep."""
    pairs = [part.partition(":") for part in text.split()]
    if any(dimension not in ON_LINES for dimension, _colon, _code in pairs):
        raise InvalidValue(f"no analysis dimension in {text!r}", message_zh=f"没有核算类别“{text}”")
    return analysis_of(Item(dimension, code) for dimension, _colon, code in pairs)


def missing(analysis: Analysis, asked: Sequence[str]) -> list[str]:
    """Dimensions the account asks for and the line does not say."""
    said = {item.dimension for item in analysis}
    return [dimension for dimension in asked if dimension not in said]
