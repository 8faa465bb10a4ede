"""`load_demo` on a real database: through the front doors, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from bookkeeping.exports import movements
from bookkeeping.models import BankStatement
from foundation.models import AuditEntry, Company, Document, Membership, Role, User
from kernel.period import AccountingPeriod
from samples.demo.ledger import drafts
from samples.demo.plan import companies, company
from samples.demo.statement import statement

SEPTEMBER = AccountingPeriod(2026, 9)


@pytest.fixture(scope="module")
def logins(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The demo, loaded once for this module and taken back afterwards; the file of log-ins."""
    place = tmp_path_factory.mktemp("demo")
    folders = override_settings(VAR_DIR=place / "var", MEDIA_ROOT=place / "documents")
    with django_db_blocker.unblock(), folders, transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield place / "var" / "demo-logins.txt"
        transaction.set_rollback(True)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (User, Membership, Company, Document, AuditEntry))


@pytest.mark.parametrize("key", ["small_scale", "general", "individual"])
def test_every_voucher_of_the_bank_balances(key):
    for draft in drafts(company(key), SEPTEMBER):
        assert sum(line.debit for line in draft.lines) == sum(line.credit for line in draft.lines)


@pytest.mark.django_db
def test_loading_again_changes_nothing(logins):
    before, written = counts(), logins.read_text(encoding="utf-8")
    call_command("load_demo", verbosity=0)
    assert counts() == before
    assert logins.read_text(encoding="utf-8") == written


@pytest.mark.django_db
def test_people_can_log_in_with_the_passwords_written_down(logins):
    lines = [line.split() for line in logins.read_text(encoding="utf-8").splitlines()]
    assert {name for name, *_ in lines} == {"owner", "supervisor", "accountant", "viewer"}
    for name, password, *_ in lines:
        assert User.objects.get(username=name).check_password(password)
    assert Membership.objects.get(user__username="supervisor").role == Role.SUPERVISOR
    assert logins.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_the_ledger_shows_the_balance_of_the_bank_statement(logins):
    for client in companies():
        loaded = Company.objects.get(taxpayer_id=client.party.taxpayer_id)
        moved = movements(loaded.pk, SEPTEMBER, SEPTEMBER)
        bank = next(each for each in moved if each.code == "1002")
        assert bank.closing_debit == statement(client, SEPTEMBER).closing
        assert sum(each.debit - each.credit for each in moved if len(each.code) == 4) == Decimal(0)


@pytest.mark.django_db
def test_the_bank_statement_is_there_and_proved(logins):
    for client in companies():
        kept = BankStatement.objects.get(company__taxpayer_id=client.party.taxpayer_id)
        made = statement(client, SEPTEMBER)
        assert (kept.state, kept.is_proved, kept.closing_balance) == ("imported", True, made.closing)
        lines = kept.lines.order_by("date", "position")
        assert [line.amount for line in lines] == [each.amount for each in made.movements]


@pytest.mark.django_db
def test_every_document_of_the_first_month_arrives_and_is_taken(logins):
    loaded = Company.objects.get(name="云岚信息咨询有限公司")
    documents = Document.objects.filter(company=loaded)
    assert documents.count() == 20
    assert not documents.filter(state="refused").exists()
    assert loaded.status_on(SEPTEMBER.end).vat_filing == "quarter"


def test_documents_only_touches_no_database(tmp_path):
    call_command("load_demo", "--documents-only", str(tmp_path), verbosity=0)
    assert (tmp_path / "demo_truth.json").exists()
