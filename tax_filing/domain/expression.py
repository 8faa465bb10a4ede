"""The formula language of return forms: cells, inputs, rules, arithmetic, comparison, `min max if sum`.

Rule kept: a formula is data from a file and can do nothing but arithmetic over `Decimal`; there is no `eval`.

    [main:15:total]   a cell: section, line, column (section and column may be left out: [15], [15:total])
    prev[main:20]     the same cell of the previous period's return (0 when there is none)
    sales_3           an input, prepared from the facts
    @vat.levy_rate    a rule of law, looked up by the date of the tax period
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Protocol

from kernel.errors import InvalidValue

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<cell>(?:prev)?\[[^\]]+\])|(?P<rule>@[a-z0-9_.]+)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<operator><=|>=|==|!=|[-+*/(),<>]))"
)
COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
ARITHMETIC: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else Decimal(0),
}
FUNCTIONS: Final[dict[str, Callable[[Sequence[Decimal]], Decimal]]] = {
    "min": min,
    "max": max,
    "sum": lambda values: sum(values, Decimal(0)),
}


class BadFormula(InvalidValue):
    """A formula that cannot be read."""

    code = "bad_formula"


class Node(Protocol):
    """A part of a formula."""

    def leaves(self) -> Iterator[Leaf]:
        """What it looks at, in the order of reading."""


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    number: Decimal

    def leaves(self) -> Iterator[Leaf]:
        """None."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Leaf:
    """A cell, a cell of the previous return, an input or a rule."""

    kind: str
    name: str

    def leaves(self) -> Iterator[Leaf]:
        """Itself."""
        return iter((self,))


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts joined by an operator; a comparison is 1 or 0, division by 0 gives 0 as on the form."""

    operator: str
    left: Node
    right: Node

    def leaves(self) -> Iterator[Leaf]:
        """Those of both sides."""
        yield from self.left.leaves()
        yield from self.right.leaves()


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the fixed list; `if` evaluates only the branch taken."""

    function: str
    arguments: tuple[Node, ...]

    def leaves(self) -> Iterator[Leaf]:
        """Those of all arguments."""
        for argument in self.arguments:
            yield from argument.leaves()


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node:
    """The tree of a formula. Raises `BadFormula`."""
    parser = _Parser(formula)
    node = parser.comparison()
    if parser.peek():
        raise BadFormula(f"unexpected {parser.peek()!r} in {formula!r}")
    return node


class _Parser:
    """Recursive descent: comparison over sum over product over factor."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.tokens = list(_tokens(formula))
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> tuple[str, str]:
        if self.at >= len(self.tokens) or (expected and self.peek() != expected):
            raise BadFormula(f"expected {expected or 'more'} in {self.formula!r}")
        self.at += 1
        return self.tokens[self.at - 1]

    def comparison(self) -> Node:
        left = self.addition()
        if self.peek() in COMPARE:
            return Operation(self.take()[1], left, self.addition())
        return left

    def addition(self) -> Node:
        left = self.product()
        while self.peek() in ("+", "-"):
            left = Operation(self.take()[1], left, self.product())
        return left

    def product(self) -> Node:
        left = self.factor()
        while self.peek() in ("*", "/"):
            left = Operation(self.take()[1], left, self.factor())
        return left

    def factor(self) -> Node:
        kind, text = self.take()
        if text == "-":
            return Operation("-", Number(Decimal(0)), self.factor())
        if text == "(":
            inner = self.comparison()
            self.take(")")
            return inner
        if kind == "name" and self.peek() == "(":
            return self.call(text)
        return self.leaf(kind, text)

    def leaf(self, kind: str, text: str) -> Node:
        if kind == "number":
            return Number(Decimal(text))
        if kind == "cell":
            return Leaf("previous", text[5:-1]) if text.startswith("prev") else Leaf("cell", text[1:-1])
        if kind in ("rule", "name"):
            return Leaf("rule", text[1:]) if kind == "rule" else Leaf("input", text)
        raise BadFormula(f"unexpected {text!r} in {self.formula!r}")

    def call(self, function: str) -> Node:
        if function not in FUNCTIONS and function != "if":
            raise BadFormula(f"unknown function {function!r} in {self.formula!r}")
        self.take("(")
        arguments = [self.comparison()]
        while self.peek() == ",":
            self.take(",")
            arguments.append(self.comparison())
        self.take(")")
        if function == "if" and len(arguments) != 3:
            raise BadFormula(f"if takes three parts in {self.formula!r}")
        return Call(function, tuple(arguments))


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    position = 0
    text = formula.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match or match.lastgroup is None:
            raise BadFormula(f"cannot read {text[position:]!r} in {formula!r}")
        yield match.lastgroup, match[match.lastgroup]
        position = match.end()
