"""Verification against the make-believe bureau in every state, over the API and on the platform with a captcha."""

from __future__ import annotations

import pytest
from django.urls import reverse

from bureau.client import BureauClient
from bureau.platform import VerificationPlatform, WrongCaptcha
from foundation.handover import answer
from foundation.models import Handover
from invoices.models import Invoice, VerificationResult
from invoices.services.verify_by_person import answer_person, ask_person, open_question
from invoices.services.verify_invoice import verify_invoice
from invoices.services.verify_pending import verify_pending
from kernel.errors import NotReady
from kernel.period import AccountingPeriod
from tests.invoices.cases import invoice

pytestmark = pytest.mark.django_db
NUMBER = "26312000000012345678"
OCTOBER = AccountingPeriod(2026, 10)


def held(row: Invoice, **more: object) -> dict[str, object]:
    """The invoice as the bureau holds it."""
    return {
        "invoice_number": row.invoice_number,
        "kind": row.kind,
        "issue_date": row.issue_date.isoformat(),
        "seller_taxpayer_id": row.seller_taxpayer_id,
        "buyer_taxpayer_id": row.buyer_taxpayer_id,
        "net_amount": str(row.net_amount),
        "tax_amount": str(row.tax_amount),
        "gross_amount": str(row.gross_amount),
        "state": "valid",
    } | more


def ask(row: Invoice, actor) -> VerificationResult:
    with BureauClient.from_settings() as client:
        return verify_invoice(row, client, actor=actor)


def rules(row: Invoice) -> set[str]:
    return set(row.findings.values_list("rule", flat=True))


@pytest.mark.parametrize(
    ("known", "outcome", "rule"),
    [
        ({"state": "valid"}, "valid", set()),
        ({"state": "voided"}, "voided", {"VERIFIED_VOIDED"}),
        ({"state": "red_lettered"}, "red_lettered", {"VERIFIED_RED_LETTERED"}),
        ({"state": "abnormal"}, "abnormal", {"VERIFIED_ABNORMAL"}),
        ({"gross_amount": "1.00"}, "mismatched", {"VERIFIED_DIFFERENT"}),
        (None, "not_found", {"VERIFIED_NOT_FOUND"}),
    ],
)
def test_every_answer_is_kept_and_weighed(receive, bureau_sandbox, accountant, known, outcome, rule):
    number = NUMBER if known is not None else "26312000000099999999"
    [row] = receive(invoice(invoice_number=number))
    if known is not None:
        bureau_sandbox.invoices([held(row, **known)])
    result = ask(row, accountant)
    assert (result.outcome, result.channel, rules(row)) == (outcome, "bureau", rule)
    assert result.asked["invoice_number"] == number


@pytest.mark.parametrize(
    ("scenario", "outcome"), [("rate_limited", "rate_limited"), ("invoice_service_down", "unavailable")]
)
def test_no_answer_is_no_finding_and_stops_the_batch(receive, bureau_sandbox, scenario, outcome):
    [row] = receive(invoice())
    receive(invoice(invoice_number="26312000000012345679"))
    bureau_sandbox.scenario(scenario)
    assert verify_pending(row.company_id, OCTOBER) == {outcome: 2}
    assert rules(row) == set()
    assert VerificationResult.objects.get().answer["reason"]


def captcha_answer(bureau_sandbox) -> str:
    return bureau_sandbox.answer_of("", "platform")


def test_a_person_reads_the_captcha_and_the_answer_counts(receive, bureau_sandbox, accountant):
    [row] = receive(invoice())
    bureau_sandbox.invoices([held(row, state="voided")])
    with VerificationPlatform.from_settings() as platform:
        handover = ask_person(row, platform, actor=accountant)
        assert bytes(handover.picture)[:4] == b"\x89PNG"
        assert open_question(row) == handover
    with VerificationPlatform.from_settings() as another_visit:
        result = answer_person(row, handover, captcha_answer(bureau_sandbox), another_visit, actor=accountant)
    assert (result.outcome, result.channel, rules(row)) == ("voided", "platform", {"VERIFIED_VOIDED"})
    handover.refresh_from_db()
    assert (handover.answer_ciphertext, open_question(row)) == ("", None)


def test_wrong_characters_are_no_answer(receive, bureau_sandbox, accountant):
    [row] = receive(invoice())
    with VerificationPlatform.from_settings() as platform:
        handover = ask_person(row, platform, actor=accountant)
        with pytest.raises(WrongCaptcha):
            answer_person(row, handover, "wrong", platform, actor=accountant)
    assert not VerificationResult.objects.exists()


def test_an_answer_given_in_the_list_of_questions_is_sent_from_the_invoice(receive, bureau_sandbox, accountant):
    [row] = receive(invoice())
    bureau_sandbox.invoices([held(row)])
    with VerificationPlatform.from_settings() as platform:
        answer(ask_person(row, platform, actor=accountant), text=captcha_answer(bureau_sandbox), actor=accountant)
        waiting = open_question(row)
        assert answer_person(row, waiting, "", platform, actor=accountant).outcome == "valid"


def test_a_paper_without_number_is_not_asked_about(receive, bureau_sandbox, accountant):
    [row] = receive(invoice(invoice_number=None))
    with VerificationPlatform.from_settings() as platform, pytest.raises(NotReady):
        ask_person(row, platform, actor=accountant)


def test_the_page_shows_the_picture_and_takes_the_answer(receive, bureau_sandbox, general, accountant, login):
    [row] = receive(invoice())
    bureau_sandbox.invoices([held(row)])
    client, at = login(accountant), [general.pk, row.pk]
    assert client.get(reverse("invoices:captcha_picture", args=at)).status_code == 404
    assert client.post(reverse("invoices:answer_platform", args=at), {"characters": "X"}).status_code == 302
    client.post(reverse("invoices:ask_platform", args=at))
    assert client.get(reverse("invoices:captcha_picture", args=at))["Content-Type"] == "image/png"
    wrong = client.post(reverse("invoices:answer_platform", args=at), {"characters": "wrong"})
    assert wrong.status_code == 422
    client.post(reverse("invoices:ask_platform", args=at))
    client.post(reverse("invoices:answer_platform", args=at), {"characters": captcha_answer(bureau_sandbox)})
    assert VerificationResult.objects.get().outcome == "valid"
    assert Handover.objects.count() == 2


def test_a_platform_that_is_down_is_said_on_the_page(receive, settings, general, accountant, login):
    settings.VERIFICATION_PLATFORM_URL = "http://127.0.0.1:9"
    [row] = receive(invoice())
    shown = login(accountant).post(reverse("invoices:ask_platform", args=[general.pk, row.pk]))
    assert shown.status_code == 502
    assert "无法连接查验平台" in shown.content.decode()
