"""Small formulas in which indicators are written: arithmetic, comparison, `and`, `or`, `not`, `min`, `max`, `abs`.

Rule kept: what is missing trips nothing. A formula that needs a missing fact has no value (`None`), except where the
rest decides alone: `True or missing` is true, `False and missing` is false. Division by zero has no value either.
A formula is read once and kept as a function of its facts: a night looks at thousands of periods.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

Value = Decimal | bool | str
Scope = Mapping[str, Value]
Formula = Callable[[Scope], Value | None]

_ARITHMETIC: Final[dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal | None]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda left, right: left / right if right else None,
}
_ORDER: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_SAME: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
_FUNCTIONS: Final[dict[str, Callable[..., Decimal]]] = {"min": min, "max": max, "abs": abs}


class BadFormula(ValueError):
    """The formula uses something this small language does not have."""


def _parsed(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except SyntaxError as error:
        raise BadFormula(f"{formula!r} is not a formula") from error


@lru_cache(maxsize=4096)
def compiled(formula: str) -> Formula:
    """The formula as a function of its facts. Raises `BadFormula`."""
    return _compiled(_parsed(formula))


def evaluate(formula: str, scope: Scope) -> Value | None:
    """The value of a formula, `None` when a fact it needs is missing. Raises `BadFormula`."""
    return compiled(formula)(scope)


@lru_cache(maxsize=4096)
def names_in(formula: str) -> tuple[str, ...]:
    """The facts a formula speaks of, in order of appearance."""
    nodes = [node for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Name) and node.id not in _FUNCTIONS]
    return tuple(dict.fromkeys(node.id for node in sorted(nodes, key=lambda node: node.col_offset)))


def _compiled(node: ast.expr) -> Formula:
    match node:
        case ast.Constant(value=bool() | str()):
            word: Any = node.value
            return lambda _scope: word
        case ast.Constant(value=int() | float()):
            number = Decimal(str(node.value))
            return lambda _scope: number
        case ast.Name(id=name):
            return lambda scope: scope.get(name)
        case ast.BinOp(op=sign) if type(sign) in _ARITHMETIC:
            return _calculated(_ARITHMETIC[type(sign)], [_compiled(node.left), _compiled(node.right)])
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _calculated(_FUNCTIONS[name], [_compiled(argument) for argument in arguments])
        case ast.UnaryOp(op=ast.USub()):
            return _calculated(operator.neg, [_compiled(node.operand)])
    return _compiled_logic(node)


def _compiled_logic(node: ast.expr) -> Formula:
    match node:
        case ast.UnaryOp(op=ast.Not()):
            return _negated(_compiled(node.operand))
        case ast.Compare(ops=[sign], comparators=[other]) if type(sign) in _SAME:
            return _same(_SAME[type(sign)], _compiled(node.left), _compiled(other))
        case ast.Compare(ops=[sign], comparators=[other]) if type(sign) in _ORDER:
            return _ordered(_ORDER[type(sign)], _compiled(node.left), _compiled(other))
        case ast.BoolOp():
            return _joined([_compiled(part) for part in node.values], decisive=isinstance(node.op, ast.Or))
    raise BadFormula(f"{ast.unparse(node)!r} is not part of the formula language")


def _calculated(function: Callable[..., Decimal | None], parts: list[Formula]) -> Formula:
    def value(scope: Scope) -> Decimal | None:
        numbers = [part(scope) for part in parts]
        return function(*numbers) if all(isinstance(number, Decimal) for number in numbers) else None

    return value


def _negated(inner: Formula) -> Formula:
    def value(scope: Scope) -> bool | None:
        known = inner(scope)
        return None if known is None else not known

    return value


def _same(compare: Callable[[Any, Any], bool], left: Formula, right: Formula) -> Formula:
    def value(scope: Scope) -> bool | None:
        one, other = left(scope), right(scope)
        return None if one is None or other is None else compare(one, other)

    return value


def _ordered(compare: Callable[[Any, Any], bool], left: Formula, right: Formula) -> Formula:
    def value(scope: Scope) -> bool | None:
        one, other = left(scope), right(scope)
        if one is None or other is None:
            return None
        if not isinstance(one, Decimal) or not isinstance(other, Decimal):
            raise BadFormula("only numbers have an order")
        return compare(one, other)

    return value


def _joined(parts: list[Formula], *, decisive: bool) -> Formula:
    def value(scope: Scope) -> bool | None:
        known = [part(scope) for part in parts]
        if any(one is not None and bool(one) is decisive for one in known):
            return decisive
        return None if None in known else not decisive

    return value
