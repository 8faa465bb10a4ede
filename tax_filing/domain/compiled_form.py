"""A return form made ready for filling: cells in the order of their dependencies, each formula a tree of closures.

Rule kept: a formula is still nothing but arithmetic over `Decimal`; what each cell looks at is known beforehand, which
is what its trace is made of. A form is made ready once and then serves any number of returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import ClassVar, Final, Protocol

from kernel.errors import InvalidValue
from law import store
from law.store import NoRuleInForce, RuleValue
from tax_filing.domain.cell_key import CellKey
from tax_filing.domain.closures import (
    Evaluate,
    added_up,
    branched,
    called,
    compared,
    constant,
    divided,
    multiplied,
    rule_figure,
)
from tax_filing.domain.expression import COMPARE, FUNCTIONS, Call, Leaf, Node, Number, Operation, parse

Figure = Decimal | NoRuleInForce | TypeError


_SIGNS: Final = ("+", "-")


class CircularForm(InvalidValue):
    """Cells of a form that depend on each other in a ring."""

    code: ClassVar[str] = "circular_form"


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing a formula looks at: a cell, a cell of the previous return, an input or a rule; `label` names it."""

    kind: str
    label: str
    slot: int


@dataclass(frozen=True, slots=True)
class CompiledCell:
    """One cell: its place, how it is computed, whether that can only give whole fen, and what it looks at.

    `figures` names the slots whose figures its trace shows, `input_slots` and `rule_slots` those with more behind them.
    """

    place: int
    key: CellKey
    formula: str
    evaluate: Evaluate
    whole_fen: bool
    references: tuple[Reference, ...]
    figures: tuple[tuple[str, int], ...]
    input_slots: tuple[int, ...]
    rule_slots: tuple[int, ...]


class Printed(Protocol):
    """What making a form ready needs to know of it."""

    @property
    def form(self) -> str:
        """Its name."""

    @property
    def tax_payable(self) -> str:
        """The formula of what is to pay."""

    @property
    def surtaxes(self) -> Mapping[str, str]:
        """The formulas of the surtaxes by name."""

    @property
    def formulas(self) -> Mapping[CellKey, str]:
        """Every computed cell with its formula."""

    @property
    def check_formulas(self) -> Sequence[str]:
        """The formulas of the cross-checks."""

    def key(self, reference: str, *, home: CellKey | None = None) -> CellKey:
        """The cell a reference means."""


class CompiledForm:
    """A form with its cells numbered in printed order and `plan` in the order of computing. Raises `CircularForm`.

    Of the plan, `copied` are cells that only repeat an input (place, slot of the input), `computed` are the others.
    """

    def __init__(self, form: Printed) -> None:
        self.keys: tuple[CellKey, ...] = tuple(form.formulas)
        self.place_of: dict[CellKey, int] = {key: place for place, key in enumerate(self.keys)}
        trees = {key: parse(formula) for key, formula in form.formulas.items()}
        loose = [parse(formula) for formula in (*form.check_formulas, form.tax_payable, *form.surtaxes.values())]
        leaves = [leaf for tree in (*trees.values(), *loose) for leaf in tree.leaves()]
        self.inputs: tuple[str, ...] = tuple(dict.fromkeys(leaf.name for leaf in leaves if leaf.kind == "input"))
        self.rules: tuple[str, ...] = tuple(dict.fromkeys(leaf.name for leaf in leaves if leaf.kind == "rule"))
        maker = _Maker(form, self)
        self.cells = tuple(maker.cell(key, form.formulas[key], tree) for key, tree in trees.items())
        first, rest = _apart([self.cells[place] for place in _order(self.cells, form.form)])
        self.plan = (*first, *rest)
        self.copied = tuple((cell.place, cell.input_slots[0]) for cell in first)
        self.computed = rest
        made = [maker.compiled(tree, None)[0] for tree in loose]
        count = len(form.check_formulas)
        self.checks = tuple(made[:count])
        self.tax_payable = made[count]
        self.surtaxes = dict(zip(form.surtaxes, made[count + 1 :], strict=True))
        self._rule_values: dict[tuple[date, int], tuple[tuple[RuleValue | None, ...], tuple[Figure, ...]]] = {}

    def rule_values(self, on: date) -> tuple[tuple[RuleValue | None, ...], tuple[Figure, ...]]:
        """The rules the formulas name, in force on a day, and their figures; one not in force is its refusal."""
        at = (on, id(store.STORE))
        if at not in self._rule_values:
            found = [_rule(name, on) for name in self.rules]
            self._rule_values[at] = (tuple(rule for rule, _ in found), tuple(figure for _, figure in found))
        return self._rule_values[at]


