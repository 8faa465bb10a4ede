"""What people do with an invoice: correct, accept, send back, let pass, book, verify."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from bureau.answers import VerificationAnswer
from foundation.models import AuditEntry
from invoices.exports import invoices_to_book, unmark_booked
from invoices.models import FieldCorrection, Invoice, VerificationResult
from invoices.services.correct_field import AlreadyBooked, correct_field
from invoices.services.decide import NeedsOverride, accept_invoice, override_invoice, reject_invoice
from invoices.services.locking import NoSuchInvoice
from invoices.services.mark_booked import mark_booked
from invoices.services.verify_invoice import verify_invoice
from invoices.services.verify_pending import verify_all
from kernel.errors import InvalidValue, NotPermitted, TemporaryFailure
from kernel.period import AccountingPeriod
from tests.invoices.cases import invoice, line

pytestmark = pytest.mark.django_db
OCTOBER = AccountingPeriod(2026, 10)


class Bureau:
    """Answers as told and counts the questions."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.asked = list(answers), []

    def verify_invoice(self, **question: object) -> VerificationAnswer:
        self.asked.append(question)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def correct(row, field, value, actor):
    return correct_field(row.pk, row.company_id, field=field, value=value, actor=actor)


def test_a_correction_is_remembered_and_the_invoice_checked_again(receive, accountant):
    [row] = receive(invoice(buyer_name="赤松商贾有限公司", confidence={"buyer_name": 0.6}))
    assert (row.verdict, row.doubtful_fields) == ("warn", 1)
    row = correct(row, "buyer_name", " 赤松商贸有限公司 ", accountant)
    assert (row.verdict, row.doubtful_fields) == ("compliant", 0)
    correction = FieldCorrection.objects.get()
    assert (correction.field, correction.old, correction.new) == ("buyer_name", "赤松商贾有限公司", "赤松商贸有限公司")
    assert AuditEntry.objects.filter(action="invoice.corrected", actor=accountant).count() == 1


def test_a_line_can_be_corrected_too(receive, accountant):
    [row] = receive(invoice(line("*信息技术服务*软件开发", tax_rate=Decimal("0.13"))))
    assert row.verdict == "warn"
    row = correct(row, "lines.1.tax_rate", "6%", accountant)
    assert row.verdict == "compliant"
    assert row.lines.get().tax_rate == Decimal("0.06")


def test_the_same_value_again_is_no_correction(receive, accountant):
    [row] = receive(invoice())
    correct(row, "gross_amount", "1,060.00", accountant)
    assert not FieldCorrection.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gross_amount", "viel"),
        ("issue_date", "gestern"),
        ("kind", "zettel"),
        ("company_id", "2"),
        ("verdict", "compliant"),
        ("lines.9.item_name", "x"),
        ("invoice_number", "9" * 50),
    ],
)
def test_a_value_or_field_that_cannot_be_is_refused(receive, accountant, field, value):
    [row] = receive(invoice())
    with pytest.raises(InvalidValue):
        correct(row, field, value, accountant)
    assert not FieldCorrection.objects.exists()


def test_viewers_and_strangers_correct_nothing(receive, viewer, stranger):
    [row] = receive(invoice())
    for person in (viewer, stranger):
        with pytest.raises(NotPermitted):
            correct(row, "remarks", "x", person)


def test_the_invoice_of_another_company_is_not_there(receive, accountant, small_scale):
    [row] = receive(invoice())
    with pytest.raises(NoSuchInvoice):
        correct_field(row.pk, small_scale.pk, field="remarks", value="x", actor=accountant)


def test_what_was_it_for_decides_the_input_vat(receive, accountant):
    [row] = receive(invoice(line("*住宿服务*住宿费")))
    assert row.input_vat == "deductible"
    row = correct(row, "purpose", "entertainment", accountant)
    assert (row.input_vat, row.deductible_vat, row.verdict) == ("not_deductible", Decimal("0.00"), "warn")


def test_accepting_and_sending_back(receive, accountant):
    [row] = receive(invoice())
    assert accept_invoice(row.pk, row.company_id, actor=accountant).decision == "accepted"
    row = reject_invoice(row.pk, row.company_id, reason="与合同不符", actor=accountant)
    assert row.decision == "rejected"
    assert "与合同不符" in row.letter
    assert row.invoice_number in row.letter
    assert invoices_to_book(row.company_id, OCTOBER) == []


def test_the_letter_names_every_finding_with_law_and_remedy(receive, accountant):
    [row] = receive(invoice(buyer_name="别家有限公司", buyer_taxpayer_id="91310000MA00000012", seller_taxpayer_id=None))
    letter = reject_invoice(row.pk, row.company_id, reason="", actor=accountant).letter
    for finding in row.findings.all():
        assert finding.message_zh in letter
        assert finding.law in letter


