"""Official return forms as data: sections, lines, columns, formulas and cross-checks from `return_forms/*.yaml`.

Rule kept: a new edition of a form is a new file; the edition is chosen by the end of the tax period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

from kernel.errors import Refusal
from law.store import load_documents
from tax_filing.domain.cell_key import AMOUNT, CellKey
from tax_filing.domain.compiled_form import CompiledForm

FORMS_FOLDER: Final = Path(__file__).parents[1] / "return_forms"
DASH: Final = "—"


class NoFormInForce(Refusal):
    """No edition of the form covers the tax period."""

    code: ClassVar[str] = "no_form_in_force"


@dataclass(frozen=True, slots=True)
class Title:
    """A printed text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """One numbered line with a formula per column; a column without formula prints as a dash.

    `code` names the rule that holds the code a relief is entered by.
    """

    number: str
    title: Title
    formulas: Mapping[str, str]
    of_which: bool = False
    source: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class FormSection:
    """The main form or a schedule."""

    name: str
    title: Title
    columns: Mapping[str, Title]
    lines: tuple[FormLine, ...]
    row_formulas: Mapping[str, str] = field(default_factory=dict)

    def with_rows(self, titles: Sequence[str]) -> FormSection:
        """A section that prints one line per person or paper, and its total; others are returned as they are."""
        if not self.row_formulas:
            return self
        numbers = [str(number) for number in range(1, len(titles) + 1)]
        printed = [
            FormLine(number, Title(title, title), _of_row(self.row_formulas, number))
            for number, title in zip(numbers, titles, strict=True)
        ]
        sums = " + ".join(f"[{number}]" for number in numbers) or "0"
        totals = [replace(line, formulas=dict.fromkeys(line.formulas, sums)) for line in self.lines]
        return replace(self, lines=(*printed, *totals))

    @property
    def single_column(self) -> bool:
        """Whether each line has one amount and no named columns."""
        return tuple(self.columns) == (AMOUNT,)


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """An identity the filled form must satisfy; `warn_only` ones do not stop filing."""

    rule: str
    formula: str
    message: Title
    warn_only: bool = False


