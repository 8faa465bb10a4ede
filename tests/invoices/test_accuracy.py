"""Reading accuracy: only what a person reviewed counts, by kind and field, for a company and for the agency."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from invoices.domain.fapiao import Kind, Medium, Method
from invoices.models import Invoice
from invoices.selectors.accuracy import reading_accuracy
from invoices.services.correct_field import correct_field
from invoices.services.decide import accept_invoice
from invoices.services.record_review import state_of
from tests.invoices.cases import invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed(receive, accountant, general, small_scale):
    """Four invoices of one company, two of them reviewed, one with errors; one more elsewhere."""
    base = invoice(medium=Medium.IMAGE, method=Method.OCR, confidence={"seller_name": 0.6, "gross_amount": 0.98})
    rows = [receive(replace(base, invoice_number=f"2631200000000000000{number}"))[0] for number in range(4)]
    for field, value in (("seller_name", "云柏咨询有限公司"), ("buyer_taxpayer_id", "91310000MA00000039")):
        correct_field(rows[0].pk, general.pk, field=field, value=value, actor=accountant)
    correct_field(rows[0].pk, general.pk, field="lines.1.item_name", value="*信息技术服务*维护", actor=accountant)
    correct_field(rows[0].pk, general.pk, field="buyer_taxpayer_id", value=general.taxpayer_id, actor=accountant)
    correct_field(rows[2].pk, general.pk, field="remarks", value="没有审核", actor=accountant)
    for row in rows[:2]:
        row.refresh_from_db()
        accept_invoice(row.pk, general.pk, actor=accountant, seen=state_of(row))
    return rows


def figures(rows=None):
    found = reading_accuracy(Invoice.objects.all() if rows is None else rows)
    return found, {(row.kind, row.field): row for _, fields in found.kinds for row in fields}


def test_only_reviewed_invoices_are_counted(reviewed):
    found, rows = figures()
    assert (found.read_invoices, found.reviewed_invoices) == (4, 2)
    seller = rows["fully_digital_special", "seller_name"]
    assert (seller.reviewed, seller.wrong, seller.unmarked, seller.doubtful) == (2, 1, 0, 2)
    assert (seller.exact_rate, seller.unmarked_rate, seller.doubtful_rate) == (0.5, 0.0, 1.0)
    assert 0.1 < seller.exact_at_least < 0.5
    assert rows["fully_digital_special", "lines"].unmarked == 1
    assert rows["fully_digital_special", "buyer_taxpayer_id"].wrong == 0, "changed and changed back was read right"
    assert ("fully_digital_special", "remarks") not in rows
    assert found.all.reviewed == sum(row.reviewed for row in rows.values())


def test_an_error_found_after_the_review_still_counts(reviewed, accountant, general):
    correct_field(reviewed[1].pk, general.pk, field="gross_amount", value="1061.00", actor=accountant)
    correct_field(reviewed[1].pk, general.pk, field="lines.1.unit", value="项", actor=accountant)
    _, rows = figures()
    amount, lines = (rows["fully_digital_special", name] for name in ("gross_amount", "lines"))
    assert (amount.reviewed, amount.wrong, amount.unmarked) == (2, 1, 1)
    assert (lines.reviewed, lines.wrong) == (2, 2)


def test_nothing_reviewed_is_no_rate(receive):
    receive(invoice())
    found, _ = figures()
    assert (found.all.reviewed, found.all.exact_rate) == (0, None)


def test_kinds_are_kept_apart_and_added_up(reviewed, receive, general, accountant):
    [ticket] = receive(invoice(kind=Kind.TAXI, method=Method.OCR, medium=Medium.IMAGE, invoice_number="88601524"))
    if ticket.verdict != "reject":
        accept_invoice(ticket.pk, general.pk, actor=accountant, seen=state_of(ticket))
    found, _ = figures()
    assert {total.kind for total, _ in found.kinds} == {"fully_digital_special", "taxi"}
    assert all(total.wrong == sum(row.wrong for row in rows) for total, rows in found.kinds)


def test_the_page_narrows_by_period_method_and_agency(reviewed, general, small_scale, viewer, stranger, login):
    client = login(viewer)

    def shown(company, **query):
        return client.get(reverse("invoices:accuracy", args=[company.pk]), query).context["measured"]

    period = reviewed[0].period
    assert shown(general, period=period).reviewed_invoices == 2
    assert shown(general, period="2026-09").reviewed_invoices == 0
    assert shown(general, period="2026-09", span="all").reviewed_invoices == 2
    assert shown(general, span="all", method="text").reviewed_invoices == 0
    assert shown(small_scale, span="all").reviewed_invoices == 0
    assert shown(small_scale, span="all", of="agency").reviewed_invoices == 2