def test_only_a_supervisor_lets_a_rejected_invoice_pass_and_says_why(receive, accountant, supervisor):
    [row] = receive(invoice(gross_amount=Decimal("1061.00")))
    assert row.verdict == "reject"
    with pytest.raises(NeedsOverride):
        accept_invoice(row.pk, row.company_id, actor=accountant)
    with pytest.raises(NotPermitted):
        override_invoice(row.pk, row.company_id, reason="差额已协商", actor=accountant)
    with pytest.raises(InvalidValue):
        override_invoice(row.pk, row.company_id, reason="  ", actor=supervisor)
    assert invoices_to_book(row.company_id, OCTOBER) == []
    override_invoice(row.pk, row.company_id, reason="差额已协商", actor=supervisor)
    assert [fact.id for fact in invoices_to_book(row.company_id, OCTOBER)] == [row.pk]
    assert AuditEntry.objects.filter(action="invoice.decided", content__reason="差额已协商").exists()


def test_an_invoice_is_booked_once(receive, accountant):
    [row] = receive(invoice())
    mark_booked(row.company_id, row.pk, 7)
    mark_booked(row.company_id, row.pk, 7)
    with pytest.raises(AlreadyBooked):
        mark_booked(row.company_id, row.pk, 8)
    with pytest.raises(AlreadyBooked):
        correct(row, "remarks", "x", accountant)
    with pytest.raises(AlreadyBooked):
        accept_invoice(row.pk, row.company_id, actor=accountant)
    assert invoices_to_book(row.company_id, OCTOBER) == []
    unmark_booked(row.company_id, row.pk)
    assert len(invoices_to_book(row.company_id, OCTOBER)) == 1


def test_the_bureaus_answer_is_kept_as_evidence(receive, accountant):
    [row] = receive(invoice())
    bureau = Bureau(VerificationAnswer("mismatched", ("gross_amount",), {"gross_amount": "1.00"}))
    result = verify_invoice(row, bureau, actor=accountant)
    assert (result.outcome, result.mismatched) == ("mismatched", ["gross_amount"])
    assert result.asked["invoice_number"] == row.invoice_number
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        VerificationResult.objects.filter(pk=result.pk).update(outcome="valid")


def test_an_invoice_the_bureau_does_not_know_is_rejected_and_not_booked(receive):
    [row] = receive(invoice())
    verify_all(row.company_id, OCTOBER, Bureau(VerificationAnswer("not_found")))
    row.refresh_from_db()
    assert (row.verdict, row.input_vat) == ("reject", "not_deductible")
    assert invoices_to_book(row.company_id, OCTOBER) == []


def test_not_found_is_asked_again_some_hours_later_and_may_turn_out_well(receive):
    [row] = receive(invoice())
    assert verify_all(row.company_id, OCTOBER, Bureau(VerificationAnswer("not_found"))) == {"not_found": 1}
    assert verify_all(row.company_id, OCTOBER, Bureau()) == {}
    with time_machine.travel(timezone.now() + timedelta(hours=7)):
        assert verify_all(row.company_id, OCTOBER, Bureau(VerificationAnswer("valid"))) == {"valid": 1}
        row.refresh_from_db()
        assert row.verdict == "compliant"
        assert verify_all(row.company_id, OCTOBER, Bureau()) == {}


def test_a_field_read_doubtfully_that_differs_at_the_bureau_is_a_question(receive):
    [row] = receive(invoice(confidence={"gross_amount": 0.5}))
    verify_all(row.company_id, OCTOBER, Bureau(VerificationAnswer("mismatched", ("gross_amount",))))
    row.refresh_from_db()
    assert row.verdict == "warn"


def test_remarks_that_speak_of_guests_block_the_input_vat_of_a_hotel(receive):
    [row] = receive(invoice(line("*住宿服务*住宿费"), remarks="招待客户"))
    assert (row.input_vat, row.verdict) == ("not_deductible", "warn")


def test_food_is_no_private_purchase_of_a_restaurant(receive, general):
    general.industry = "catering_hotel"
    general.save()
    [row] = receive(invoice(line("*软饮料*饮用水", rate="0.13")))
    assert row.verdict == "compliant"


def test_no_answer_is_not_the_answer_no(receive):
    [row] = receive(invoice())
    down = Bureau(TemporaryFailure("down", message_zh="税务局暂不可用"))
    assert verify_all(row.company_id, OCTOBER, down) == {"unavailable": 1}
    assert verify_all(row.company_id, OCTOBER, Bureau(VerificationAnswer("valid"))) == {"valid": 1}
    assert verify_all(row.company_id, OCTOBER, Bureau()) == {}


def test_a_correction_can_neither_be_changed_nor_deleted(receive, accountant):
    [row] = receive(invoice())
    correct(row, "remarks", "x", accountant)
    for change in (lambda: FieldCorrection.objects.update(new="y"), lambda: FieldCorrection.objects.all().delete()):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()


def test_the_database_holds_that_a_compliant_invoice_adds_up(receive):
    [row] = receive(invoice())
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=row.pk).update(gross_amount=Decimal("1061.00"))
