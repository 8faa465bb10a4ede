"""Fills a return form: every cell from its formula, in the order of their dependencies, exact, with a trace.

Rule kept: each cell says which formula, which figures and which rules of law made it; an override keeps the computed
figure beside it and names its reason. Cells are rounded half up to the fen when they are written, as the forms are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from kernel.money import FEN, ZERO, round_to_fen
from law.store import RuleValue
from tax_filing.domain.cell_key import CellKey
from tax_filing.domain.compiled_form import CompiledCell, CompiledForm
from tax_filing.domain.return_form import CrossCheck, ReturnForm


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


_NO_INPUT: Final = InputValue(ZERO)


def fill(form: ReturnForm, data: ReturnData) -> FilledReturn:
    """The filled form. Raises `CircularForm`, `NoRuleInForce`; an input not given is 0."""
    compiled = form.compiled
    rules, figures = compiled.rule_values(data.on)
    given = [data.inputs.get(name, _NO_INPUT) for name in compiled.inputs]
    count = len(compiled.keys)
    previous = [data.previous.get(key, ZERO) for key in compiled.keys] if data.previous else [ZERO] * count
    frame: list[Any] = [ZERO] * count + previous + [one.value for one in given] + list(figures)
    replaced = _compute_replacing(compiled, frame, data.overrides) if data.overrides else _compute(compiled, frame)
    return FilledReturn(
        form=form,
        cells=dict(zip(compiled.keys, frame, strict=False)),
        trace=Traces(compiled, _Seen(frame, given, rules), data.overrides, replaced),
        checks=tuple(
            CheckResult(check, bool(evaluate(frame)))
            for check, evaluate in zip(form.cross_checks, compiled.checks, strict=True)
        ),
        tax_payable=round_to_fen(compiled.tax_payable(frame)),
        surtaxes={name: round_to_fen(evaluate(frame)) for name, evaluate in compiled.surtaxes.items()},
    )


def _compute(compiled: CompiledForm, frame: list[Any]) -> dict[CellKey, Decimal]:
    """Write every cell into the frame; nothing is replaced."""
    for place, slot in compiled.copied:
        if value := frame[slot]:
            frame[place] = value.quantize(FEN, ROUND_HALF_UP) or ZERO
    for cell in compiled.computed:
        value = cell.evaluate(frame)
        if not cell.whole_fen:
            value = (value.quantize(FEN, ROUND_HALF_UP) or ZERO) if value else ZERO
        frame[cell.place] = value
    return {}


def _compute_replacing(
    compiled: CompiledForm, frame: list[Any], overrides: Mapping[CellKey, Override]
) -> dict[CellKey, Decimal]:
    """The same with figures of people put in place of computed ones, which are returned."""
    replaced: dict[CellKey, Decimal] = {}
    for cell in compiled.plan:
        value = round_to_fen(cell.evaluate(frame))
        if cell.key in overrides:
            replaced[cell.key] = value
            value = round_to_fen(overrides[cell.key].value)
        frame[cell.place] = value
    return replaced


@dataclass(frozen=True, slots=True)
class _Seen:
    """All figures of one filling, and what stands behind the inputs and the rules."""

    frame: list[Any]
    inputs: list[InputValue]
    rules: tuple[RuleValue | None, ...]

    def input(self, slot: int) -> InputValue:
        return self.inputs[slot - len(self.frame) + len(self.rules) + len(self.inputs)]

    def rule(self, slot: int) -> RuleValue | None:
        return self.rules[slot - len(self.frame) + len(self.rules)]


class Traces(Mapping[CellKey, CellTrace]):
    """The trace of every cell. The figures are all kept; a cell's trace is put together when it is asked for."""

    def __init__(
        self,
        form: CompiledForm,
        seen: _Seen,
        overrides: Mapping[CellKey, Override],
        replaced: Mapping[CellKey, Decimal],
    ) -> None:
        self._form = form
        self._seen = seen
        self._overrides = overrides
        self._replaced = replaced

    def __getitem__(self, key: CellKey) -> CellTrace:
        return self._trace(self._form.cells[self._form.place_of[key]])

    def __iter__(self) -> Iterator[CellKey]:
        return iter(self._form.keys)

    def __len__(self) -> int:
        return len(self._form.keys)

    def _trace(self, cell: CompiledCell) -> CellTrace:
        frame = self._seen.frame
        override = self._overrides.get(cell.key)
        return CellTrace(
            formula=cell.formula,
            inputs={label: frame[slot] for label, slot in cell.figures},
            rules=self.rules_of(cell),
            sources=self.sources_of(cell),
            overridden=self._replaced[cell.key] if override else None,
            reason=override.reason if override else "",
        )

    def rules_of(self, cell: CompiledCell) -> tuple[RuleValue, ...]:
        """The rules of law a cell follows, named by its formula or standing behind its inputs."""
        named = [rule for slot in cell.rule_slots if (rule := self._seen.rule(slot)) is not None]
        behind = [rule for slot in cell.input_slots for rule in self._seen.input(slot).rules]
        return tuple({id(rule): rule for rule in (*named, *behind)}.values()) if named or behind else ()

    def sources_of(self, cell: CompiledCell) -> tuple[Source, ...]:
        """The papers behind a cell's inputs."""
        found = [source for slot in cell.input_slots for source in self._seen.input(slot).sources]
        return tuple(dict.fromkeys(found)) if found else ()
