"""The list of vouchers: what is found, and steps taken for many at once."""

from __future__ import annotations

from datetime import date

import pytest

from bookkeeping.models import Voucher
from bookkeeping.selectors.voucher_search import VoucherFilter, find_vouchers
from bookkeeping.services.prepare_voucher import prepare_voucher
from kernel.period import AccountingPeriod
from tests.bookkeeping.conftest import draft

pytestmark = pytest.mark.django_db
SEPTEMBER = AccountingPeriod(2026, 9)


@pytest.fixture
def three(small_scale, accountant, post):
    """Two posted vouchers and a draft, oldest first."""
    post(small_scale, ("1002", "5000", ""), ("3001", "", "5000"), text="投资款")
    post(small_scale, ("560203", "80.5", ""), ("1002", "", "80.5"), text="买纸")
    prepare_voucher(small_scale, draft(("560208", "100", ""), ("1001", "", "100"), text="话费"), actor=accountant)
    return small_scale


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["话费", "买纸", "投资款"]),
        ({"q": "纸"}, ["买纸"]),
        ({"q": "5,000"}, ["投资款"]),
        ({"state": "draft"}, ["话费"]),
        ({"number_from": "2"}, ["买纸"]),
        ({"number_to": "1"}, ["投资款"]),
        ({"account": "1002 银行存款"}, ["买纸", "投资款"]),
        ({"amount_from": "80", "amount_to": "100"}, ["话费", "买纸"]),
        ({"account": "1001", "amount_to": "99"}, []),
        ({"origin": "manual"}, ["话费", "买纸", "投资款"]),
        ({"origin": "tax"}, []),
        ({"type": "付"}, []),
        ({"q": "1e999", "amount_from": "1e999"}, []),
        ({"number_from": "9" * 30, "preparer": "9" * 30}, ["话费", "买纸", "投资款"]),
        ({"amount_from": "x", "number_from": "一"}, ["话费", "买纸", "投资款"]),
    ],
)
def test_filters(three, asked, found) -> None:
    rows = find_vouchers(three.pk, SEPTEMBER, VoucherFilter.of(asked))
    assert [row.description for row in rows] == found


def test_the_preparer_is_a_filter(three, accountant, viewer, login) -> None:
    assert find_vouchers(three.pk, SEPTEMBER, VoucherFilter.of({"preparer": str(accountant.pk)})).count() == 3
    assert not find_vouchers(three.pk, SEPTEMBER, VoucherFilter.of({"preparer": str(viewer.pk)}))
    page = login(viewer).get(f"/c/{three.pk}/books/vouchers/?period=2026-09&preparer={accountant.pk}")
    assert "买纸" in page.content.decode()


def test_ticked_vouchers_are_reviewed_and_posted_together(three, accountant, login) -> None:
    ids = list(Voucher.objects.values_list("pk", flat=True))
    address = f"/c/{three.pk}/books/vouchers/batch/?period=2026-09"
    login(accountant).post(address, {"voucher": ids, "step": "review_post"})
    assert list(Voucher.objects.order_by("number").values_list("number", "state")) == [
        (1, "posted"),
        (2, "posted"),
        (3, "posted"),
    ]


def test_one_that_is_refused_does_not_hold_up_the_others(three, accountant, supervisor, login) -> None:
    three.policy = {"separate_reviewer": True}
    three.save()
    lines = ("560208", "1", ""), ("1001", "", "1")
    prepare_voucher(three, draft(*lines, text="别人的", day=date(2026, 9, 2)), actor=supervisor)
    address = f"/c/{three.pk}/books/vouchers/batch/?period=2026-09"
    ids = list(Voucher.objects.filter(state="draft").values_list("pk", flat=True))
    answer = login(accountant).post(address, {"voucher": ids, "step": "review"}, follow=True)
    assert dict(Voucher.objects.filter(pk__in=ids).values_list("description", "state")) == {
        "别人的": "reviewed",
        "话费": "draft",
    }
    assert "不同人员" in answer.content.decode()


def test_a_wrong_voucher_is_reversed_and_entered_anew(three, accountant, login) -> None:
    wrong = Voucher.objects.get(description="买纸")
    answer = login(accountant).post(
        f"/c/{three.pk}/books/vouchers/{wrong.pk}/step/",
        {"step": "correct", "date": "2026-09-20", "reason": "科目错"},
        follow=True,
    )
    assert Voucher.objects.filter(reverses=wrong, state="posted").exists()
    assert 'value="80.50"' in answer.content.decode()
    assert 'value="2026-09-20"' in answer.content.decode()
