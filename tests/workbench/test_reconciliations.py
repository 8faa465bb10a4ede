"""Six reconciliations of a month: overview, page, files, kept by the night; the chase list and its letter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail

from bookkeeping.exports import open_books
from bookkeeping.models import BankAccount, BankLine, BankStatement
from foundation.documents.exports import receive_bytes
from foundation.models import AuditEntry, TaxpayerStatus
from invoices.models import Invoice, ListedInvoice
from kernel.period import AccountingPeriod
from workbench.models import Reconciliation
from workbench.selectors.reconciliations import KINDS
from workbench.services.reconcile_month import reconcile_month

pytestmark = pytest.mark.django_db
SEPTEMBER = AccountingPeriod(2026, 9)
D = Decimal


@pytest.fixture
def company(small_scale, accountant):
    """An invoice not paid and not booked, a payment without an invoice, a list with one more invoice."""
    open_books(small_scale, actor=None)
    document = receive_bytes(small_scale, "a.pdf", b"%PDF-1.4 a", accountant)
    Invoice.objects.create(
        company=small_scale, document=document, kind="fully_digital_general", medium="pdf", method="text",
        invoice_number="26312000000000000001", issue_date=date(2026, 9, 10), seller_name="青松文具店",
        net_amount=D("792.08"), tax_amount=D("7.92"), gross_amount=D("800.00"), period="2026-09", verdict="compliant",
    )  # fmt: skip
    account = BankAccount.objects.create(company=small_scale, name="基本户", account_code="1002")
    statement = BankStatement.objects.create(company=small_scale, account=account, layout="test")
    for party, words in (("白杨广告有限公司", "广告费"), ("国家税务局", "税款")):
        BankLine.objects.create(
            company=small_scale, account=account, statement=statement, date=date(2026, 9, 12), amount=D("-500.00"),
            counterparty_name=party, description=words, fingerprint=party,
        )  # fmt: skip
    ListedInvoice.objects.create(
        company=small_scale, direction="purchase", invoice_number="26312000000000000099",
        issue_date=date(2026, 9, 20), seller_name="银杏物流", gross_amount=D("66.00"), source="sheet",
    )  # fmt: skip
    return small_scale


def test_every_reconciliation_says_how_many_differences_there_are(company):
    assert reconcile_month(company, SEPTEMBER) == reconcile_month(company, SEPTEMBER) > 0
    kept = {row.kind: row for row in Reconciliation.objects.all()}
    assert set(kept) == set(KINDS)
    assert (kept["vouchers"].differences, kept["bureau"].differences, kept["payroll"].differences) == (1, 2, None)
    assert kept["settlement"].differences == 2, "taxes need no invoice"
    assert ["26312000000000000001" in row for row in kept["vouchers"].exceptions] == [True]
    TaxpayerStatus.objects.all().delete()
    reconcile_month(company, SEPTEMBER)
    assert Reconciliation.objects.get(kind="vat").differences is None


def test_pages_and_files_of_each(company, accountant, viewer, login):
    client = login(accountant)
    base = f"/c/{company.pk}/reconciliations/"
    assert client.post(f"{base}?period=2026-09").status_code == 302
    assert "2 处差异" in client.get(f"{base}?period=2026-09").content.decode()
    for key in KINDS:
        assert client.get(f"{base}{key}/?period=2026-09").status_code == 200
        assert client.get(f"{base}{key}/file.xlsx?period=2026-09").content[:2] == b"PK"
        assert client.get(f"{base}{key}/file.pdf?period=2026-09").content[:4] == b"%PDF"
    assert client.get(f"{base}nothing/").status_code == 404
    assert client.get(f"{base}bank/file.exe").status_code == 404
    assert "银杏物流" in client.get(f"{base}bureau/?period=2026-09").content.decode()
    assert login(viewer).post(f"{base}?period=2026-09").status_code == 403


def test_the_client_is_asked_for_what_is_missing_and_nothing_else(company, accountant, viewer, login):
    client, base = login(accountant), f"/c/{company.pk}/reconciliations/chase/"
    page = client.get(f"{base}?period=2026-09").content.decode()
    assert "白杨广告有限公司" in page
    assert "青松文具店" in page
    assert "国家税务局" not in page
    client.post(f"{base}send/?period=2026-09", {"address": "client@example.invalid", "text": "请补票"})
    [sent] = mail.outbox
    assert (sent.to, sent.body) == (["client@example.invalid"], "请补票")
    assert AuditEntry.objects.get(action="chase.sent").content == {"to": "client@example.invalid"}
    client.post(f"{base}send/?period=2026-09", {"address": "nobody", "text": "请补票"})
    client.post(f"{base}send/?period=2026-09", {"address": "client@example.invalid", "text": " "})
    assert len(mail.outbox) == 1
    assert login(viewer).post(f"{base}send/", {}).status_code == 403
