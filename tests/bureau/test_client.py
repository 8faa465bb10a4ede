"""The client against the served bureau: what was accepted, what was not, and what nobody can know."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from bureau import BureauAnswer, BureauClient
from kernel.errors import FinalFailure, InvalidValue, OutcomeUnknown, TemporaryFailure
from tests.bureau_sandbox.sample_returns import changed, small_scale_return
from tests.plugins.sandbox import APP_KEY, APP_SECRET, Sandbox

QUICK = httpx.Timeout(0.5, connect=0.5)


@pytest.fixture
def client(bureau_sandbox: Sandbox) -> Iterator[BureauClient]:
    with BureauClient.from_settings() as made:
        yield made


def file(client: BureauClient, taxpayer_id: str, key: str, **changes: Any) -> BureauAnswer:
    content: dict[str, Any] = {
        "key": key,
        "taxpayer_id": taxpayer_id,
        "form": "vat_small_scale",
        "edition": "2026",
        "period_start": date(2026, 7, 1),
        "period_end": date(2026, 9, 30),
        "cells": small_scale_return(),
        "payload_hash": "sha256:1",
    }
    return client.file_return(**content | changes)


def settled(client: BureauClient, key: str) -> BureauAnswer:
    """The answer once the bureau has decided."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        answer = client.status(key)
        assert answer is not None
        if answer.status != "processing":
            return answer
        time.sleep(0.02)  # the bureau works in real time in a process of its own
    pytest.fail("the bureau never decided")


def test_a_right_return_is_processed_then_accepted_and_receipted(bureau_sandbox: Sandbox, client: BureauClient) -> None:
    taxpayer = bureau_sandbox.taxpayer(vat_status="small_scale", name="云杉咨询有限公司", processing_seconds=1.5)
    assert file(client, taxpayer, f"key-{taxpayer}").status == "processing"
    answer = settled(client, f"key-{taxpayer}")
    assert (answer.status, answer.tax_payable) == ("accepted", Decimal("4240.00"))
    assert client.receipt(answer.reference).startswith(b"%PDF-")
    assert client.receipt(answer.reference) == client.receipt(answer.reference)


def test_a_wrong_return_is_rejected_with_its_reason(bureau_sandbox: Sandbox, client: BureauClient) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    key = f"wrong-{taxpayer}"
    file(client, taxpayer, key, cells=changed(small_scale_return(), "main.15.total", "11000.00"))
    answer = settled(client, key)
    assert answer.status == "rejected"
    assert "第15栏" in answer.reason
    with pytest.raises(FinalFailure):
        client.receipt(answer.reference)


def test_the_same_key_and_content_give_the_same_return(bureau_sandbox: Sandbox, client: BureauClient) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    first, second = (file(client, taxpayer, f"same-{taxpayer}") for _ in range(2))
    assert first.reference == second.reference
    assert len(bureau_sandbox.returns(taxpayer)) == 1


def test_the_same_key_with_other_content_is_refused(bureau_sandbox: Sandbox, client: BureauClient) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    file(client, taxpayer, f"same-{taxpayer}")
    with pytest.raises(FinalFailure) as refusal:
        file(client, taxpayer, f"same-{taxpayer}", payload_hash="sha256:2")
    assert refusal.value.facts["status"] == 409


def test_a_second_return_under_another_key_is_rejected_as_duplicate(
    bureau_sandbox: Sandbox, client: BureauClient
) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    file(client, taxpayer, f"first-{taxpayer}")
    file(client, taxpayer, f"second-{taxpayer}")
    answer = settled(client, f"second-{taxpayer}")
    assert (answer.status, answer.is_duplicate) == ("rejected", True)
    assert len(bureau_sandbox.accepted(taxpayer)) == 1


@pytest.mark.parametrize("scenario", ["error_before:1", "maintenance:1", "rate_limited:1"])
def test_what_was_refused_before_acceptance_is_temporary(
    bureau_sandbox: Sandbox, client: BureauClient, scenario: str
) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario=scenario)
    with pytest.raises(TemporaryFailure):
        file(client, taxpayer, f"key-{taxpayer}")
    assert bureau_sandbox.returns(taxpayer) == []
    assert file(client, taxpayer, f"key-{taxpayer}").reference


@pytest.mark.parametrize("scenario", ["error_after:1", "lost_response:1"])
def test_a_lost_answer_is_unknown_and_the_look_up_finds_the_return(
    bureau_sandbox: Sandbox, client: BureauClient, scenario: str
) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario=scenario)
    with pytest.raises(OutcomeUnknown):
        file(client, taxpayer, f"key-{taxpayer}")
    found = client.status(f"key-{taxpayer}")
    assert found is not None
    assert [row["reference"] for row in bureau_sandbox.accepted(taxpayer)] == [found.reference]


