"""Balances that count beside yuan: by stock item (数量金额总账), by currency and counterparty (外币余额表)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from bookkeeping.domain.account import COUNTERPARTY
from bookkeeping.domain.analysis import Item, items_text
from bookkeeping.domain.sheet import Cell, Column, Row, Sheet, Source, Style, row
from bookkeeping.reports.measures import FOREIGN, QUANTITY, MeasureWords, sign_of
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import account_columns
from bookkeeping.selectors.analysis import NONE, ItemBalance, added, analyses_by_id, item_balances, named_items
from bookkeeping.selectors.balances import year_start
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.measured import Measure
from kernel.period import AccountingPeriod

Found = dict[str, dict[str, ItemBalance]]  # by account, then by item or counterparty
_LEDGERS = {Measure.QUANTITY: "quantity-ledger", Measure.FOREIGN: "foreign-ledger"}


def build(words: MeasureWords, books: Books, options: Options) -> Sheet:
    """Accounts that keep the measure, each with its items; units of different kinds are never added up."""
    found = _found(words, books, options.start, options.end)
    year = _found(words, books, year_start(options.end), options.end) if options.year_to_date else {}
    rows = list(_rows(words, books, options, found, year))
    return Sheet(str(words.balances), options.span, _columns(words, options), rows)


build_quantity = partial(build, QUANTITY)
build_foreign = partial(build, FOREIGN)


def _columns(words: MeasureWords, options: Options) -> tuple[Column, ...]:
    debit, credit, balance = words.groups
    moved = [*words.columns("debit", debit, price=False), *words.columns("credit", credit, price=False)]
    if options.year_to_date:
        for key, side in (("year_debit", debit), ("year_credit", credit)):
            title = _("本年累计%(side)s") % {"side": side}
            moved += words.columns(key, title, price=False)  # type: ignore[arg-type]
    opening = words.columns("opening", _("期初余额"))  # type: ignore[arg-type]
    return (*account_columns(), Column("unit", str(words.unit)), *opening, *moved, *words.columns("closing", balance))


def _found(words: MeasureWords, books: Books, start: AccountingPeriod, end: AccountingPeriod) -> Found:
    codes = [account.code for account in books.chart if words.unit_of(account)]
    rows = item_balances(books.company.pk, start, end, codes)
    analyses = analyses_by_id(books.company.pk, {each.analysis_id for each in rows})
    parts: dict[str, dict[str, list[ItemBalance]]] = {}
    for each in rows:
        said = {item.dimension: item.code for item in analyses.get(each.analysis_id, ())}
        key = each.counterparty if words.split == COUNTERPARTY else said.get(words.split, "")
        parts.setdefault(each.code, {}).setdefault(key, []).append(each)
    return {code: {key: added(own) for key, own in by_key.items()} for code, by_key in parts.items()}


def _rows(words: MeasureWords, books: Books, options: Options, found: Found, year: Found) -> Iterator[Row]:
    keys = {key for by_key in found.values() for key in by_key if key}
    names = _names(words, books, sorted(keys))
    for code, by_key in sorted(found.items()):
        account, to_date = books.chart[code], year.get(code, {})
        whole = _figures(words, books, code, added(by_key.values()), added(to_date.values()), options)
        if not any(whole):
            continue
        head = [
            Cell(code, _source(words, options, code)),
            Cell(books.chart.full_name(code), _source(words, options, code)),
        ]
        yield row([*head, words.unit_of(account), *whole], Style.SUBTOTAL)
        for key, own in sorted(by_key.items(), key=lambda pair: (not pair[0], pair[0])) if any(by_key) else ():
            figures = _figures(words, books, code, own, to_date.get(key, added(())), options)
            if any(figures):
                name = Cell(names.get(key, NONE), _source(words, options, code, key))
                yield row(["", name, words.unit_of(account), *figures], level=2)


def _names(words: MeasureWords, books: Books, keys: list[str]) -> dict[str, str]:
    if words.split == COUNTERPARTY:
        return {key: key for key in keys}
    return dict(zip(keys, named_items(books.company.pk, [Item(words.split, key) for key in keys]), strict=True))


def _figures(
    words: MeasureWords, books: Books, code: str, own: ItemBalance, year: ItemBalance, options: Options
) -> list[Decimal | None]:
    opening, debit, credit, closing = _units(words, own)
    _start, year_debit, year_credit, _end = _units(words, year)
    sign = sign_of(books.chart, code)
    to_date = [year_debit, year.debit, year_credit, year.credit] if options.year_to_date else []
    moved = [debit, own.debit, credit, own.credit, *to_date]
    before = words.figures(sign * opening, sign * own.opening)
    return [*before, *moved, *words.figures(sign * closing, sign * own.closing)]


def _units(words: MeasureWords, own: ItemBalance) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Opening, debit, credit and closing in units."""
    if words.measure is Measure.QUANTITY:
        return own.opening_quantity, own.quantity_debit, own.quantity_credit, own.closing_quantity
    return own.opening_foreign, own.foreign_debit, own.foreign_credit, own.closing_foreign


def _source(words: MeasureWords, options: Options, code: str, key: str | None = None) -> Source:
    span = (options.start, options.end)
    if key is None:
        return Source(_LEDGERS[words.measure], code, *span)
    if words.split == COUNTERPARTY:
        return Source(_LEDGERS[words.measure], code, *span, key)
    return Source(_LEDGERS[words.measure], code, *span, None, items_text([Item(words.split, key)]))
