"""The audit trail is a chain per company that nobody can edit unseen."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.audit import broken_links, record
from foundation.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_entries_of_a_company_form_a_chain_that_verifies(small_scale, general, owner):
    for number in range(5):
        record(company=small_scale, actor=owner, action="test.done", content={"number": number})
    record(company=general, actor=owner, action="test.done")
    assert broken_links(f"company:{small_scale.pk}") == []
    assert AuditEntry.objects.filter(company=general).get().sequence == 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=20))
def test_any_words_are_hashed_alike_by_writer_and_check(small_scale, owner, words):
    content = {"z": words, "a": [1, None, True, {words: "…"}]}
    record(company=small_scale, actor=owner, action="test.done", subject=words, content=content)
    record(company=None, actor=None, action="test.done", subject=words, content=content)
    assert broken_links(f"company:{small_scale.pk}") == broken_links("system") == []


@pytest.mark.parametrize(
    "statement", ["UPDATE foundation_auditentry SET action = 'forged'", "DELETE FROM foundation_auditentry"]
)
def test_the_database_refuses_to_change_or_delete_entries(small_scale, owner, statement):
    record(company=small_scale, actor=owner, action="test.done")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().action == "test.done"


def test_an_entry_forged_behind_the_triggers_is_found(small_scale, owner):
    for _ in range(3):
        record(company=small_scale, actor=owner, action="test.done")
    forged = AuditEntry.objects.get(sequence=2)
    AuditEntry.objects.bulk_create([AuditEntry(**{**_columns(forged), "pk": None, "sequence": 4, "action": "forged"})])
    assert broken_links(f"company:{small_scale.pk}") == [4]


def _columns(entry: AuditEntry) -> dict:
    return {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields if field.name != "id"}
