"""Reviewing what was read: doubts in words, confirming, correcting, lines, and the record of what was read right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from foundation.models import AuditEntry
from invoices.domain.doubts import doubts
from invoices.domain.fapiao import Kind, Medium, Method, Travel
from invoices.models import FieldCorrection, FieldReview
from invoices.readers.findings import reading_findings
from invoices.services.correct_field import ChangedMeanwhile, confirm_fields, correct_field
from invoices.services.decide import accept_invoice
from invoices.services.edit_lines import add_line, remove_line
from invoices.services.record_review import state_of
from kernel.errors import InvalidValue, NotPermitted
from tests.invoices.cases import invoice, line

pytestmark = pytest.mark.django_db
SEEN = {"medium": Medium.IMAGE, "method": Method.OCR}


def doubted(fapiao, **more):
    return doubts(fapiao, reading_findings(fapiao), **more)


def seen_invoice(*lines, **more):
    """An invoice read by OCR, all of it surely."""
    sure = dict.fromkeys(("seller_name", "invoice_number", "gross_amount", "lines"), 0.98)
    return invoice(*lines, **SEEN | {"confidence": sure} | more)


def correct(row, field, value, actor, **more):
    return correct_field(row.pk, row.company_id, field=field, value=value, actor=actor, **more)


def accept(row, actor):
    return accept_invoice(row.pk, row.company_id, actor=actor, seen=state_of(row))


@pytest.mark.parametrize(
    ("changed", "names", "word"),
    [
        ({"confidence": {"seller_name": 0.62}}, {"seller_name"}, "62%"),
        ({"gross_amount": Decimal("1160.00")}, {"net_amount", "tax_amount", "gross_amount"}, "1160.00"),
        ({"amount_in_words": "壹仟圆整"}, {"amount_in_words", "gross_amount"}, "大写"),
        ({"seller_taxpayer_id": "91310000MA00000013"}, {"seller_taxpayer_id"}, "校验"),
        ({"invoice_number": None}, {"invoice_number"}, "没有读到"),
        ({"kind": Kind.UNKNOWN}, {"kind"}, "票种"),
        ({"qr": "01,31,,26312000000012345679,1060.00,20261015,,AB12"}, {"invoice_number"}, "26312000000012345679"),
        ({"lines": (line(net="900.00"),)}, {"lines"}, "900.00"),
    ],
)
def test_each_doubt_says_in_words_why(changed, names, word):
    found = doubted(replace(seen_invoice(), **changed))
    assert set(found) == names
    assert all(any(word in reason.zh for reason in reasons) for reasons in found.values())
    assert all(reason.en and reason.en != reason.zh for reasons in found.values() for reason in reasons)


def test_what_is_right_or_settled_or_structured_is_not_doubted():
    assert doubted(seen_invoice()) == {}
    wrong = replace(seen_invoice(), gross_amount=Decimal("1160.00"))
    assert set(doubted(wrong, confirmed=["net_amount", "tax_amount"])) == {"gross_amount"}
    assert doubted(replace(wrong, method=Method.STRUCTURED)) == {}


def test_confirming_settles_a_field_and_keeps_what_the_reader_said(receive, accountant):
    [row] = receive(seen_invoice(confidence={"seller_name": 0.62, "gross_amount": 0.7}))
    row = confirm_fields(row.pk, row.company_id, fields=["seller_name", "buyer_name"], actor=accountant)
    assert row.doubtful_fields == 1
    assert row.reading["measured"] == {"seller_name": 0.62}
    entry = AuditEntry.objects.get(action="invoice.fields_confirmed")
    assert entry.content == {"fields": ["seller_name"]}
    row = correct(row, "gross_amount", "1060.00", accountant)
    assert row.doubtful_fields == 0
    assert not FieldCorrection.objects.exists()


def test_a_correction_keeps_the_confidence_of_what_was_wrong(receive, accountant):
    [row] = receive(seen_invoice(confidence={"seller_name": 0.62}))
    correct(row, "seller_name", "云松咨询有限公司", accountant)
    correct(row, "seller_name", "云柏咨询有限公司", accountant)
    assert [one.confidence for one in FieldCorrection.objects.all()] == [0.62, 0.62]


def test_nobody_overwrites_what_somebody_else_changed(receive, accountant, supervisor):
    [row] = receive(seen_invoice())
    correct(row, "remarks", "甲", supervisor, seen="")
    with pytest.raises(ChangedMeanwhile, match="supervisor"):
        correct(row, "remarks", "乙", accountant, seen="")
    assert correct(row, "remarks", "甲", accountant, seen="").remarks == "甲"
    assert correct(row, "seller_name", "云柏咨询有限公司", accountant, seen="云杉咨询有限公司").pk == row.pk
    assert FieldCorrection.objects.count() == 2


def test_an_invoice_changed_since_it_was_seen_is_not_accepted(receive, accountant, supervisor):
    [row] = receive(seen_invoice())
    state = state_of(row)
    correct(row, "remarks", "甲", supervisor)
    with pytest.raises(ChangedMeanwhile):
        accept_invoice(row.pk, row.company_id, actor=accountant, seen=state)
    assert not FieldReview.objects.exists()


def test_lines_are_added_removed_and_settled_once_they_add_up(receive, accountant):
    [row] = receive(seen_invoice(line(net="900.00"), net_amount=Decimal("1000.00"), tax_amount=Decimal("60.00"),
                                 gross_amount=Decimal("1060.00"), confidence={"lines": 0.45}))  # fmt: skip
    assert (row.doubtful_fields, row.verdict) == (1, "warn")
    add_line(row.pk, row.company_id, actor=accountant)
    correct(row, "lines.2.net_amount", "100", accountant)
    assert confirm_fields(row.pk, row.company_id, fields=[], actor=accountant).doubtful_fields == 1
    row = correct(row, "lines.2.tax_amount", "6", accountant)
    assert (row.doubtful_fields, row.lines.count()) == (0, 2)
    row = remove_line(row.pk, row.company_id, position=1, actor=accountant)
    assert (row.doubtful_fields, row.lines.count()) == (1, 1)
    assert FieldCorrection.objects.filter(field="lines.1", new=None, old__contains="900.00").exists()
    with pytest.raises(InvalidValue):
        remove_line(row.pk, row.company_id, position=7, actor=accountant)


def test_viewers_confirm_and_change_no_lines(receive, viewer):
    [row] = receive(seen_invoice())
    for act in (
        lambda: confirm_fields(row.pk, row.company_id, actor=viewer),
        lambda: add_line(row.pk, row.company_id, actor=viewer),
        lambda: remove_line(row.pk, row.company_id, position=1, actor=viewer),
    ):
        with pytest.raises(NotPermitted):
            act()


@pytest.mark.parametrize("typed", ["2026-03-09", "2026/3/9", "2026年3月9日", "2026.03.09"])
def test_a_journey_is_corrected_and_dates_are_taken_as_people_write_them(receive, accountant, typed):
    ticket = seen_invoice(kind=Kind.RAIL_TICKET, travel=Travel(origin="岭雾南", date=date(2026, 3, 8)))
    [row] = receive(ticket)
    row = correct(row, "travel.date", typed, accountant)
    row = correct(row, "travel.fare", "12", accountant)
    assert (row.travel["date"], row.travel["fare"], row.travel["origin"]) == ("2026-03-09", "12.00", "岭雾南")
    with pytest.raises(InvalidValue):
        correct(row, "travel.date", "morgen", accountant)


def test_accepting_on_the_screen_writes_down_what_was_read_right(receive, accountant):
    unsure = {"seller_name": 0.62, "invoice_number": 0.98, "gross_amount": 0.98}
    [row] = receive(seen_invoice(confidence=unsure, remarks=None))
    correct(row, "seller_name", "云柏咨询有限公司", accountant)
    correct(row, "buyer_name", "赤松商贸有限公司 ", accountant)
    row = correct(row, "remarks", "合同号 7", accountant)
    accept(row, accountant)
    reviews = {one.field: one for one in FieldReview.objects.all()}
    assert (reviews["seller_name"].is_exact, reviews["seller_name"].was_doubtful) == (False, True)
    assert (reviews["seller_name"].read, reviews["seller_name"].confidence) == ("云杉咨询有限公司", 0.62)
    assert (reviews["remarks"].is_exact, reviews["remarks"].read) == (False, None)
    assert all(one.is_exact for name, one in reviews.items() if name not in {"seller_name", "remarks"})
    assert {"lines", "kind", "buyer_name"} <= set(reviews)
    assert "check_code" not in reviews
    with pytest.raises(DatabaseError), transaction.atomic():
        FieldReview.objects.update(is_exact=True)


def test_accepting_elsewhere_measures_nothing(receive, accountant):
    [row] = receive(seen_invoice())
    accept_invoice(row.pk, row.company_id, actor=accountant)
    assert not FieldReview.objects.exists()


def test_the_screen_says_why_shows_the_qr_and_goes_on_to_the_next(receive, general, accountant, login):
    code = "01,31,,26312000000012345678,1060.00,20261015,,AB12"
    [row] = receive(seen_invoice(confidence={"seller_name": 0.62}, qr=code))
    [other] = receive(replace(seen_invoice(confidence={"seller_name": 0.5}), invoice_number="26312000000000000003"))
    client = login(accountant)
    shown = client.get(reverse("invoices:review", args=[general.pk, row.pk]))
    text = shown.content.decode()
    assert "识别把握 62%，低于 90%" in text
    assert "26312000000012345678" in text
    assert [one.agrees for one in shown.context["evidence"]] == [True, True, True]
    said = {"decision": "accept", "next": "1", "seen": shown.context["state"]}
    answer = client.post(reverse("invoices:decide", args=[general.pk, row.pk]), said)
    assert answer["Location"].startswith(reverse("invoices:review", args=[general.pk, other.pk]))
    assert FieldReview.objects.filter(invoice=row, reviewed_by=accountant).exists()
    stale = client.post(reverse("invoices:decide", args=[general.pk, other.pk]), said, headers={"HX-Request": "true"})
    assert stale.status_code == 422


def test_lines_and_confirmations_by_the_page(receive, general, accountant, login):
    [row] = receive(seen_invoice(confidence={"seller_name": 0.62}))
    client, asked = login(accountant), {"HX-Request": "true"}
    for name, said, expected in (
        ("lines", {}, 2),
        ("lines", {"position": "2"}, 1),
        ("confirm", {"field": "seller_name"}, 1),
    ):
        url = reverse(f"invoices:{name}", args=[general.pk, row.pk])
        assert client.post(url, said, headers=asked).status_code == 200
        assert row.lines.count() == expected
    row.refresh_from_db()
    assert row.doubtful_fields == 0
