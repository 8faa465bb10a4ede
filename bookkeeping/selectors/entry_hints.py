"""What voucher entry offers while a person types: accounts with what they ask for, narrations, parties, items."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import Count, Min

from bookkeeping.domain.analysis import Dimension, Item
from bookkeeping.domain.voucher_types import SCHEMES
from bookkeeping.models import Account, AnalysisItem, BooksPeriod, JournalLine, PeriodBalance, Voucher, VoucherState
from bookkeeping.selectors.books import Books
from kernel.period import AccountingPeriod

MOST = 30
MOST_NARRATIONS = 300
MONTHS_REMEMBERED = 12
PARTIES = (Dimension.CUSTOMER.value, Dimension.SUPPLIER.value)


class Hint(TypedDict):
    """One offer: what is filled in, and what is said beside it (for a narration its usual account)."""

    value: str
    note: str


class AccountHint(TypedDict):
    """A leaf account as the picker knows it; `used` counts its balances, so that the usual ones come first."""

    code: str
    name: str
    search: str
    party: bool
    asks: list[str]
    unit: str
    currency: str
    side: str
    used: int


def account_hints(books: Books) -> list[AccountHint]:
    """Leaf accounts in use, in code order."""
    rows = Account.objects.filter(company=books.company, is_leaf=True, is_active=True).order_by("code")
    moved = PeriodBalance.objects.filter(company=books.company).values_list("account_id").annotate(n=Count("pk"))
    used = dict(moved)
    return [
        AccountHint(
            code=row.code,
            name=books.chart.full_name(row.code),
            search=row.search_text.lower(),
            party=row.tracks_counterparty,
            asks=row.dimensions.split(),
            unit=row.unit,
            currency=row.currency,
            side=row.normal_side,
            used=used.get(row.pk, 0),
        )
        for row in rows
    ]


def narrations(company_id: int, until: AccountingPeriod) -> list[Hint]:
    """Narrations of the year before and the account each usually stands with, the most used first."""
    lines = JournalLine.objects.filter(
        voucher__company_id=company_id,
        voucher__carries_forward=False,
        period__gte=str(until.shifted(-MONTHS_REMEMBERED)),
    ).exclude(description="")
    counted = lines.values_list("description", "account__code").annotate(times=Count("pk"), first=Min("position"))
    usual: dict[str, str] = {}
    for text, code, _times, _first in counted.order_by("-times", "first")[: MOST_NARRATIONS * 3]:
        usual.setdefault(text, code)
    return [Hint(value=text, note=code) for text, code in list(usual.items())[:MOST_NARRATIONS]]


def parties(company_id: int, words: str) -> list[Hint]:
    """Customers and suppliers found by code, name or initials, then names met in the books."""
    listed = AnalysisItem.objects.filter(company_id=company_id, dimension__in=PARTIES, is_active=True)
    names = dict.fromkeys(listed.filter(search_text__icontains=words).values_list("name", flat=True)[:MOST])
    met = PeriodBalance.objects.filter(company_id=company_id, counterparty__icontains=words).exclude(counterparty="")
    names |= dict.fromkeys(met.values_list("counterparty", flat=True).distinct().order_by("counterparty")[:MOST])
    return [Hint(value=name, note="") for name in list(names)[:MOST]]


def items(company_id: int, dimension: str, words: str) -> list[Hint]:
    """Items in use found by code, name or initials."""
    rows = AnalysisItem.objects.filter(company_id=company_id, dimension=dimension, is_active=True)
    found = rows.filter(search_text__icontains=words).order_by("code")[:MOST]
    return [Hint(value=str(row), note=" ".join(filter(None, (row.specification, row.unit)))) for row in found]


def items_in_use(company_id: int, named: set[Item]) -> set[Item]:
    """Which of `named` stand in the company's lists and are in use."""
    rows = AnalysisItem.objects.filter(company_id=company_id, is_active=True, code__in={item.code for item in named})
    return {Item(dimension, code) for dimension, code in rows.values_list("dimension", "code")} & named


def item_names(company_id: int, named: set[Item]) -> dict[Item, str]:
    """Code and name of items, as the entry form shows them."""
    rows = AnalysisItem.objects.filter(company_id=company_id, code__in={item.code for item in named})
    return {Item(row.dimension, row.code): str(row) for row in rows}


def next_numbers(books: Books, period: AccountingPeriod) -> dict[str, int]:
    """By voucher type, the number the next voucher would get once everything waiting is posted."""
    row = BooksPeriod.objects.filter(company=books.company, period=str(period)).first()
    waiting = Voucher.objects.filter(company=books.company, period=str(period)).exclude(state=VoucherState.POSTED)
    counts = dict(waiting.values_list("voucher_type").annotate(n=Count("pk")))
    last = row.last_numbers if row else {}
    return {word: last.get(word, 0) + counts.get(word, 0) + 1 for word in SCHEMES[books.voucher_scheme]}
