"""Adding invoices up (汇算): by category, counterparty, rate, deductibility and period, tied to the fen.

Rule kept: every table is a sum of the same invoices as exact decimals, so all tables have the same total; what the
lines of an invoice do not explain of its header stands under no rate, never nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kernel.money import ZERO, total


@dataclass(frozen=True, slots=True)
class SummedLine:
    """What a line adds: yuan, and its rate as a ratio; `None` where it was not read."""

    rate: Decimal | None
    net: Decimal | None
    tax: Decimal | None


@dataclass(frozen=True, slots=True)
class Summed:
    """What an invoice adds, in yuan; an amount that was not read counts as 0."""

    category: str
    counterparty: str
    usage: str
    period: str
    verdict: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    deductible: Decimal
    lines: tuple[SummedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """Count and sums in yuan under one name; in a table by rate an invoice of two rates counts under both."""

    name: str
    count: int
    net: Decimal
    tax: Decimal
    gross: Decimal
    deductible: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """The same invoices added up in every way; each table adds up to `all`."""

    by_category: tuple[Total, ...]
    by_counterparty: tuple[Total, ...]
    by_rate: tuple[Total, ...]
    by_usage: tuple[Total, ...]
    by_period: tuple[Total, ...]
    by_verdict: tuple[Total, ...]
    all: Total


def add_up(invoices: Iterable[Summed]) -> Summary:
    """All tables, the largest totals first; periods and rates in their own order."""
    rows = tuple(invoices)
    rated = [part for row in rows for part in _by_rate(row)]
    return Summary(
        by_category=_table(rows, lambda row: row.category),
        by_counterparty=_table(rows, lambda row: row.counterparty),
        by_rate=tuple(sorted(_grouped(rated), key=lambda one: (not one.name, one.name))),
        by_usage=_table(rows, lambda row: row.usage),
        by_period=tuple(sorted(_table(rows, lambda row: row.period), key=lambda one: one.name)),
        by_verdict=_table(rows, lambda row: row.verdict),
        all=_total("", rows),
    )


def _table(rows: Sequence[Summed], name_of: Callable[[Summed], str]) -> tuple[Total, ...]:
    found = _grouped([(name_of(row), row) for row in rows])
    return tuple(sorted(found, key=lambda one: (-abs(one.gross), one.name)))


def _grouped(named: Iterable[tuple[str, Summed]]) -> Iterator[Total]:
    groups: dict[str, list[Summed]] = {}
    for name, row in named:
        groups.setdefault(name, []).append(row)
    return (_total(name, rows) for name, rows in groups.items())


def _total(name: str, rows: Sequence[Summed]) -> Total:
    return Total(
        name=name,
        count=len(rows),
        net=total(row.net for row in rows),
        tax=total(row.tax for row in rows),
        gross=total(row.gross for row in rows),
        deductible=total(row.deductible for row in rows),
    )


def _by_rate(row: Summed) -> Iterator[tuple[str, Summed]]:
    """The invoice cut by rate; the remainder of the header, if any, under no rate ("")."""
    parts: dict[str, tuple[Decimal, Decimal]] = {}
    for line in row.lines:
        name = "" if line.rate is None else f"{line.rate:.4f}"
        net, tax = parts.get(name, (ZERO, ZERO))
        parts[name] = (net + (line.net or ZERO), tax + (line.tax or ZERO))
    lines_gross = total(net + tax for net, tax in parts.values())
    loose = row.net - total(net for net, _ in parts.values()), row.tax - total(tax for _, tax in parts.values())
    if any(loose) or lines_gross != row.gross or not parts:
        net, tax = parts.get("", (ZERO, ZERO))
        parts[""] = (net + loose[0], tax + loose[1])
    yield from _shared(row, parts)


def _shared(row: Summed, parts: dict[str, tuple[Decimal, Decimal]]) -> Iterator[tuple[str, Summed]]:
    """Gross and deductible VAT as the parts say where they explain the invoice, the rest under the largest part."""
    gross = {name: net + tax for name, (net, tax) in parts.items()}
    gross[_largest(parts)] += row.gross - total(gross.values())
    follows = total(tax for _, tax in parts.values()) == row.deductible
    deductible = {name: tax if follows else ZERO for name, (_, tax) in parts.items()}
    deductible[_largest(parts)] += row.deductible - total(deductible.values())
    for name, (net, tax) in parts.items():
        yield (
            name,
            Summed(
                row.category,
                row.counterparty,
                row.usage,
                row.period,
                row.verdict,
                net,
                tax,
                gross[name],
                deductible[name],
            ),
        )


def _largest(parts: dict[str, tuple[Decimal, Decimal]]) -> str:
    return max(parts, key=lambda name: abs(parts[name][0]))
