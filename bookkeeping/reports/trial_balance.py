"""Trial balance (科目余额表): by level, over a span, with year to date and by counterparty where asked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from bookkeeping.domain.balances import Balance, roll_up
from bookkeeping.domain.sheet import Cell, Column, Row, Sheet, Style, row
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import account_columns, ledger_source, sided_columns, sided_figures
from bookkeeping.selectors.balances import balances, year_start
from bookkeeping.selectors.books import Books
from kernel.money import ZERO


def build(books: Books, options: Options) -> Sheet:
    """The sheet. Reads period balances alone."""
    kept = balances(books.company.pk, options.start, options.end)
    year = _year(books, options) if options.year_to_date else {}
    rolled = roll_up(books.chart, kept)
    parties = _by_party(kept) if options.by_counterparty else {}
    rows = list(_rows(books, options, rolled, parties, year))
    first = [balance for code, balance in rolled.items() if books.chart[code].is_first_level]
    rows.append(row(["", _("合计"), *_total(first, year, options)], Style.TOTAL))
    return Sheet(_("科目余额表"), options.span, _columns(options), rows)


def _columns(options: Options) -> tuple[Column, ...]:
    return (*account_columns(), *sided_columns(year_to_date=options.year_to_date))


def _year(books: Books, options: Options) -> dict[str, Balance]:
    return roll_up(books.chart, balances(books.company.pk, year_start(options.end), options.end))


def _by_party(kept: list[Balance]) -> dict[str, list[Balance]]:
    found: dict[str, list[Balance]] = {}
    for balance in kept:
        if balance.counterparty:
            found.setdefault(balance.code, []).append(balance)
    return found


def _rows(
    books: Books,
    options: Options,
    rolled: dict[str, Balance],
    parties: dict[str, list[Balance]],
    year: dict[str, Balance],
) -> Iterator[Row]:
    wanted = rolled if not options.show_zero else {**{a.code: Balance(a.code) for a in books.chart}, **rolled}
    for code in sorted(wanted):
        level, balance = len(books.chart.path(code)), wanted[code]
        if level > options.level or not (options.show_zero or _says_something(balance, year.get(code))):
            continue
        source = ledger_source(code, options.start, options.end)
        figures = _figures(balance, year.get(code), options)
        yield row([Cell(code, source), Cell(books.chart[code].name, source), *figures], level=level)
        for own in parties.get(code, ()):
            if _says_something(own, None):
                named = ledger_source(code, options.start, options.end, own.counterparty)
                yield row(["", Cell(own.counterparty, named), *_figures(own, None, options)], level=level + 1)


def _says_something(balance: Balance, year: Balance | None) -> bool:
    moved = year is not None and (year.debit or year.credit)
    return any((balance.opening, balance.debit, balance.credit, moved))


def _figures(balance: Balance, year: Balance | None, options: Options) -> list[Decimal]:
    return sided_figures(balance, year, year_to_date=options.year_to_date)


def _total(first: list[Balance], year: dict[str, Balance], options: Options) -> list[Decimal]:
    """Column by column over the first level: opening, movement and closing must each tie."""
    rows = [_figures(balance, year.get(balance.code), options) for balance in first]
    return [sum(column, ZERO) for column in zip(*rows, strict=True)] or [ZERO] * (8 if options.year_to_date else 6)
