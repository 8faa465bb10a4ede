"""Formulas in words: line numbers as printed, rules by their titles, inputs by what they are.

Rule kept: the words come from the same formula the engine computed; nothing is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from law.store import load_documents
from tax_filing.domain.cell_key import AMOUNT, CellKey
from tax_filing.domain.return_form import ReturnForm

_REFERENCE: Final = re.compile(r"(prev)?\[([^\]]+)\]")
_RULE: Final = re.compile(r"@([a-z0-9_.]+)")
_NAME: Final = re.compile(r"\b([a-z][a-z0-9_]*_[a-z0-9_]+|prepaid|profit|revenue|cost|rate)\b")
_TITLES: Final = Path(__file__).parents[1] / "input_titles.yaml"


def in_words(form: ReturnForm, home: CellKey, trace: Mapping[str, Any], *, english: bool) -> str:
    """The formula of `home` as an accountant reads it, from the cell's stored trace."""
    rules: Sequence[Mapping[str, Any]] = trace["rules"]
    titles = {rule["name"]: (rule.get("title_en") if english else "") or rule["title"] for rule in rules}

    def reference(match: re.Match[str]) -> str:
        return _cell(form, home, match[2], english=english, previous=bool(match[1]))

    words = _RULE.sub(
        lambda match: f"“{titles.get(match[1], match[1])}”", _REFERENCE.sub(reference, str(trace["formula"]))
    )
    words = _NAME.sub(lambda match: input_title(match[1], english=english), words)
    return words.replace(" * ", " × ").replace(" / ", " ÷ ").replace(" - ", " − ")


def _cell(form: ReturnForm, home: CellKey, reference: str, *, english: bool, previous: bool) -> str:
    key = form.key(reference, home=home)
    section = form.section(key.section)
    place = "" if key.section == home.section else (section.title.en if english else section.title.zh) + " "
    column = ""
    if key.column not in (home.column, AMOUNT):
        title = section.columns[key.column]
        column = f" ({title.en})" if english else f"（{title.zh}）"
    if english:
        return f"{'last period ' if previous else ''}{place}line {key.line}{column}"
    return f"{'上期' if previous else ''}{place}第{key.line}栏{column}"


def input_title(name: str, *, english: bool) -> str:
    """What an input is called; numbered inputs share the title of their kind."""
    exact, patterns = _input_titles()
    pair = exact.get(name) or next((pair for pattern, pair in patterns if pattern.fullmatch(name)), None)
    return (pair[1] if english else pair[0]) if pair else name


@cache
def _input_titles() -> tuple[dict[str, list[str]], list[tuple[re.Pattern[str], list[str]]]]:
    (data,) = load_documents(_TITLES)
    return data["names"], [(re.compile(pattern), pair) for pattern, pair in data["patterns"].items()]