class _Maker:
    """Turns trees into closures over the frame of one form."""

    def __init__(self, form: Printed, compiled: CompiledForm) -> None:
        self._find = form.key
        self._place_of = compiled.place_of
        self._keys = compiled.keys
        count = len(compiled.keys)
        self._input_slots = {name: 2 * count + slot for slot, name in enumerate(compiled.inputs)}
        after = 2 * count + len(compiled.inputs)
        self._rule_slots = {name: after + slot for slot, name in enumerate(compiled.rules)}

    def cell(self, key: CellKey, formula: str, tree: Node) -> CompiledCell:
        """One cell with its closure and all its tree looks at."""
        evaluate, whole = self.compiled(tree, key)
        references = tuple(dict.fromkeys(self._reference(leaf, key) for leaf in tree.leaves()))
        return CompiledCell(
            place=self._place_of[key],
            key=key,
            formula=formula,
            evaluate=evaluate,
            whole_fen=whole,
            references=references,
            figures=tuple((seen.label, seen.slot) for seen in references if seen.kind != "rule"),
            input_slots=tuple(seen.slot for seen in references if seen.kind == "input"),
            rule_slots=tuple(seen.slot for seen in references if seen.kind == "rule"),
        )

    def compiled(self, node: Node, home: CellKey | None) -> tuple[Evaluate, bool]:
        """The closure of a node, and whether its value has whole fen however it comes out."""
        match node:
            case Number():
                return constant(node.number), node.number == node.number.to_integral_value()
            case Leaf():
                slot = self._slot(node, home)
                leaf = rule_figure(slot) if node.kind == "rule" else itemgetter(slot)
                return leaf, node.kind in ("cell", "previous")
            case Call():
                return self._call(node, home)
            case Operation():
                return self._operation(node, home)
        raise TypeError(node)

    def _slot(self, leaf: Leaf, home: CellKey | None) -> int:
        if leaf.kind == "input":
            return self._input_slots[leaf.name]
        if leaf.kind == "rule":
            return self._rule_slots[leaf.name]
        place = self._place_of[self._find(leaf.name, home=home)]
        return place + (len(self._keys) if leaf.kind == "previous" else 0)

    def _reference(self, leaf: Leaf, home: CellKey) -> Reference:
        slot = self._slot(leaf, home)
        if leaf.kind == "cell":
            return Reference(leaf.kind, str(self._keys[slot]), slot)
        if leaf.kind == "previous":
            return Reference(leaf.kind, f"previous.{self._keys[slot - len(self._keys)]}", slot)
        return Reference(leaf.kind, leaf.name, slot)

    def _call(self, node: Call, home: CellKey | None) -> tuple[Evaluate, bool]:
        parts = [self.compiled(part, home) for part in node.arguments]
        inner = [evaluate for evaluate, _ in parts]
        if node.function == "if":
            return branched(*inner), all(whole for _, whole in parts[1:])
        return called(FUNCTIONS[node.function], inner), all(whole for _, whole in parts)

    def _operation(self, node: Operation, home: CellKey | None) -> tuple[Evaluate, bool]:
        if node.operator in _SIGNS:
            parts = [(sign, self.compiled(part, home)) for sign, part in _chain(node)]
            added = [evaluate for sign, (evaluate, _) in parts if sign == "+"]
            taken = [evaluate for sign, (evaluate, _) in parts if sign == "-"]
            return added_up(added, taken), all(whole for _, (_, whole) in parts)
        left, right = self.compiled(node.left, home)[0], self.compiled(node.right, home)[0]
        if node.operator in COMPARE:
            return compared(COMPARE[node.operator], left, right), False
        return (multiplied if node.operator == "*" else divided)(left, right), False


def _chain(node: Node) -> Iterator[tuple[str, Node]]:
    """The parts of `a + b - c`, each with its sign."""
    if isinstance(node, Operation) and node.operator in _SIGNS:
        yield from _chain(node.left)
        yield node.operator, node.right
    else:
        yield "+", node


def _rule(name: str, on: date) -> tuple[RuleValue | None, Figure]:
    try:
        found = store.lookup(name, on)
    except NoRuleInForce as refusal:
        return None, refusal
    try:
        return found, found.decimal
    except TypeError as error:
        return found, error


def _order(cells: Sequence[CompiledCell], form: str) -> list[int]:
    """Places in an order in which every cell comes after those it looks at."""
    done: dict[int, bool] = {}
    order: list[int] = []

    def visit(place: int) -> None:
        if done.get(place):
            return
        if place in done:
            ring = " → ".join(str(cells[open_].key) for open_, ready in done.items() if not ready)
            raise CircularForm(f"{form}: {ring}")
        done[place] = False
        for reference in cells[place].references:
            if reference.kind == "cell":
                visit(reference.slot)
        done[place] = True
        order.append(place)

    for cell in cells:
        visit(cell.place)
    return order


def _apart(cells: Sequence[CompiledCell]) -> tuple[tuple[CompiledCell, ...], tuple[CompiledCell, ...]]:
    """Cells that only repeat an input, and the others, each in their order."""
    plain = {cell.place for cell in cells if cell.input_slots and cell.formula == cell.references[0].label}
    first = tuple(cell for cell in cells if cell.place in plain)
    return first, tuple(cell for cell in cells if cell.place not in plain)
