"""The words of statements (`words.yaml`) and the layouts that are known (`layouts/*.yaml`), read once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LATIN = re.compile(r"[\[【][^\]】]*[A-Za-z][^\]】]*[\]】]")
_MARKS = re.compile(r"[\s*:：_\\—－.．、，,（）()\[\]【】\"“”#]+")


@dataclass(frozen=True, slots=True)
class Neutral:
    """Lines that say neither in nor out: where `column` holds one of the words the money went `sign` (in or out).

    `is_own` says that the account itself moved, whatever the way of paying names (the card money was sent to).
    """

    column: str
    words: tuple[str, ...]
    sign: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A known layout. `columns` gives each of our names its titles in plain form, the first with a text counts.

    `required` titles must all be there; further ones only where it is open. `void` lines moved nothing; `own` are ways
    of paying that are the account itself; `sign` is that of `rows.Way`.
    """

    name: str
    title: str
    bank: str
    kind: str
    columns: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    allowed: frozenset[str]
    is_open: bool
    above: tuple[str, ...]
    sign: str
    void: Mapping[str, tuple[str, ...]]
    neutral: tuple[Neutral, ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of any layout, in plain form."""

    columns: Mapping[str, tuple[str, ...]]
    meanings: Mapping[str, str]
    headings: Mapping[str, tuple[str, ...]]
    money_in: frozenset[str]
    money_out: frozenset[str]
    totals: tuple[str, ...]
    currencies: Mapping[str, str]


def plain(title: str) -> str:
    """A title without blanks, brackets and marks, in half-width characters; 借/贷 keeps its stroke."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", _LATIN.sub("", title))).lower()


@cache
def words() -> Words:
    """The file as frozen values."""
    data = _yaml("bookkeeping.bank", "words.yaml")
    columns = {name: tuple(plain(title) for title in titles) for name, titles in data["columns"].items()}
    return Words(
        columns=columns,
        meanings={title: name for name, titles in columns.items() for title in titles},
        headings={name: tuple(titles) for name, titles in data["headings"].items()},
        money_in=frozenset(word.lower() for word in data["money_in"]),
        money_out=frozenset(word.lower() for word in data["money_out"]),
        totals=tuple(data["totals"]),
        currencies=dict(data["currencies"]),
    )


@cache
def layouts() -> tuple[Layout, ...]:
    """Every known layout, the ones with most columns first."""
    folder = files("bookkeeping.bank").joinpath("layouts")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".yaml"))
    found = [_layout(name.removesuffix(".yaml"), _yaml("bookkeeping.bank", "layouts", name)) for name in names]
    return tuple(sorted(found, key=lambda one: -len(one.required)))


def layout_named(name: str) -> Layout | None:
    """The layout of that name."""
    return next((one for one in layouts() if one.name == name), None)


def _yaml(package: str, *path: str) -> Any:
    return yaml.safe_load(files(package).joinpath(*path).read_text(encoding="utf-8"))


def _layout(name: str, data: Mapping[str, Any]) -> Layout:
    required = {ours: _titles(titles) for ours, titles in data["columns"].items()}
    optional = {ours: _titles(titles) for ours, titles in data.get("optional_columns", {}).items()}
    neutral = (
        Neutral(rule["column"], tuple(rule["words"]), rule["sign"], bool(rule.get("own")))
        for rule in data.get("neutral", ())
    )
    must = _all(required)
    return Layout(
        name=name,
        title=data["title"],
        bank=data["bank"],
        kind=data.get("kind", "bank"),
        columns=required | optional,
        required=must,
        allowed=must | _all(optional) | {plain(one) for one in (*data.get("ignored", ()), *data.get("optional", ()))},
        is_open=bool(data.get("open")),
        above=tuple(data.get("above", ())),
        sign=data.get("sign", ""),
        void={column: tuple(said) for column, said in data.get("void", {}).items()},
        neutral=tuple(neutral),
        own=tuple(data.get("own", ())),
    )


def _titles(said: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(plain(title) for title in ([said] if isinstance(said, str) else said))


def _all(columns: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(title for titles in columns.values() for title in titles)
