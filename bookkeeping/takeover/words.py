"""The words of exported sheets (`headers.yaml`), read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

_MARKS = re.compile(r"[\s*:：_/\\\-—－.．、（）()\[\]【】]+")


@dataclass(frozen=True)
class Words:
    """Titles of columns by their plain form, the words of balance columns longest first, names of packages."""

    packages: Mapping[str, str]
    noise: tuple[str, ...]
    titles: Mapping[str, str]
    ignored: frozenset[str]
    grammar: Mapping[str, tuple[tuple[str, str], ...]]
    fillers: tuple[str, ...]
    totals: frozenset[str]


@cache
def words() -> Words:
    """The file as frozen values."""
    data = yaml.safe_load(files("bookkeeping.takeover").joinpath("headers.yaml").read_text(encoding="utf-8"))
    return Words(
        packages=dict(data["packages"]),
        noise=tuple(sorted(data["noise"], key=len, reverse=True)),
        titles={plain(title): name for name, titles in data["columns"].items() for title in titles},
        ignored=frozenset(plain(title) for title in data["ignored"]),
        grammar={group: _longest_first(data[group]) for group in ("spans", "measures", "sides")},
        fillers=tuple(sorted(data["fillers"], key=len, reverse=True)),
        totals=frozenset(data["totals"]),
    )


def _longest_first(names: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    pairs = [(word, name) for name, said in names.items() for word in said]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


def plain(title: str) -> str:
    """A title without blanks, brackets and marks."""
    return _MARKS.sub("", title)


def column_named(title: str) -> str:
    """Our name of a column, "" for one nobody knows: `code`, `opening_debit`, `year_credit_quantity`."""
    said, known = plain(title), words()
    for noise in ("", *known.noise):
        if (name := known.titles.get(said.replace(noise, "") if noise else said)) is not None:
            return name
    for noise in known.noise:
        said = said.replace(noise, "")
    return known.titles.get(said) or _figure(said)


def is_ignored(title: str) -> bool:
    """Whether a column is known and says nothing we need."""
    return plain(title) in words().ignored


def _figure(said: str) -> str:
    """A balance column by its words; "" where anything is left over or no span is named."""
    parts = {}
    for group, pairs in words().grammar.items():
        for word, name in pairs:
            if word in said:
                parts[group], said = name, said.replace(word, "", 1)
                break
    for filler in words().fillers:
        said = said.replace(filler, "")
    if said or "spans" not in parts:
        return ""
    return "_".join(parts[group] for group in ("spans", "sides", "measures") if group in parts)
