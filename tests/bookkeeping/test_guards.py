"""Raw SQL against the ledger: the database itself refuses what the services would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from bookkeeping.exports import close_period, open_books, post_draft
from bookkeeping.models import Account, BooksPeriod, JournalLine, PeriodBalance, Voucher
from bookkeeping.services.prepare_voucher import prepare_voucher
from kernel.period import AccountingPeriod
from tests.bookkeeping.conftest import draft

CAPITAL = ("1002", "5000", ""), ("3001", "", "5000")
SEPTEMBER = AccountingPeriod(2026, 9)


@contextmanager
def refused(message: str) -> Iterator[None]:
    """The database refuses with this reason."""
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        yield


def sql(statement: str, *values: object) -> None:
    """Past the ORM and every service."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def posted(post, small_scale) -> Voucher:
    return Voucher.objects.get(pk=post(small_scale, *CAPITAL))


@pytest.fixture
def waiting(small_scale, accountant) -> Voucher:
    return prepare_voucher(small_scale, draft(*CAPITAL), actor=accountant)


@pytest.mark.parametrize(
    "change", ["description = 'x'", "date = '2026-09-11'", "number = 9", "state = 'draft'", "key = 'other'"]
)
def test_a_posted_voucher_never_changes(posted, change) -> None:
    with refused("never changes"):
        sql(f"UPDATE bookkeeping_voucher SET {change} WHERE id = %s", posted.pk)


def test_a_posted_voucher_is_never_deleted(posted) -> None:
    with refused("never change"):
        sql("DELETE FROM bookkeeping_journalline WHERE voucher_id = %s", posted.pk)
    with refused("never changes|FOREIGN KEY"):
        sql("DELETE FROM bookkeeping_voucher WHERE id = %s", posted.pk)


def test_lines_of_a_posted_voucher_never_change(posted) -> None:
    with refused("never change"):
        sql("UPDATE bookkeeping_journalline SET debit = 1 WHERE voucher_id = %s AND debit <> 0", posted.pk)
    line = posted.lines.first()
    with refused("never change"):
        JournalLine.objects.create(
            voucher=posted, position=9, account=line.account, period=posted.period, debit="1.00", credit="0.00"
        )


def test_an_unbalanced_voucher_cannot_be_posted(waiting) -> None:
    sql("UPDATE bookkeeping_journalline SET debit = 499999 WHERE voucher_id = %s AND debit <> 0", waiting.pk)
    with refused("debits and credits differ"):
        sql("UPDATE bookkeeping_voucher SET state = 'posted', number = 1 WHERE id = %s", waiting.pk)


