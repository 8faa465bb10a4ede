"""The bot in a real Chromium against the served bureau: it files once, it stops before harm, it asks a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bureau import BureauClient
from rpa.checkpoints import Checkpoint, ListSink
from rpa.hands import HANDS
from rpa.order import BotResult, Ending, Limits, Purpose
from tests.bureau_sandbox.sample_returns import (
    below_threshold_return,
    changed,
    general_return,
    same_cells,
    small_scale_return,
)
from tests.plugins.sandbox import Sandbox
from tests.rpa.orders import order_for

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("chromium")]


PREPAYMENT = {"main": dict.fromkeys(("15", "18", "25"), "100.00") | {"27": "25.00", "28": "20.00", "32": "5.00"}}


def go(sandbox: Sandbox, taxpayer_id: str, **changes: Any) -> tuple[BotResult, ListSink]:
    sink = ListSink()
    return HANDS.take(order_for(sandbox, taxpayer_id, **changes), sink).result(60), sink


def file_by_api(taxpayer_id: str, form: str, cells: dict[str, Any], start: date, end: date) -> None:
    with BureauClient.from_settings() as client:
        client.file_return(
            key=f"api-{taxpayer_id}-{form}", taxpayer_id=taxpayer_id, form=form, edition="2026", period_start=start,
            period_end=end, cells=cells, payload_hash="",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "cells", "start", "end"),
    [
        ("vat_small_scale", small_scale_return(), date(2026, 7, 1), date(2026, 9, 30)),
        ("vat_general", general_return(), date(2026, 10, 1), date(2026, 10, 31)),
        ("cit_prepayment", PREPAYMENT, date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_the_bot_files_what_the_api_files_cell_by_cell(
    bureau_sandbox: Sandbox, form: str, cells: dict[str, Any], start: date, end: date
) -> None:
    by_bot, by_api = bureau_sandbox.taxpayer(), bureau_sandbox.taxpayer()
    result, _ = go(bureau_sandbox, by_bot, form=form, cells=cells, period_start=start, period_end=end)
    file_by_api(by_api, form, cells, start, end)
    assert (result.ending, result.receipt[:5]) == (Ending.ACCEPTED, b"%PDF-")
    stored_by_bot, stored_by_api = bureau_sandbox.accepted(by_bot)[0], bureau_sandbox.accepted(by_api)[0]
    assert same_cells(stored_by_bot["cells"], stored_by_api["cells"]) == []
    assert (stored_by_bot["via"], stored_by_api["via"]) == ("portal", "api")
    assert result.reference == stored_by_bot["reference"]


def test_every_step_has_its_picture_and_the_last_click_is_announced(bureau_sandbox: Sandbox) -> None:
    _, sink = go(bureau_sandbox, bureau_sandbox.taxpayer())
    done = [checkpoint for checkpoint in sink.checkpoints if checkpoint.state == "done"]
    assert all(checkpoint.picture and checkpoint.dom_hash for checkpoint in done)
    announced = Checkpoint("submit", "started", 1, is_irreversible=True)
    assert announced in sink.checkpoints
    assert done[-1].step == "fetch_receipt"


def test_what_is_declared_already_is_found_and_never_filed_again(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    first, _ = go(bureau_sandbox, taxpayer)
    again, sink = go(bureau_sandbox, taxpayer)
    assert again.reference == first.reference
    assert not again.sent
    assert [step.step for step in sink.checkpoints if step.is_irreversible] == []
    assert len(bureau_sandbox.returns(taxpayer)) == 1


def test_another_return_standing_at_the_bureau_stops_the_bot(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    go(bureau_sandbox, taxpayer)
    other = changed(small_scale_return(), "main.3.total", "399999.00")
    result, _ = go(bureau_sandbox, taxpayer, cells=other)
    assert (result.ending, result.sent) == (Ending.FINAL, False)
    assert "main.3.total" in result.reason


def test_a_look_up_finds_nothing_where_nothing_was_filed(bureau_sandbox: Sandbox) -> None:
    result, _ = go(bureau_sandbox, bureau_sandbox.taxpayer(), purpose=Purpose.LOOK_UP)
    assert result.ending is Ending.NOT_FOUND


def test_a_rehearsal_stops_before_the_last_click(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    result, _ = go(bureau_sandbox, taxpayer, purpose=Purpose.DRY_RUN)
    assert (result.ending, result.sent) == (Ending.REHEARSED, False)
    assert bureau_sandbox.returns(taxpayer) == []


@pytest.mark.parametrize("scenario", ["lost_response:1", "error_after:1"])
def test_an_answer_lost_behind_the_last_click_is_found_in_the_declared_list(
    bureau_sandbox: Sandbox, scenario: str
) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario=scenario)
    result, _ = go(bureau_sandbox, taxpayer)
    assert (result.ending, result.sent) == (Ending.ACCEPTED, True)
    assert [row["reference"] for row in bureau_sandbox.accepted(taxpayer)] == [result.reference]


def test_an_error_before_acceptance_stays_unknown_until_it_is_looked_up(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="error_before:1")
    result, _ = go(bureau_sandbox, taxpayer)
    assert (result.ending, result.sent) == (Ending.UNKNOWN, True)
    looked_up, _ = go(bureau_sandbox, taxpayer, purpose=Purpose.LOOK_UP)
    assert looked_up.ending is Ending.NOT_FOUND


def test_moved_elements_are_found_by_fallback_and_named(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="moved_elements")
    result, _ = go(bureau_sandbox, taxpayer)
    assert result.ending is Ending.ACCEPTED
    assert result.moved["confirm.submit"] == "role"
    assert result.moved["cells"] == "label"
    assert same_cells(bureau_sandbox.accepted(taxpayer)[0]["cells"], small_scale_return()) == []


def test_the_probe_names_what_has_moved_and_types_nothing(bureau_sandbox: Sandbox) -> None:
    steady, _ = go(bureau_sandbox, bureau_sandbox.taxpayer(), purpose=Purpose.PROBE)
    assert (steady.ending, dict(steady.moved), steady.reason) == (Ending.REHEARSED, {}, "")
    taxpayer = bureau_sandbox.taxpayer(scenario="moved_elements")
    result, sink = go(bureau_sandbox, taxpayer, purpose=Purpose.PROBE)
    assert result.ending is Ending.REHEARSED
    assert {"todo.form", "filing.precheck", "cells"} <= set(result.moved)
    assert "probe_form" in [checkpoint.step for checkpoint in sink.checkpoints]
    assert bureau_sandbox.returns(taxpayer) == []


def test_a_missing_submit_button_stops_the_bot_before_harm_with_a_picture(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="missing_elements")
    result, sink = go(bureau_sandbox, taxpayer)
    assert (result.ending, result.sent) == (Ending.FINAL, False)
    assert sink.checkpoints[-1].state == "failed"
    assert sink.checkpoints[-1].picture
    assert bureau_sandbox.returns(taxpayer) == []


def test_a_cell_the_page_does_not_have_stops_the_bot(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    cells = small_scale_return()
    cells["main"]["99"] = {"total": "5.00"}
    result, _ = go(bureau_sandbox, taxpayer, cells=cells)
    assert result.ending is Ending.FINAL
    assert "main.99.total" in result.reason


def test_what_the_precheck_refuses_is_rejected_in_the_portals_words(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    result, _ = go(bureau_sandbox, taxpayer, cells=changed(small_scale_return(), "main.15.total", "11000.00"))
    assert (result.ending, result.sent) == (Ending.REJECTED, False)
    assert "第15栏" in result.reason
    assert bureau_sandbox.returns(taxpayer) == []


def test_a_session_that_dies_is_taken_up_again(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="session_death:1")
    result, sink = go(bureau_sandbox, taxpayer)
    assert result.ending is Ending.ACCEPTED
    assert [checkpoint.step for checkpoint in sink.checkpoints].count("open_login") >= 2


def test_maintenance_is_temporary_and_late_results_are_processing(bureau_sandbox: Sandbox) -> None:
    resting, _ = go(bureau_sandbox, bureau_sandbox.taxpayer(scenario="maintenance"))
    assert resting.ending is Ending.TEMPORARY
    impatient = Limits(step=4.0, decision=0.5)
    waiting, _ = go(bureau_sandbox, bureau_sandbox.taxpayer(scenario="late_status"), limits=impatient)
    assert waiting.ending is Ending.PROCESSING
    assert waiting.reference


def test_a_run_that_takes_too_long_stops_before_the_last_click(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    result, _ = go(bureau_sandbox, taxpayer, limits=Limits(step=4.0, run=0.0))
    assert (result.ending, result.sent) == (Ending.TEMPORARY, False)


def test_a_wrong_password_is_final_and_never_shown(bureau_sandbox: Sandbox) -> None:
    credentials = {"user_name": "handler", "password": "wrong-and-secret"}
    result, sink = go(bureau_sandbox, bureau_sandbox.taxpayer(), credentials=credentials)
    assert result.ending is Ending.FINAL
    assert "账号或密码有误" in result.reason
    assert "wrong-and-secret" not in repr(order_for(bureau_sandbox, "x", credentials=credentials)) + repr(
        sink.checkpoints
    )


@pytest.mark.parametrize("scenario", ["captcha", "changed_captcha"])
def test_a_captcha_is_handed_to_a_person_and_her_answer_goes_on_in_the_same_session(
    bureau_sandbox: Sandbox, scenario: str
) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario=scenario)
    asked, _ = go(bureau_sandbox, taxpayer)
    assert (asked.ending, asked.person_kind) == (Ending.PERSON_NEEDED, "captcha")
    assert asked.picture is not None
    assert asked.picture.startswith(b"\x89PNG")
    answers = {"captcha": bureau_sandbox.answer_of(taxpayer, "captcha")}
    result, _ = go(bureau_sandbox, taxpayer, storage_state=asked.storage_state, answers=answers)
    assert result.ending is Ending.ACCEPTED


def test_an_sms_code_is_handed_to_a_person_and_a_wrong_answer_asks_again(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="sms")
    asked, _ = go(bureau_sandbox, taxpayer)
    wrong, _ = go(bureau_sandbox, taxpayer, storage_state=asked.storage_state, answers={"sms_code": "1"})
    assert (asked.person_kind, wrong.person_kind) == ("sms_code", "sms_code")
    answers = {"sms_code": bureau_sandbox.answer_of(taxpayer, "sms")}
    result, _ = go(bureau_sandbox, taxpayer, storage_state=wrong.storage_state, answers=answers)
    assert result.ending is Ending.ACCEPTED


@pytest.mark.parametrize(("scenario", "kind"), [("qr", "qr_scan"), ("face", "face_check")])
def test_the_phone_of_a_person_confirms_and_the_bot_goes_on_in_the_same_session(
    bureau_sandbox: Sandbox, scenario: str, kind: str
) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario=scenario)
    asked, _ = go(bureau_sandbox, taxpayer)
    assert (asked.person_kind, asked.picture is None) == (kind, scenario == "face")
    early, _ = go(bureau_sandbox, taxpayer, storage_state=asked.storage_state, answers={kind: "done"})
    assert early.person_kind == kind
    bureau_sandbox.confirm_on_phone(taxpayer)
    result, _ = go(bureau_sandbox, taxpayer, storage_state=early.storage_state, answers={kind: "done"})
    assert result.ending is Ending.ACCEPTED


def test_a_return_delivered_twice_is_accepted_once(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="duplicate_delivery")
    result, _ = go(bureau_sandbox, taxpayer)
    assert result.ending is Ending.ACCEPTED
    assert [row["reference"] for row in bureau_sandbox.accepted(taxpayer)] == [result.reference]


def test_a_status_that_contradicts_the_list_leaves_the_outcome_unknown_until_they_agree(
    bureau_sandbox: Sandbox,
) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="contradicting_status")
    result, _ = go(bureau_sandbox, taxpayer)
    looked_up, _ = go(bureau_sandbox, taxpayer, purpose=Purpose.LOOK_UP)
    assert (result.ending, looked_up.ending) == (Ending.UNKNOWN, Ending.UNKNOWN)
    bureau_sandbox.taxpayer(taxpayer_id=taxpayer, scenario="")
    again, _ = go(bureau_sandbox, taxpayer)
    assert (again.ending, again.sent) == (Ending.ACCEPTED, False)


def test_figures_that_change_behind_the_bots_back_stop_it_before_the_last_click(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer(scenario="changed_prefill")
    result, sink = go(bureau_sandbox, taxpayer)
    assert (result.ending, result.sent) == (Ending.FINAL, False)
    assert "main.1." in result.reason
    assert sink.checkpoints[-1].picture
    assert bureau_sandbox.returns(taxpayer) == []


def test_what_the_portal_filled_in_otherwise_is_told(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    sold = {"invoice_number": f"2632{taxpayer[-8:-1]:0>16}", "kind": "digital_ordinary", "issue_date": "2026-08-03"}
    amounts = {"net_amount": "1000.00", "tax_amount": "10.00", "gross_amount": "1010.00"}
    bureau_sandbox.invoices([sold | amounts | {"seller_taxpayer_id": taxpayer}])
    result, sink = go(bureau_sandbox, taxpayer)
    assert result.ending is Ending.ACCEPTED
    (filled,) = [step for step in sink.checkpoints if (step.step, step.state) == ("fill_cells", "done")]
    assert "main.1.total: 1000.00 → 400000.00" in filled.detail


def test_an_expired_certificate_is_final_in_the_portals_words(bureau_sandbox: Sandbox) -> None:
    result, _ = go(bureau_sandbox, bureau_sandbox.taxpayer(scenario="certificate_expired"))
    assert (result.ending, result.sent) == (Ending.FINAL, False)
    assert "证书已过期" in result.reason


def test_a_return_is_corrected_and_then_voided_each_naming_the_old_one(bureau_sandbox: Sandbox) -> None:
    taxpayer = bureau_sandbox.taxpayer()
    first, _ = go(bureau_sandbox, taxpayer)
    replacing = {"kind": "correct", "replaces": first.reference, "cells": below_threshold_return()}
    second, _ = go(bureau_sandbox, taxpayer, **replacing)
    again, _ = go(bureau_sandbox, taxpayer, **replacing)
    assert (second.ending, again.reference, again.sent) == (Ending.ACCEPTED, second.reference, False)
    voiding = {"kind": "void", "replaces": second.reference, "cells": {}, "change_reason": "报错企业"}
    rehearsed, _ = go(bureau_sandbox, taxpayer, purpose=Purpose.DRY_RUN, **voiding)
    voided, _ = go(bureau_sandbox, taxpayer, **voiding)
    assert (rehearsed.ending, voided.ending) == (Ending.REHEARSED, Ending.ACCEPTED)
    held = {row["reference"]: (row["outcome"], row["replaces"]) for row in bureau_sandbox.returns(taxpayer)}
    assert held == {
        first.reference: ("corrected", None),
        second.reference: ("voided", first.reference),
        voided.reference: ("accepted", second.reference),
    }


def test_a_trace_is_taken_behind_the_log_in_and_holds_no_password(bureau_sandbox: Sandbox) -> None:
    result, _ = go(bureau_sandbox, bureau_sandbox.taxpayer(), purpose=Purpose.LOOK_UP, with_trace=True)
    assert result.trace.startswith(b"PK")
    assert b"practice-password" not in unzipped(result.trace)


def unzipped(archive: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return b"".join(opened.read(name) for name in opened.namelist())