def test_no_answer_in_time_is_unknown_for_filing_and_temporary_for_questions(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="slow")
    with BureauClient(bureau_sandbox.url, APP_KEY, APP_SECRET, timeout=QUICK) as hasty:
        with pytest.raises(OutcomeUnknown):
            file(hasty, taxpayer, f"key-{taxpayer}")
        assert hasty.status("never-filed-under-this") is None


def test_a_bureau_that_does_not_listen_is_a_temporary_failure() -> None:
    with BureauClient("http://127.0.0.1:9", APP_KEY, APP_SECRET) as client, pytest.raises(TemporaryFailure):
        file(client, "91310000MA00000012", "key-unheard")


def test_a_wrong_secret_is_final(bureau_sandbox: Sandbox) -> None:
    with BureauClient(bureau_sandbox.url, APP_KEY, "wrong") as client, pytest.raises(FinalFailure):
        client.status("any-key-at-all")


@pytest.mark.parametrize("address", ["http://bureau.example", "ftp://127.0.0.1", "127.0.0.1:8766", "http://10.0.0.1"])
def test_plain_http_is_for_this_machine_only(address: str) -> None:
    with pytest.raises(InvalidValue):
        BureauClient(address, APP_KEY, APP_SECRET)


def invoice(**changes: Any) -> dict[str, Any]:
    return {
        "invoice_number": "26310000000000000001", "kind": "fully_digital_special", "issue_date": "2026-10-08",
        "seller_taxpayer_id": "91310000MA00000025", "buyer_taxpayer_id": "91310000MA00000012",
        "net_amount": "1000.00", "tax_amount": "130.00", "gross_amount": "1130.00",
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("state", "gross", "result"),
    [
        ("valid", "1130.00", "valid"),
        ("valid", "1131.00", "mismatched"),
        ("voided", "1130.00", "voided"),
        ("red_lettered", "1130.00", "red_lettered"),
    ],
)
def test_verification_tells_what_became_of_an_invoice(
    bureau_sandbox: Sandbox, client: BureauClient, state: str, gross: str, result: str
) -> None:
    bureau_sandbox.invoices([invoice(state=state)])
    answer = client.verify_invoice(
        invoice_number="26310000000000000001", issue_date=date(2026, 10, 8), gross_amount=Decimal(gross)
    )
    assert answer.result == result


def test_an_unknown_invoice_is_not_found(client: BureauClient) -> None:
    assert client.verify_invoice(invoice_number="26310000000009999999").result == "not_found"


@pytest.mark.parametrize("scenario", ["rate_limited", "invoice_service_down"])
def test_a_verification_service_that_is_down_is_temporary(
    bureau_sandbox: Sandbox, client: BureauClient, scenario: str
) -> None:
    bureau_sandbox.scenario(scenario)
    with pytest.raises(TemporaryFailure):
        client.verify_invoice(invoice_number="26310000000000000001")


def test_usage_is_confirmed_all_or_nothing(bureau_sandbox: Sandbox, client: BureauClient) -> None:
    buyer = bureau_sandbox.taxpayer()
    numbers = [f"2631000000{buyer[10:17]}{serial:03d}" for serial in (1, 2)]
    bureau_sandbox.invoices([invoice(invoice_number=number, buyer_taxpayer_id=buyer) for number in numbers])
    with pytest.raises(FinalFailure):
        client.confirm_usage(buyer, [*numbers, "26310000000007777777"], "deduct", tax_period="2026-10")
    month = (date(2026, 10, 1), date(2026, 10, 31))
    assert {row["usage"] for row in client.invoice_list(buyer, "purchase", *month)} == {""}
    client.confirm_usage(buyer, numbers, "deduct", tax_period="2026-10")
    client.confirm_usage(buyer, numbers, "deduct", tax_period="2026-10")
    assert {row["usage"] for row in client.invoice_list(buyer, "purchase", *month)} == {"deduct"}


def test_an_accepted_return_is_paid_once(bureau_sandbox: Sandbox, client: BureauClient) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    file(client, taxpayer, f"key-{taxpayer}")
    answer = settled(client, f"key-{taxpayer}")
    assert client.payment(answer.reference) is None
    first, second = client.pay(answer.reference), client.pay(answer.reference)
    assert first == second == client.payment(answer.reference)
    assert first.amount == Decimal("4240.00")