def insert_posted(company, *rows: tuple[str, int, int], number: int = 1, period: str = "2026-09") -> None:
    """Lines first, then their voucher, posted at once: the way batches are written."""
    pk = (Voucher.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1000
    with transaction.atomic():
        for position, (code, debit, credit) in enumerate(rows, 1):
            account = Account.objects.get(company=company, code=code)
            JournalLine.objects.create(
                voucher_id=pk, position=position, account=account, period="2026-09", debit=debit, credit=credit
            )
        Voucher.objects.create(
            pk=pk, company=company, period=period, date=f"{period}-01", description="x", state="posted", number=number
        )


GOOD = ("1002", 5000, 0), ("3001", 0, 5000)


def test_a_voucher_inserted_posted_passes_the_same_checks(waiting) -> None:
    company = waiting.company
    bad = {
        "two lines": {"rows": GOOD[:1]},
        "debits and credits differ": {"rows": (GOOD[0], ("3001", 0, 4999))},
        "only leaf accounts": {"rows": (("5602", 5000, 0), GOOD[1])},
        "no gaps": {"rows": GOOD, "number": 2},
        "has the period of its voucher|closed or not opened": {"rows": GOOD, "period": "2026-10"},
    }
    for message, case in bad.items():
        with refused(message):
            insert_posted(company, *case.pop("rows"), **case)
    insert_posted(company, *GOOD)
    assert PeriodBalance.objects.get(account__code="1002").debit == 5000
    assert BooksPeriod.objects.get(company=company, period="2026-09").last_numbers == {"记": 1}


def test_accounts_of_another_company_take_nothing_when_inserted_posted(waiting, general) -> None:
    open_books(general, actor=None)
    pk, foreign = waiting.pk + 1000, Account.objects.get(company=general, code="1002")
    with refused("another company"):
        for position, (debit, credit) in enumerate(((1, 0), (0, 1)), 1):
            JournalLine.objects.create(
                voucher_id=pk, position=position, account=foreign, period="2026-09", debit=debit, credit=credit
            )
        Voucher.objects.create(
            pk=pk,
            company=waiting.company,
            period="2026-09",
            date=date(2026, 9, 1),
            description="x",
            state="posted",
            number=1,
        )


def test_a_draft_does_not_become_another_voucher_while_it_is_posted(waiting) -> None:
    with refused("stays with its company"):
        sql("UPDATE bookkeeping_voucher SET id = id + 1, state = 'posted', number = 1 WHERE id = %s", waiting.pk)


def test_a_voucher_of_one_line_cannot_be_posted(waiting) -> None:
    sql("DELETE FROM bookkeeping_journalline WHERE voucher_id = %s AND debit <> 0", waiting.pk)
    with refused("two lines"):
        sql("UPDATE bookkeeping_voucher SET state = 'posted', number = 1 WHERE id = %s", waiting.pk)


@pytest.mark.parametrize("number", [2, 7])
def test_numbers_have_no_gaps(waiting, number) -> None:
    with refused("no gaps"):
        sql("UPDATE bookkeeping_voucher SET state = 'posted', number = %s WHERE id = %s", number, waiting.pk)


def test_only_leaf_accounts_of_the_same_company_take_lines(waiting, general) -> None:
    parent = Account.objects.get(company=waiting.company, code="5602")
    with refused("only leaf accounts"):
        sql("UPDATE bookkeeping_journalline SET account_id = %s WHERE voucher_id = %s", parent.pk, waiting.pk)
    open_books(general, actor=None)
    foreign = Account.objects.get(company=general, code="1002")
    with refused("another company"):
        sql("UPDATE bookkeeping_journalline SET account_id = %s WHERE voucher_id = %s", foreign.pk, waiting.pk)


@pytest.mark.parametrize(
    "amounts",
    ["debit = 100, credit = 100", "debit = 0, credit = 0", "debit = -100", "debit = 100, is_red_letter = true"],
)
def test_a_line_has_one_side_and_the_right_sign(waiting, amounts) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE bookkeeping_journalline SET {amounts} WHERE voucher_id = %s AND debit <> 0", waiting.pk)


def test_a_closed_period_takes_nothing(small_scale, supervisor, invoices) -> None:
    close_period(small_scale.pk, SEPTEMBER, supervisor)
    with refused("closed"):
        Voucher.objects.create(company=small_scale, period="2026-09", date=date(2026, 9, 1), description="x")
    with refused("stays what it is"):
        BooksPeriod.objects.filter(period="2026-09").update(period="2026-07")


def test_a_date_belongs_to_its_period(waiting) -> None:
    with refused("outside the period"):
        sql("UPDATE bookkeeping_voucher SET date = '2026-10-01' WHERE id = %s", waiting.pk)


def test_a_period_with_waiting_vouchers_does_not_close(waiting) -> None:
    with refused("waiting to be posted"):
        BooksPeriod.objects.filter(company=waiting.company, period="2026-09").update(is_closed=True)


def test_periods_close_in_order(small_scale, accountant) -> None:
    post_draft(small_scale.pk, draft(*CAPITAL, day=date(2026, 10, 5)), accountant)
    with refused("earlier period is open"):
        BooksPeriod.objects.filter(company=small_scale, period="2026-10").update(is_closed=True)


def test_review_rules_are_only_added(post, small_scale) -> None:
    post_draft(small_scale.pk, draft(*CAPITAL), None)
    with refused("append-only"):
        sql("UPDATE bookkeeping_automaticreviewrule SET text = 'x'")


def test_the_database_keeps_the_balances(posted) -> None:
    row = PeriodBalance.objects.get(account__code="1002")
    assert (row.period, row.debit, row.credit) == ("2026-09", 5000, 0)


@pytest.mark.django_db(transaction=True)
def test_many_posters_at_once_leave_no_gap(small_scale, accountant) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("an in-memory SQLite has one writer; numbering under concurrency is tested on PostgreSQL")
    open_books(small_scale, actor=None)

    def work(worker: int) -> None:
        try:
            for turn in range(5):
                post_draft(small_scale.pk, draft(*CAPITAL, key=f"{worker}:{turn}"), accountant)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(Voucher.objects.values_list("number", flat=True)) == list(range(1, 21))
