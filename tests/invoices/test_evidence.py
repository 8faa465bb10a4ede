"""Behind an invoice: circumstances, categories, watched parties, other companies, resubmission, the record of rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from foundation.models import Company
from invoices.domain.fapiao import Kind, Medium, Method, Travel
from invoices.exports import invoice_fact
from invoices.models import Invoice, InvoiceDecision, WatchedParty
from invoices.selectors.rule_record import rule_records
from invoices.services.decide import accept_invoice, override_invoice, reject_invoice
from invoices.services.process_pending import process_pending
from invoices.services.resubmit import SameFileAgain, resubmit
from invoices.services.set_category import set_category
from invoices.services.set_circumstances import set_circumstances
from invoices.services.watch_party import watch_party
from kernel.errors import InvalidValue, NotPermitted, NotReady
from tests.conftest import make_company
from tests.invoices.cases import invoice, line

pytestmark = pytest.mark.django_db
STRANGE = invoice(buyer_name="银杏贸易有限公司", buyer_taxpayer_id=None)


def rules(row: Invoice) -> set[str]:
    return set(row.findings.values_list("rule", flat=True))


def say(row: Invoice, actor, **said: object) -> Invoice:
    return set_circumstances(row.pk, row.company_id, said, actor=actor)


def slip(**more: object):
    base = {"kind": Kind.SHOP_RECEIPT, "method": Method.OCR, "medium": Medium.IMAGE, "invoice_number": None}
    return invoice(line("盲盒手办", rate=None), **base | {"buyer_name": None, "buyer_taxpayer_id": None} | more)


def test_an_expense_claim_above_the_invoice_is_rejected_in_the_product_too(receive, accountant):
    [row] = receive(invoice())
    assert "CLAIM_ABOVE_INVOICE" in rules(say(row, accountant, expense_claim={"amount": "1060.01"}))
    assert rules(say(row, accountant, expense_claim={"amount": "1060.00"})) == set()
    assert row.corrections.filter(field="circumstances.expense_claim").count() == 2


def test_the_ticket_of_a_client_gives_no_input_vat(receive, accountant):
    ticket = invoice(
        kind=Kind.RAIL_TICKET, lines=(), net_amount=None, tax_amount=None, gross_amount=Decimal("109.00"),
        travel=Travel(traveller="李某"), buyer_name=None, buyer_taxpayer_id=None,
    )  # fmt: skip
    [row] = receive(ticket)
    assert row.deductible_vat == Decimal("9.00")
    row = say(row, accountant, claimant={"relation": "client"})
    assert (rules(row), row.deductible_vat) == ({"TRAVELLER_NOT_STAFF"}, Decimal("0.00"))


def test_papers_that_are_known_to_be_missing_are_asked_for(receive, accountant):
    [row] = receive(invoice(line("*会展服务*会务费")))
    assert rules(row) == set()
    assert rules(say(row, accountant, supporting_documents=["agenda"])) == {"MEETING_PAPERS"}
    assert rules(say(row, accountant, supporting_documents=...)) == set()


def test_circumstances_of_the_wrong_shape_are_refused(receive, accountant, viewer):
    [row] = receive(invoice())
    for said in ({"verdict": "compliant"}, {"expense_claim": "viel"}, {"expense_claim": {"amount": "viel"}}):
        with pytest.raises(InvalidValue):
            say(row, accountant, **said)
    with pytest.raises(NotPermitted):
        say(row, viewer, payment_method="cash")


def test_a_watched_seller_is_rejected_and_taken_off_again(receive, general, accountant, supervisor):
    [row] = receive(invoice())
    with pytest.raises(NotPermitted):
        watch_party(
            general, name="云杉咨询有限公司", taxpayer_id="", status="blacklisted", reason="x", actor=accountant
        )
    party = {"name": "云杉咨询 有限公司", "taxpayer_id": "", "reason": "虚开"}
    watch_party(general, **party, status="blacklisted", actor=supervisor)
    row.refresh_from_db()
    assert (row.verdict, rules(row)) == ("reject", {"SELLER_BLACKLISTED"})
    WatchedParty.objects.all().delete()
    watch_party(general, **party, status="lost_contact", actor=supervisor)
    assert rules(row) == {"SELLER_LOST_CONTACT"}


def test_the_same_invoice_at_another_company_of_the_agency_is_found_and_the_other_not_named(receive, individual):
    receive(invoice(), company=individual)
    [row] = receive(invoice())
    finding = row.findings.get(rule="DOUBLE_CLAIM_ELSEWHERE")
    assert individual.name not in finding.message_zh + str(finding.evidence)
    assert row.verdict == "reject"


def test_another_agency_is_another_world(receive, general, stranger_agency):
    receive(invoice(), company=stranger_agency)
    [row] = receive(invoice())
    assert rules(row) == set()


@pytest.fixture
def stranger_agency(agency) -> Company:
    other = type(agency).objects.create(name="另一家代账（虚构）")
    return make_company(
        other, "外人商贸有限公司", "91310000MA00000105", vat="general", filing="month", form="enterprise"
    )


def test_a_person_sorts_and_the_sorter_remembers(receive, accountant):
    [first] = receive(slip())
    assert first.category_source in {"table", "learned"}
    first = set_category(first.pk, first.company_id, category_id="toys", actor=accountant)
    assert (first.category, first.category_source) == ("toys", "person")
    [again] = receive(slip(gross_amount=Decimal("9.00"), net_amount=Decimal("9.00"), tax_amount=None))
    assert (again.category, again.category_source, again.category_confidence) == ("toys", "learned", 1.0)
    assert invoice_fact(again.company_id, again.pk).category == "unknown"  # a guess decides nothing in the books
    assert invoice_fact(first.company_id, first.pk).category == "toys"


def test_what_was_sent_back_comes_again_and_both_know_each_other(receive, say_files, general, accountant):
    [first] = receive(STRANGE, name="wrong.pdf")
    upload = SimpleUploadedFile("right.pdf", b"%PDF-1.7 corrected")
    with pytest.raises(NotReady):
        resubmit(first.pk, general.pk, [upload], actor=accountant)
    reject_invoice(first.pk, general.pk, reason="", actor=accountant)
    with pytest.raises(SameFileAgain):
        resubmit(first.pk, general.pk, [SimpleUploadedFile("wrong.pdf", first_bytes(first))], actor=accountant)
    say_files["right.pdf"] = (invoice(),)
    resubmit(first.pk, general.pk, [SimpleUploadedFile("right.pdf", b"%PDF-1.7 corrected")], actor=accountant)
    process_pending(general.pk)
    second = Invoice.objects.get(resubmits=first)
    assert (second.verdict, rules(second)) == ("compliant", set())
    assert list(first.resubmissions.all()) == [second]


def first_bytes(row: Invoice) -> bytes:
    from foundation.documents.exports import document_path

    return document_path(row.document).read_bytes()


@pytest.fixture
def say_files(say) -> dict[str, object]:
    return say


def test_rules_are_measured_on_what_people_decided(receive, accountant, supervisor):
    rows = [
        receive(invoice(buyer_name="银杏贸易有限公司", invoice_number=f"2631200000000000000{n}"))[0] for n in range(4)
    ]
    good = receive(invoice(invoice_number="26312000000000000099"))[0]
    override_invoice(rows[0].pk, rows[0].company_id, reason="改名前的名称", actor=supervisor)
    for row in rows[1:3]:
        reject_invoice(row.pk, row.company_id, reason="", actor=accountant)
    reject_invoice(good.pk, good.company_id, reason="印章是假的", actor=accountant, missed_rule="SEAL_WRONG")
    found = {one.name: one for one in rule_records(good.company_id)}
    name = found["BUYER_NAME_MISMATCH"]
    assert (name.rejected, name.overridden, name.false_reject_rate) == (3, 1, 1 / 3)
    assert name.false_reject_at_most > 1 / 3
    seal = found["SEAL_WRONG"]
    assert (seal.missed, seal.seen, seal.miss_rate) == (1, 4, 1.0)
    assert found["WORDS_DIFFER"].false_reject_rate is None
    assert "印章不是发票专用章" in InvoiceDecision.objects.get(invoice=good).letter


def test_a_later_decision_replaces_the_earlier_in_the_record_and_history_stays(receive, accountant, supervisor):
    [row] = receive(STRANGE)
    reject_invoice(row.pk, row.company_id, reason="", actor=accountant)
    override_invoice(row.pk, row.company_id, reason="已核实", actor=supervisor)
    found = next(one for one in rule_records(row.company_id) if one.name == "BUYER_NAME_MISMATCH")
    assert (found.rejected, found.overridden) == (1, 1)
    assert row.decisions.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        InvoiceDecision.objects.update(reason="anders")


def test_sending_back_a_good_invoice_needs_a_reason_or_a_rule(receive, accountant):
    [row] = receive(invoice())
    with pytest.raises(InvalidValue):
        reject_invoice(row.pk, row.company_id, reason=" ", actor=accountant)
    with pytest.raises(InvalidValue):
        reject_invoice(row.pk, row.company_id, reason="", actor=accountant, missed_rule="NO_SUCH_RULE")
    accept_invoice(row.pk, row.company_id, actor=accountant)


def test_the_pages_show_and_do_it(receive, general, accountant, supervisor, login):
    [row] = receive(STRANGE)
    client = login(supervisor)
    url = reverse("invoices:evidence", args=[general.pk, row.pk])
    assert "银杏贸易有限公司" in client.get(url).content.decode()
    data = {"claimant_relation": "employee", "documents": ["contract"], "seal": "none", "has_sales_list": "no"}
    assert client.post(reverse("invoices:circumstances", args=[general.pk, row.pk]), data).status_code == 302
    row.refresh_from_db()
    assert row.circumstances == {
        "claimant": {"relation": "employee"},
        "supporting_documents": ["contract"],
        "seals": [],
        "has_sales_list": False,
    }
    assert client.post(reverse("invoices:category", args=[general.pk, row.pk]), {"category": "x"}).status_code == 422
    wrong = {"name": "某公司", "status": "blacklisted", "reason": ""}
    assert client.post(reverse("invoices:watched", args=[general.pk]), wrong).status_code == 422
    assert client.post(reverse("invoices:watched", args=[general.pk]), wrong | {"reason": "虚开"}).status_code == 302
    for name in ("rules", "watched", "pouch"):
        assert client.get(reverse(f"invoices:{name}", args=[general.pk]) + "?period=2026-10").status_code == 200
