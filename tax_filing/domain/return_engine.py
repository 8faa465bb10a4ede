"""Fills a return form: every cell from its formula, in the order of their dependencies, exact, with a trace.

Rule kept: each cell says which formula, which figures and which rules of law made it; an override keeps the computed
figure beside it and names its reason. Cells are rounded half up to the fen when they are written, as the forms are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

from kernel.errors import InvalidValue
from kernel.money import ZERO, round_to_fen
from law.store import RuleValue, lookup
from tax_filing.domain.expression import parse
from tax_filing.domain.return_form import CellKey, CrossCheck, ReturnForm


class CircularForm(InvalidValue):
    """Cells of a form that depend on each other in a ring."""

    code: ClassVar[str] = "circular_form"


@dataclass(frozen=True, slots=True)
class Source:
    """What a figure was made from: a kind known to provenance and a number ("invoice", 3)."""

    kind: str
    id: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class InputValue:
    """One prepared figure with the papers and the rules behind it."""

    value: Decimal
    sources: tuple[Source, ...] = ()
    rules: tuple[RuleValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """A figure a person put in place of the computed one, and why."""

    value: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class CellTrace:
    """How one cell came about. `overridden` holds the computed figure a person replaced."""

    formula: str
    inputs: Mapping[str, Decimal]
    rules: tuple[RuleValue, ...]
    sources: tuple[Source, ...]
    overridden: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Whether a cross-check of the form holds."""

    check: CrossCheck
    holds: bool


@dataclass(frozen=True, slots=True)
class FilledReturn:
    """A filled form."""

    form: ReturnForm
    cells: Mapping[CellKey, Decimal]
    trace: Mapping[CellKey, CellTrace]
    checks: tuple[CheckResult, ...]
    tax_payable: Decimal
    surtaxes: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class ReturnData:
    """All a form is filled from: the day its law is looked up by, inputs, the previous return, overrides."""

    on: date
    inputs: Mapping[str, InputValue]
    previous: Mapping[CellKey, Decimal] = field(default_factory=dict)
    overrides: Mapping[CellKey, Override] = field(default_factory=dict)


def fill(form: ReturnForm, data: ReturnData) -> FilledReturn:
    """The filled form. Raises `CircularForm`, `NoRuleInForce`; an input not given is 0."""
    sheet = _Sheet(form, data)
    for key in form.formulas:
        sheet.figure(key)
    checks = tuple(CheckResult(check, bool(sheet.evaluate(check.formula))) for check in form.cross_checks)
    return FilledReturn(
        form=form,
        cells={key: sheet.cells[key] for key in form.formulas},
        trace={key: sheet.trace[key] for key in form.formulas},
        checks=checks,
        tax_payable=round_to_fen(sheet.evaluate(form.tax_payable)),
        surtaxes={name: round_to_fen(sheet.evaluate(formula)) for name, formula in form.surtaxes.items()},
    )


class _Sheet:
    """The cells filled so far; asks for others as formulas name them."""

    def __init__(self, form: ReturnForm, data: ReturnData) -> None:
        self.form = form
        self.data = data
        self.cells: dict[CellKey, Decimal] = {}
        self.trace: dict[CellKey, CellTrace] = {}
        self._open: list[CellKey] = []

    def figure(self, key: CellKey) -> Decimal:
        if key not in self.cells:
            self._compute(key)
        return self.cells[key]

    def _compute(self, key: CellKey) -> None:
        if key in self._open:
            raise CircularForm(f"{self.form.form}: {' → '.join(map(str, [*self._open, key]))}")
        self._open.append(key)
        scope = _CellScope(self, key)
        formula = self.form.formulas[key]
        computed = round_to_fen(parse(formula).value(scope))
        override = self.data.overrides.get(key)
        self._open.pop()
        self.cells[key] = round_to_fen(override.value) if override else computed
        self.trace[key] = CellTrace(
            formula=formula,
            inputs=scope.inputs,
            rules=tuple({(rule.rule, rule.effective_from): rule for rule in scope.rules}.values()),
            sources=tuple(dict.fromkeys(scope.sources)),
            overridden=computed if override else None,
            reason=override.reason if override else "",
        )

    def evaluate(self, formula: str) -> Decimal:
        return parse(formula).value(_CellScope(self, None))


class _CellScope:
    """What one formula sees, writing down all it looked at."""

    def __init__(self, sheet: _Sheet, home: CellKey | None) -> None:
        self.sheet = sheet
        self.home = home
        self.inputs: dict[str, Decimal] = {}
        self.rules: list[RuleValue] = []
        self.sources: list[Source] = []

    def cell(self, reference: str) -> Decimal:
        key = self.sheet.form.key(reference, home=self.home)
        return self._seen(str(key), self.sheet.figure(key))

    def previous(self, reference: str) -> Decimal:
        key = self.sheet.form.key(reference, home=self.home)
        return self._seen(f"previous.{key}", self.sheet.data.previous.get(key, ZERO))

    def input(self, name: str) -> Decimal:
        given = self.sheet.data.inputs.get(name, InputValue(ZERO))
        self.sources.extend(given.sources)
        self.rules.extend(given.rules)
        return self._seen(name, given.value)

    def rule(self, name: str) -> Decimal:
        found = lookup(name, self.sheet.data.on)
        self.rules.append(found)
        return found.decimal

    def _seen(self, name: str, value: Decimal) -> Decimal:
        self.inputs[name] = value
        return value
