"""Posting many drafts at once: all or none, once per key, added up as the pure ledger adds, and provable afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookkeeping import ledger_guards
from bookkeeping.domain.balances import Balance
from bookkeeping.domain.posting import post
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, VoucherRefused
from bookkeeping.exports import open_books, post_drafts
from bookkeeping.models import BooksPeriod, JournalLine, Voucher
from bookkeeping.selectors.balances import balances, out_of_step
from bookkeeping.selectors.proof import changed_batches
from foundation.models import AuditEntry
from foundation.provenance import Ref, sources_of
from kernel.errors import InvalidValue, PeriodClosed
from kernel.period import AccountingPeriod
from tests.bookkeeping.conftest import draft

pytestmark = pytest.mark.django_db
CAPITAL = ("1002", "5000", ""), ("3001", "", "5000")
SEPTEMBER = AccountingPeriod(2026, 9)
ZERO = Decimal("0.00")


def test_ids_come_in_the_order_of_the_drafts(small_scale, accountant) -> None:
    days = [date(2026, 10, 3), date(2026, 9, 3), date(2026, 10, 1)]
    ids = post_drafts(small_scale.pk, [draft(*CAPITAL, day=day) for day in days], accountant)
    rows = Voucher.objects.in_bulk(ids)
    assert [(rows[pk].period, rows[pk].number) for pk in ids] == [("2026-10", 1), ("2026-09", 1), ("2026-10", 2)]
    assert {rows[pk].posted_at.tzinfo is not None for pk in ids} == {True}
    numbers = BooksPeriod.objects.exclude(last_numbers={}).values_list("period", "last_numbers")
    assert sorted(numbers) == [("2026-09", {"记": 1}), ("2026-10", {"记": 2})]


def test_a_key_is_posted_once_within_a_batch_and_between_batches(small_scale, accountant) -> None:
    twins = [draft(*CAPITAL, key="a"), draft(*CAPITAL, key="b"), draft(*CAPITAL, key="a"), draft(*CAPITAL)]
    first = post_drafts(small_scale.pk, twins, accountant)
    assert first[0] == first[2]
    assert len(set(first)) == 3
    again = post_drafts(small_scale.pk, [draft(*CAPITAL, key="b"), draft(*CAPITAL, key="c")], accountant)
    assert again[0] == first[1]
    assert Voucher.objects.count() == 4


@pytest.mark.parametrize(
    ("bad", "refusal"),
    [
        (draft(("1002", "1", ""), ("3001", "", "2")), VoucherRefused),
        (draft(("5602", "1", ""), ("3001", "", "1")), VoucherRefused),
        (draft(("9999", "1", ""), ("3001", "", "1")), InvalidValue),
        (draft(*CAPITAL, day=date(2026, 8, 1)), PeriodClosed),
    ],
)
def test_one_bad_draft_leaves_nothing_of_the_batch(small_scale, accountant, bad, refusal) -> None:
    open_books(small_scale, actor=None)
    before = AuditEntry.objects.count()
    with pytest.raises(refusal):
        post_drafts(small_scale.pk, [draft(*CAPITAL)] * 30 + [bad], accountant)
    assert (Voucher.objects.count(), JournalLine.objects.count(), AuditEntry.objects.count()) == (0, 0, before)
    post_drafts(small_scale.pk, [draft(*CAPITAL)], accountant)
    assert Voucher.objects.get().number == 1


def test_a_batch_is_linked_and_put_on_record_once(small_scale) -> None:
    drafts = [
        VoucherDraft(date(2026, 9, 1), "x", draft(*CAPITAL).lines, sources=(Ref("invoice", number),), origin="engine:7")
        for number in range(25)
    ]
    ids = post_drafts(small_scale.pk, drafts, None)
    assert sources_of(small_scale.pk, Ref("voucher", ids[7])) == [Ref("invoice", 7)]
    [entry] = AuditEntry.objects.filter(action="voucher.posted")
    assert entry.content["vouchers"] == ids
    assert entry.content["rules"] == ["origin.engine"]
    assert {row.review_rule.code for row in Voucher.objects.select_related("review_rule")} == {"origin.engine"}


def test_what_was_changed_behind_the_guards_is_found(small_scale, accountant) -> None:
    post_drafts(small_scale.pk, [draft(*CAPITAL)] * 3, accountant)
    post_drafts(small_scale.pk, [draft(*CAPITAL)], accountant)
    assert changed_batches(small_scale.pk) == []
    with connection.cursor() as cursor:
        for statement in ledger_guards.undo(connection.vendor):
            cursor.execute(statement)
        cursor.execute(
            "UPDATE bookkeeping_journalline SET debit = debit + 1 WHERE debit <> 0 AND voucher_id = %s",
            [Voucher.objects.order_by("pk").first().pk],
        )
    [first, _second] = AuditEntry.objects.filter(action="voucher.posted").order_by("sequence")
    assert changed_batches(small_scale.pk) == [first.sequence]


CODES = ("1002", "1122", "2202", "3001", "560202", "5001")


@st.composite
def entries(draws) -> VoucherDraft:
    amounts = draws(st.lists(st.integers(1, 10**9), min_size=1, max_size=4))
    lines = [DraftLine(draws(st.sampled_from(CODES)), Decimal(fen) / 100, ZERO) for fen in amounts]
    other = DraftLine(draws(st.sampled_from(CODES)), ZERO, Decimal(sum(amounts)) / 100, counterparty="甲公司")
    return VoucherDraft(date(2026, 9, draws(st.integers(1, 30))), "随机", (*lines, other))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(entries(), min_size=1, max_size=40))
def test_the_database_adds_up_as_the_pure_ledger_does(small_scale, batch) -> None:
    tracking = {row.code for row in small_scale.accounts.filter(tracks_counterparty=True)}
    was = balances(small_scale.pk, SEPTEMBER, SEPTEMBER)
    post_drafts(small_scale.pk, batch, None)
    tracking = tracking or {row.code for row in small_scale.accounts.filter(tracks_counterparty=True)}
    kept = [
        DraftLine(
            line.account_code, line.debit, line.credit, counterparty=line.counterparty * (line.account_code in tracking)
        )
        for entry in batch
        for line in entry.lines
    ]
    expected = {(row.code, row.counterparty): row for row in post(was, kept)}
    found = {(row.code, row.counterparty): row for row in balances(small_scale.pk, SEPTEMBER, SEPTEMBER)}
    assert {key: (row.debit, row.credit) for key, row in found.items()} == {
        key: (row.debit, row.credit) for key, row in expected.items()
    }
    assert all(isinstance(row, Balance) for row in found.values())
    assert out_of_step(small_scale.pk, SEPTEMBER) == []
