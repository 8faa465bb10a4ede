"""Open a company's books: copy the chart, write opening balances, open the first period.

Rule kept: opening is done once; later calls only add accounts a change of VAT status asks for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from bookkeeping.charts import chart_for
from bookkeeping.domain.account import Chart, ChartAccount
from bookkeeping.domain.analysis import Analysis
from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.models import Account, BooksPeriod, PeriodBalance, Voucher
from bookkeeping.selectors.books import Books, books_of, is_general_taxpayer
from bookkeeping.selectors.monthly import months_of
from bookkeeping.services.keep_analysis import sets_for
from foundation.audit import record
from foundation.bulk import locking, select
from foundation.models import Company, User
from kernel.errors import NotReady, PeriodClosed
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod
from kernel.pinyin import initials

PERIODS = BooksPeriod._meta.db_table


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """Balance of a leaf account when the books begin, in yuan.

    `year_debit` and `year_credit` are the movements since 1 January where books begin in mid-year: they give the
    年初余额 and 本年累计 columns; `carried_debit` and `carried_credit` are the part of them that carried profit and
    loss forward. `quantity` and `foreign_amount` are of the balance, positive on its side.
    """

    account_code: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    year_debit: Decimal = ZERO
    year_credit: Decimal = ZERO
    counterparty: str = ""
    analysis: Analysis = ()
    quantity: Decimal = Decimal(0)
    foreign_amount: Decimal = ZERO
    carried_debit: Decimal = ZERO
    carried_credit: Decimal = ZERO


def search_text(code: str, full_name: str) -> str:
    """What an account is found by: code, full name, pinyin initials with and without the marks between."""
    letters = initials(full_name)
    together = "".join(filter(str.isalnum, letters))
    return " ".join(dict.fromkeys((code, full_name, letters, together)))[:160]


def insert_accounts(company: Company, chart: Chart, wanted: Iterable[ChartAccount], *, custom: bool = False) -> None:
    """Rows for accounts of `chart` the company lacks, parents first; a parent is a leaf no longer."""
    ids = dict(Account.objects.filter(company=company).values_list("code", "pk"))
    todo = [account for account in wanted if account.code not in ids]
    for level in sorted({len(chart.path(account.code)) for account in todo}):
        rows = [
            Account(
                company=company,
                code=account.code,
                name=account.name,
                parent_id=ids.get(account.parent),
                normal_side=account.normal_side.value,
                category=account.category.value,
                is_leaf=chart.is_leaf(account.code),
                tracks_counterparty=account.tracks_counterparty,
                dimensions=" ".join(account.dimensions),
                unit=account.unit,
                currency=account.currency,
                is_custom=custom,
                search_text=search_text(account.code, chart.full_name(account.code)),
            )
            for account in todo
            if len(chart.path(account.code)) == level
        ]
        Account.objects.bulk_create(rows)
        ids.update(Account.objects.filter(company=company).values_list("code", "pk"))
    parents = {account.parent for account in todo if account.parent}
    Account.objects.filter(company=company, code__in=parents, is_leaf=True).update(is_leaf=False)


@transaction.atomic
def open_books(company: Company, *, actor: User | None, openings: Sequence[OpeningBalance] = ()) -> Books:
    """Copy the chart of the company's standard, open the first period, write opening balances.

    Raises `VoucherRefused` when the openings do not balance, `NotReady` when they come after a posted voucher.
    """
    company = Company.objects.select_for_update().get(pk=company.pk)
    fresh = not Account.objects.filter(company=company).exists()
    books = ensure_accounts(company, company.first_period.start)
    if fresh:
        BooksPeriod.objects.get_or_create(company=company, period=company.books_begin)
        if not company.period_in_work:
            Company.objects.filter(pk=company.pk).update(period_in_work=company.books_begin)
        record(company=company, actor=actor, action="books.opened", content={"standard": company.accounting_standard})
    if openings:
        set_opening_balances(books, openings, actor=actor)
    return books


def set_opening_balances(books: Books, openings: Sequence[OpeningBalance], *, actor: User | None) -> None:
    """Write opening balances anew. Raises `VoucherRefused` when unbalanced, `NotReady` once vouchers are posted."""
    company = books.company
    if Voucher.objects.filter(company=company, state="posted").exists():
        raise NotReady("vouchers are posted already", message_zh="已有记账凭证，期初余额不能再改")
    difference = total(row.debit - row.credit for row in openings)
    moved = total(row.year_debit - row.year_credit for row in openings)
    if difference or moved:
        raise VoucherRefused(
            f"opening balances do not balance: {difference or moved}",
            message_zh=f"期初余额借贷不平，相差 {difference or moved}",
            rule="opening_balanced",
        )
    first = company.first_period
    before_year, before_books = str(AccountingPeriod(first.year - 1, 12)), str(first.shifted(-1))
    PeriodBalance.objects.filter(company=company, period__lt=str(first)).delete()
    sets = sets_for(company.pk, [row.analysis for row in openings])
    rows = []
    for row in openings:
        signed = row.debit - row.credit - row.year_debit + row.year_credit
        ours = {
            "company": company,
            "account_id": books.account_ids[row.account_code],
            "counterparty": row.counterparty,
            "analysis_id": sets.get(row.analysis, 0),
        }
        if signed or row.quantity or row.foreign_amount:
            rows.append(PeriodBalance(**ours, period=before_year, **_opening_amounts(row, signed)))
        if row.year_debit or row.year_credit:
            moved_by = {name: getattr(row, name) for name in ("carried_debit", "carried_credit")}
            rows.append(
                PeriodBalance(**ours, period=before_books, debit=row.year_debit, credit=row.year_credit, **moved_by)
            )
    PeriodBalance.objects.bulk_create(rows)
    record(company=company, actor=actor, action="books.opening_balances_set", content={"rows": len(rows)})


def _opening_amounts(row: OpeningBalance, signed: Decimal) -> dict[str, Decimal]:
    side = "credit" if row.credit else "debit"
    return {
        "debit": max(signed, ZERO),
        "credit": max(-signed, ZERO),
        f"quantity_{side}": row.quantity,
        f"foreign_{side}": row.foreign_amount,
    }


def ensure_accounts(company: Company, day: date) -> Books:
    """The books with every account the company's status on `day` asks for."""
    chart = chart_for(company.accounting_standard, general_vat=is_general_taxpayer(company, day))
    existing = set(Account.objects.filter(company=company).values_list("code", flat=True))
    if missing := [account for account in chart if account.code not in existing]:
        insert_accounts(company, chart, missing)
    return books_of(company.pk)


