"""Balances by analysis (核算项目余额表): the items of one dimension, or of two combined, with the accounts of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from bookkeeping.domain.account import COUNTERPARTY
from bookkeeping.domain.analysis import Analysis, Item, items_text
from bookkeeping.domain.sheet import Cell, Column, Row, Sheet, Source, Style, Value, row
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import chosen_title, dimension_name, sided_columns, sided_figures
from bookkeeping.selectors.analysis import (
    NONE,
    ItemBalance,
    added,
    analyses_by_id,
    item_balances,
    named_items,
)
from bookkeeping.selectors.balances import year_start
from bookkeeping.selectors.books import Books
from kernel.money import ZERO
from kernel.period import AccountingPeriod

Key = tuple[str, ...]
Found = dict[Key, list[ItemBalance]]  # by the item of each dimension (empty for none), then the account


@dataclass(frozen=True, slots=True)
class _Table:
    """What the rows are written from; `year` is empty where the year to date was not asked for."""

    books: Books
    options: Options
    dimensions: tuple[str, ...]
    span: Found
    year: Found
    names: dict[Item, str]


def build(books: Books, options: Options) -> Sheet:
    """Each item with its accounts below it; what an account that asks for the dimension left open stands last.

    A second dimension parts the items of the first, so the sums stay those of the first.
    """
    dimensions = tuple(part for part in (options.dimension, options.second) if part)
    table = _table(books, options, dimensions)
    rows = list(_below(table, ()))
    tops = [_figures(table, (head,)) for head in _heads(table, ())]
    sums = [sum(column, ZERO) for column in zip(*tops, strict=True)]
    rows.append(row([_("合计"), *[""] * len(dimensions), *sums], Style.TOTAL))
    columns = (
        *(Column(each, dimension_name(each)) for each in dimensions),
        Column("account", _("会计科目")),
        *sided_columns(year_to_date=options.year_to_date),
    )
    return Sheet(_("核算项目余额表"), chosen_title(books, options), columns, rows if len(rows) > 1 else [])


def _table(books: Books, options: Options, dimensions: tuple[str, ...]) -> _Table:
    span = _found(books, options, dimensions, options.start)
    year = _found(books, options, dimensions, year_start(options.end)) if options.year_to_date else {}
    keys = {key[:-1] for key in (*span, *year)}
    items = sorted({Item(*pair) for key in keys for pair in zip(dimensions, key, strict=True) if pair[1]})
    own = [item for item in items if item.dimension != COUNTERPARTY]
    names = dict(zip(own, named_items(books.company.pk, own), strict=True))
    return _Table(books, options, dimensions, span, year, {item: item.code for item in items} | names)


def _found(books: Books, options: Options, dimensions: tuple[str, ...], start: AccountingPeriod) -> Found:
    """Balances by items and account: those that carry an item, and those whose account asks for one."""
    rows = item_balances(books.company.pk, start, options.end, books.chart.below(options.account))
    analyses = analyses_by_id(books.company.pk, {each.analysis_id for each in rows})
    found: Found = {}
    for each in rows:
        said = {item.dimension: item.code for item in analyses.get(each.analysis_id, ())}
        said[COUNTERPARTY] = each.counterparty
        key = tuple(said.get(dimension, "") for dimension in dimensions)
        if key[0] or books.chart[each.code].asks_for(dimensions[0]):
            found.setdefault((*key, each.code), []).append(each)
    return found


def _below(table: _Table, above: Key) -> Iterator[Row]:
    """The rows of everything that begins with `above`, each followed by what stands below it."""
    depth = len(above)
    for head in _heads(table, above):
        key = (*above, head)
        figures = _figures(table, key)
        if any(figures):
            is_account = depth == len(table.dimensions)
            yield row([*_labels(table, key), *figures], _style(depth, is_account=is_account), level=depth + 1)
            if not is_account:
                yield from _below(table, key)


def _heads(table: _Table, above: Key) -> list[str]:
    """What comes next in the keys that begin with `above`, none at all last."""
    depth = len(above)
    heads = {key[depth] for key in (*table.span, *table.year) if key[:depth] == above}
    return sorted(heads, key=lambda each: (not each, each))


def _style(depth: int, *, is_account: bool) -> Style:
    return Style.SUBTOTAL if not depth and not is_account else Style.LINE


def _figures(table: _Table, key: Key) -> list[Decimal]:
    def summed(found: Found) -> ItemBalance:
        return added(each for place, rows in found.items() if place[: len(key)] == key for each in rows)

    year = summed(table.year) if table.year else None
    return sided_figures(summed(table.span), year, year_to_date=table.options.year_to_date)


def _labels(table: _Table, key: Key) -> list[Value | Cell]:
    """The item or account of the row in its own column, opening the ledger it was added up from."""
    labels: list[Value | Cell] = [""] * (len(table.dimensions) + 1)
    labels[len(key) - 1] = Cell(_name(table, key), _source(table, key))
    return labels


def _name(table: _Table, key: Key) -> str:
    if len(key) > len(table.dimensions):
        return f"{key[-1]} {table.books.chart.full_name(key[-1])}"
    return table.names.get(Item(table.dimensions[len(key) - 1], key[-1]), NONE)


def _source(table: _Table, key: Key) -> Source:
    said = dict(zip(table.dimensions, key, strict=False))
    items: Analysis = tuple(Item(each, code) for each, code in said.items() if each != COUNTERPARTY)
    account = key[-1] if len(key) > len(table.dimensions) else table.options.account
    span = (table.options.start, table.options.end)
    return Source("item-ledger", account, *span, said.get(COUNTERPARTY), items_text(items), table.dimensions[0])
