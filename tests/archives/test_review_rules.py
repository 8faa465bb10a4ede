"""Automatic review rules can be looked up, verified and traced (财会〔2024〕11号 Art. 17)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from bookkeeping.exports import papers_with_ids, review_rules, reviewed_by_rule
from bookkeeping.services import review_voucher
from foundation.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_a_rule_leads_to_the_vouchers_it_reviewed(books, post, viewer, login):
    voucher = post("engine:1", origin="engine:memory", actor=None)
    by_hand = post("hand:1")
    rule = review_rules(books.pk)[0]
    assert (rule.code, rule.version, rule.in_force, rule.reviewed) == ("origin.engine", 1, True, 1)
    assert reviewed_by_rule(books.pk, rule.id) == [voucher]
    assert papers_with_ids(books.pk, [voucher])[0].reviewer == "origin.engine v1"
    page = login(viewer).get(reverse("archives:rule", args=[books.pk, rule.id])).content.decode()
    assert reverse("bookkeeping:voucher", args=[books.pk, voucher]) in page
    assert reverse("bookkeeping:voucher", args=[books.pk, by_hand]) not in page


def test_a_changed_text_is_a_new_version_and_the_old_one_keeps_its_vouchers(books, post, monkeypatch):
    before = post("engine:1", origin="engine:memory", actor=None)
    monkeypatch.setitem(review_voucher.AUTOMATIC_TEXTS, "engine", "新的规则内容")
    after = [post(f"engine:{number}", origin="engine:memory", actor=None) for number in (2, 3)]
    newest, oldest = review_rules(books.pk)
    assert (newest.version, newest.text, newest.in_force, newest.reviewed) == (2, "新的规则内容", True, 2)
    assert (oldest.version, oldest.in_force, oldest.reviewed) == (1, False, 1)
    assert newest.evidence["before"] == oldest.id
    assert sorted(reviewed_by_rule(books.pk, newest.id)) == after
    assert reviewed_by_rule(books.pk, oldest.id) == [before]


def test_a_supervisor_approves_once_and_it_stays(books, post, supervisor, owner, accountant, login):
    post("engine:1", origin="engine:memory", actor=None)
    rule = review_rules(books.pk)[0]
    address = reverse("archives:rule_approve", args=[books.pk, rule.id])
    assert login(accountant).post(address).status_code == 403
    assert login(supervisor).post(address).status_code == 302
    assert login(owner).post(address).status_code == 302
    assert review_rules(books.pk)[0].approved_by == "supervisor"
    assert AuditEntry.objects.filter(action="review_rule.approved").count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bookkeeping_automaticreviewrule SET text = 'anything goes'",
        "UPDATE bookkeeping_automaticreviewrule SET version = 9",
        "DELETE FROM bookkeeping_automaticreviewrule",
    ],
)
def test_the_database_keeps_rules_as_they_were_written(books, post, statement):
    post("engine:1", origin="engine:memory", actor=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
