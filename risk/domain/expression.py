"""Small formulas in which indicators are written: arithmetic, comparison, `and`, `or`, `not`, `min`, `max`, `abs`.

Rule kept: what is missing trips nothing. A formula that needs a missing fact has no value (`None`), except where the
rest decides alone: `True or missing` is true, `False and missing` is false. Division by zero has no value either.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

Value = Decimal | bool | str
Scope = Mapping[str, Value]

_ARITHMETIC: Final[dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
}
_ORDER: Final[dict[type[ast.cmpop], Callable[[Decimal, Decimal], bool]]] = {
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
}
_FUNCTIONS: Final[dict[str, Callable[..., Decimal]]] = {"min": min, "max": max, "abs": abs}


class BadFormula(ValueError):
    """The formula uses something this small language does not have."""


@lru_cache(maxsize=1024)
def _parsed(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except SyntaxError as error:
        raise BadFormula(f"{formula!r} is not a formula") from error


def evaluate(formula: str, scope: Scope) -> Value | None:
    """The value of a formula, `None` when a fact it needs is missing. Raises `BadFormula`."""
    return _value(_parsed(formula), scope)


def names_in(formula: str) -> list[str]:
    """The facts a formula speaks of, in order of appearance."""
    nodes = [node for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Name) and node.id not in _FUNCTIONS]
    return list(dict.fromkeys(node.id for node in sorted(nodes, key=lambda node: node.col_offset)))


def _value(node: ast.expr, scope: Scope) -> Value | None:
    match node:
        case ast.Constant(value=bool() | str()):
            return node.value  # type: ignore[return-value]
        case ast.Constant(value=int() | float()):
            return Decimal(str(node.value))
        case ast.Name():
            return scope.get(node.id)
        case ast.BinOp():
            return _calculated(node, scope)
        case ast.UnaryOp():
            return _turned(node, scope)
        case ast.Compare(ops=[operator], comparators=[other]):
            return _compared(_value(node.left, scope), operator, _value(other, scope))
        case ast.BoolOp():
            return _joined(node, scope)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            numbers = [_number(_value(argument, scope)) for argument in arguments]
            return None if None in numbers else _FUNCTIONS[name](*numbers)
    raise BadFormula(f"{ast.unparse(node)!r} is not part of the formula language")


def _number(value: Value | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _calculated(node: ast.BinOp, scope: Scope) -> Decimal | None:
    left, right = _number(_value(node.left, scope)), _number(_value(node.right, scope))
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Div):
        return left / right if right else None
    if type(node.op) not in _ARITHMETIC:
        raise BadFormula(f"{ast.unparse(node)!r} is not part of the formula language")
    return _ARITHMETIC[type(node.op)](left, right)


def _turned(node: ast.UnaryOp, scope: Scope) -> Value | None:
    inner = _value(node.operand, scope)
    if isinstance(node.op, ast.Not):
        return None if inner is None else not inner
    if isinstance(node.op, ast.USub):
        number = _number(inner)
        return None if number is None else -number
    raise BadFormula(f"{ast.unparse(node)!r} is not part of the formula language")


def _compared(left: Value | None, operator: ast.cmpop, right: Value | None) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(operator, ast.Eq):
        return left == right
    if isinstance(operator, ast.NotEq):
        return left != right
    low, high = _number(left), _number(right)
    if type(operator) not in _ORDER or low is None or high is None:
        raise BadFormula("only numbers have an order")
    return _ORDER[type(operator)](low, high)


def _joined(node: ast.BoolOp, scope: Scope) -> bool | None:
    parts = [_value(part, scope) for part in node.values]
    decisive = isinstance(node.op, ast.Or)
    if any(part is not None and bool(part) is decisive for part in parts):
        return decisive
    return None if None in parts else not decisive
