"""A plain voucher posted in few statements says the same as one of a batch; what is not plain is explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.domain.voucher import DraftLine, VoucherDraft, VoucherRefused
from bookkeeping.exports import close_period, open_books, post_draft, post_drafts
from bookkeeping.models import Account, JournalLine, Voucher
from bookkeeping.selectors.balances import out_of_step
from bookkeeping.selectors.proof import changed_batches
from bookkeeping.services import post_drafts as posting
from bookkeeping.services.post_plain import post_plain
from foundation.audit import broken_links
from foundation.models import AuditEntry
from foundation.provenance import Ref, sources_of
from kernel.errors import PeriodClosed
from kernel.period import AccountingPeriod
from tests.bookkeeping.conftest import draft

pytestmark = pytest.mark.django_db
ZERO = Decimal("0.00")
CAPITAL = ("1002", "5000", ""), ("3001", "", "5000")
ODD = '"引号" \\ 反斜杠\t制表\n换行 {} %s'
SEPTEMBER = AccountingPeriod(2026, 9)


def odd_draft(**changes: object) -> VoucherDraft:
    """Red letters, marks that need escaping, parties wanted (1122) and not wanted (1002), sources."""
    lines = (
        DraftLine("1122", Decimal("-12.34"), ZERO, ODD, True, "甲'公司"),
        DraftLine("1002", Decimal("12.34"), ZERO, "", False, "不核算"),
        DraftLine("3001", ZERO, Decimal("0.01"), "x" * 300),
        DraftLine("3001", ZERO, Decimal("-0.01"), "", True),
    )
    made = VoucherDraft(date(2026, 9, 8), ODD, lines, origin="engine:7", sources=(Ref("invoice", 4, "line.1"),))
    return replace(made, **changes)


def said(pk: int) -> tuple[object, ...]:
    """Everything rows and audit entry say of a voucher, except what differs between any two."""
    own = {"id", "number", "created_at", "posted_at"}
    head = {name: value for name, value in Voucher.objects.filter(pk=pk).values()[0].items() if name not in own}
    lines = [{**row, "id": 0, "voucher_id": 0} for row in JournalLine.objects.filter(voucher_id=pk).values()]
    entry = next(row for row in AuditEntry.objects.filter(action="voucher.posted") if row.content["vouchers"] == [pk])
    return head, lines, entry.content["rules"], entry.actor_id, sources_of(entry.company_id, Ref("voucher", pk))


@pytest.mark.parametrize("by_hand", [False, True])
def test_both_ways_of_posting_say_the_same(small_scale, accountant, by_hand) -> None:
    actor = accountant if by_hand else None
    [slow] = post_drafts(small_scale.pk, [odd_draft()], actor)
    fast = post_plain(small_scale.pk, odd_draft(), actor)
    assert fast
    assert said(slow) == said(fast)
    assert Voucher.objects.get(pk=fast).number == 2
    assert Voucher.objects.get(pk=fast).posted_at is not None
    assert changed_batches(small_scale.pk) == []
    assert broken_links(f"company:{small_scale.pk}") == []
    assert out_of_step(small_scale.pk, SEPTEMBER) == []


def test_the_plain_way_is_the_one_taken(small_scale, accountant, monkeypatch) -> None:
    post_draft(small_scale.pk, draft(*CAPITAL), accountant)
    monkeypatch.setattr(posting, "_post", None)
    pk = post_draft(small_scale.pk, draft(*CAPITAL, key="k"), accountant)
    assert post_draft(small_scale.pk, draft(*CAPITAL, key="k"), accountant) == pk
    assert Voucher.objects.count() == 2


def test_what_is_not_plain_writes_nothing(small_scale, accountant) -> None:
    open_books(small_scale, actor=None)
    Account.objects.filter(company=small_scale, code="1221").update(dimensions="department")
    not_plain = [
        draft(("1002", "1", ""), ("3001", "", "2")),
        draft(("5602", "1", ""), ("3001", "", "1")),
        draft(("1221", "1", ""), ("3001", "", "1")),
        draft(("9999", "1", ""), ("3001", "", "1")),
        draft(("3103", "1", ""), ("3001", "", "1")),
        draft(*CAPITAL, day=date(2026, 8, 1)),
        replace(draft(*CAPITAL), voucher_type="收"),
    ]
    assert [post_plain(small_scale.pk, each, accountant) for each in not_plain] == [None] * len(not_plain)
    assert post_plain(small_scale.pk, draft(*CAPITAL), None) is None  # the rule that reviews it is not on record yet
    small_scale.policy = {"voucher_types": "three"}
    small_scale.save()
    assert post_plain(small_scale.pk, draft(*CAPITAL), accountant) is None
    assert (Voucher.objects.count(), JournalLine.objects.count()) == (0, 0)
    assert Voucher.objects.get(pk=post_draft(small_scale.pk, draft(*CAPITAL), accountant)).voucher_type == "收"


def test_what_is_refused_is_explained_and_a_known_key_is_not(small_scale, supervisor, invoices) -> None:
    pk = post_draft(small_scale.pk, draft(*CAPITAL, key="k"), supervisor)
    with pytest.raises(VoucherRefused, match="sub-accounts"):
        post_draft(small_scale.pk, draft(("5602", "1", ""), ("3001", "", "1")), supervisor)
    close_period(small_scale.pk, SEPTEMBER, supervisor)
    with pytest.raises(PeriodClosed):
        post_draft(small_scale.pk, draft(*CAPITAL), supervisor)
    assert post_draft(small_scale.pk, draft(*CAPITAL, key="k"), supervisor) == pk
