"""The tables under `knowledge/` as values, read once, and the index of their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bookkeeping.engine.case import AccountName
from bookkeeping.engine.words import WordIndex

_STARRED = re.compile(r"^\s*\*(?P<short>[^*]+)\*(?P<name>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of a knowledge table."""

    name: AccountName
    words: tuple[str, ...]
    shorts: frozenset[str]
    kinds: frozenset[str]
    goods: bool
    project: bool
    asset: bool
    blocks_input_vat: bool
    gift: bool
    supply: bool
    strong: bool
    site: bool
    own: AccountName | None


@cache
def table(name: str) -> Any:
    """A YAML table of `knowledge/`: a file, or the rows of all files of a folder in the order of their names."""
    here = files("bookkeeping.engine.knowledge")
    if (folder := here.joinpath(name)).is_dir():
        chapters = sorted(
            (path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name
        )
        return [row for chapter in chapters for row in yaml.safe_load(chapter.read_text(encoding="utf-8"))]
    return yaml.safe_load(here.joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> tuple[ItemRow, ...]:
    """The rows of `items` or `sales`."""
    return tuple(_row(row) for row in table(name))


def _row(row: dict[str, Any]) -> ItemRow:
    return ItemRow(
        AccountName(row["account"], row["detail"]),
        tuple(row.get("words", ())),
        frozenset(row.get("shorts", ())),
        frozenset(row.get("kinds", ())),
        bool(row.get("goods")),
        bool(row.get("project")),
        bool(row.get("asset")),
        row.get("vat") == "not_deductible",
        bool(row.get("gift")),
        bool(row.get("supply")),
        bool(row.get("strong")),
        bool(row.get("site")),
        AccountName(*row["own"]) if "own" in row else None,
    )


@cache
def index(name: str) -> WordIndex[ItemRow]:
    """The words of `items` or `sales`."""
    return WordIndex((row, row.words) for row in rows(name))


@cache
def short_names(name: str) -> dict[str, ItemRow]:
    """Rows by short name between the asterisks."""
    return {short: row for row in rows(name) for short in row.shorts}


@cache
def kinds(name: str) -> dict[str, ItemRow]:
    """Rows by kind of receipt."""
    return {kind: row for row in rows(name) for kind in row.kinds}


def split_item(item: str) -> tuple[str, str]:
    """(short name between the asterisks, rest of the item name)."""
    match = _STARRED.match(item)
    return (match["short"].strip(), match["name"].strip()) if match else ("", item.strip())