@dataclass(frozen=True)
class ReturnForm:
    """One edition of one return form."""

    form: str
    edition: str
    title: Title
    effective_from: date
    effective_to: date | None
    source: str
    confidence: str
    sections: tuple[FormSection, ...]
    cross_checks: tuple[CrossCheck, ...]
    tax_payable: str
    surtaxes: Mapping[str, str]
    note: str = ""

    @cached_property
    def formulas(self) -> Mapping[CellKey, str]:
        """Every computed cell with its formula, in printed order."""
        return {
            CellKey(section.name, line.number, column): formula
            for section in self.sections
            for line in section.lines
            for column, formula in line.formulas.items()
        }

    @property
    def check_formulas(self) -> list[str]:
        """The formulas of the cross-checks, in their order."""
        return [check.formula for check in self.cross_checks]

    @cached_property
    def compiled(self) -> CompiledForm:
        """The form made ready for filling."""
        return CompiledForm(self)

    def with_rows(self, titles: Sequence[str]) -> ReturnForm:
        """The form with one line per title in its repeated section; a form without one is returned as it is."""
        if not any(section.row_formulas for section in self.sections):
            return self
        return replace(self, sections=tuple(section.with_rows(titles) for section in self.sections))

    def section(self, name: str) -> FormSection:
        """The section of that name. Raises `KeyError`."""
        return {section.name: section for section in self.sections}[name]

    def key(self, reference: str, *, home: CellKey | None = None) -> CellKey:
        """The cell a reference means, seen from `home` (`[:9]` is its own line). Raises `KeyError` off the form."""
        parts = [part.strip() for part in reference.split(":")]
        if len(parts) == 3:
            key = CellKey(*parts)
        else:
            section = home.section if home else self.sections[0].name
            line = parts[0] or (home.line if home else "")
            column = parts[1] if len(parts) == 2 else (home.column if home else AMOUNT)
            key = CellKey(section, line, column)
        if key not in self.formulas:
            raise KeyError(str(key))
        return key

    def covers(self, day: date) -> bool:
        """Whether the edition serves a tax period that ends on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


def form_in_force(form: str, period_end: date) -> ReturnForm:
    """The edition for a tax period. Raises `NoFormInForce`."""
    for candidate in all_forms():
        if candidate.form == form and candidate.covers(period_end):
            return candidate
    raise NoFormInForce(
        f"no edition of {form} for a period ending {period_end}", message_zh=f"{period_end} 没有适用的申报表“{form}”"
    )


def form_edition(form: str, edition: str) -> ReturnForm:
    """A known edition, for returns computed earlier. Raises `NoFormInForce`."""
    for candidate in all_forms():
        if (candidate.form, candidate.edition) == (form, edition):
            return candidate
    raise NoFormInForce(f"there is no edition {edition} of {form}")


@cache
def all_forms() -> tuple[ReturnForm, ...]:
    """Every edition shipped with the product."""
    return tuple(load_form(path) for path in sorted(FORMS_FOLDER.glob("*.yaml")))


def load_form(path: Path) -> ReturnForm:
    """One edition from its file."""
    data = _read(path)
    return ReturnForm(
        form=data["form"],
        edition=data["edition"],
        title=_title(data["title"]),
        effective_from=data["effective_from"],
        effective_to=data.get("effective_to"),
        source=data["source"],
        confidence=data["confidence"],
        sections=tuple(_section(name, section) for name, section in data["sections"].items()),
        cross_checks=tuple(_cross_checks(data)),
        tax_payable=data["tax_payable"],
        surtaxes=data.get("surtaxes", {}),
        note=data.get("note", ""),
    )


def _read(path: Path) -> dict[str, Any]:
    (data,) = load_documents(path)
    if base := data.pop("extends", None):
        return _merged(_read(path.with_name(base)), data)
    return data


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the keys of `changes` put over it, level by level; an edition states only what it changes."""
    merged = dict(base)
    for key, value in changes.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged


def _title(pair: list[str]) -> Title:
    return Title(str(pair[0]), str(pair[1]))


def _section(name: str, data: Mapping[str, Any]) -> FormSection:
    columns = {str(column): _title(pair) for column, pair in data.get("columns", {AMOUNT: ["金额", "Amount"]}).items()}
    defaults = {str(column): str(formula) for column, formula in data.get("default_formulas", {}).items()}
    repeated = bool(data.get("repeated"))
    of_lines = dict.fromkeys(defaults, "0") if repeated else defaults
    lines = tuple(_line(str(number), line, columns, of_lines) for number, line in data["lines"].items())
    return FormSection(name, _title(data["title"]), columns, lines, defaults if repeated else {})


def _of_row(formulas: Mapping[str, str], number: str) -> dict[str, str]:
    return {column: formula.replace("{line}", number) for column, formula in formulas.items()}


def _line(number: str, data: Mapping[str, Any], columns: Mapping[str, Title], defaults: Mapping[str, str]) -> FormLine:
    formulas = dict(_formulas(number, data, columns, defaults))
    return FormLine(
        number,
        _title(data["title"]),
        formulas,
        bool(data.get("of_which")),
        data.get("source", ""),
        data.get("code", ""),
    )


def _formulas(
    number: str, data: Mapping[str, Any], columns: Mapping[str, Title], defaults: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    own = {str(column): str(formula) for column, formula in data.get("cells", {}).items()}
    shared = str(data.get("formula", DASH))
    for column in columns:
        formula = own.get(column, defaults.get(column, shared))
        if formula != DASH:
            yield column, formula.replace("{line}", number)


def _cross_checks(data: Mapping[str, Any]) -> Iterator[CrossCheck]:
    removed = data.get("cross_checks_removed", ())
    for check in data.get("cross_checks", ()):
        if check["rule"] not in removed:
            yield CrossCheck(check["rule"], check["formula"], _title(check["message"]), bool(check.get("warn_only")))