def ensure_books(company_id: int, day: date) -> Books:
    """Books ready for an entry of `day`: opened, with its accounts and its period."""
    company = Company.objects.get(pk=company_id)
    books = books_of(company_id)
    if not books.is_open:
        books = open_books(company, actor=None)
    elif is_general_taxpayer(company, day) and "22210107" not in books.chart:
        books = ensure_accounts(company, day)
    ensure_period(company, AccountingPeriod.of(day))
    return books


def ensure_period(company: Company, period: AccountingPeriod) -> BooksPeriod:
    """The period's row; it and all before it exist afterwards. Raises `PeriodClosed` before the books begin."""
    if period < company.first_period:
        raise PeriodClosed(
            f"books begin in {company.books_begin}; {period} is before",
            message_zh=f"账套自 {company.books_begin} 启用，{period} 不能记账",
        )
    row = BooksPeriod.objects.filter(company=company, period=str(period)).first()
    if row is not None:
        return row
    months = [BooksPeriod(company=company, period=str(month)) for month in months_of(company.first_period, period)]
    BooksPeriod.objects.bulk_create(months, ignore_conflicts=True)
    return BooksPeriod.objects.get(company=company, period=str(period))


def lock_periods(company: Company, periods: Sequence[AccountingPeriod]) -> dict[str, dict[str, int]]:
    """The last voucher numbers of each period by type, with the periods' rows locked in order until the commit.

    Raises `PeriodClosed` for a closed period and for one before the books begin.
    """
    found: dict[str, dict[str, int]] = {}
    for period in periods:
        row = _locked(company, period) or _locked(company, ensure_period(company, period).accounting_period)
        assert row is not None  # noqa: S101 - ensure_period has just seen or made it
        check_open(str(period), is_closed=row[1])
        found[str(period)] = row[0]
    return found


def _locked(company: Company, period: AccountingPeriod) -> tuple[dict[str, int], bool] | None:
    """(last numbers, is closed) of a period."""
    statement = f"SELECT last_numbers, is_closed FROM {PERIODS} WHERE company_id = %s AND period = %s {locking()}"
    found = select(statement, [company.pk, str(period)])
    return (json.loads(found[0][0]), bool(found[0][1])) if found else None


def check_open(period: str, *, is_closed: bool) -> None:
    """Raises `PeriodClosed` when the period takes no entries."""
    if is_closed:
        raise PeriodClosed(
            f"{period} is closed; book it in an open period",
            message_zh=f"账期 {period} 已结账，请记入未结账的账期",
        )
