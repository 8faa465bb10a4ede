"""The review queue on the database: rules from corrections, refusals, equal cases, undo, edited entries, the shadow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.domain.account import Side
from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.models import (
    AccountHistory,
    BankAccount,
    BankLine,
    BankStatement,
    BookingRule,
    EngineSettings,
    EntryTemplate,
    Proposal,
    ProposalState,
    RefusedAccount,
    RuleState,
    Voucher,
)
from bookkeeping.selectors.dry_run import dry_run
from bookkeeping.selectors.learning_record import decided_of, learning_record
from bookkeeping.selectors.review_queue import habit_of, review_queue
from bookkeeping.services.accept_equal import accept_equal
from bookkeeping.services.accept_proposal import EditedLine, accept_proposal
from bookkeeping.services.decide_rule import RuleRefused, decide_rule, write_rule
from bookkeeping.services.keep_entry_templates import TemplateDraft, next_version, save_entry_template
from bookkeeping.services.propose_period import propose_period
from bookkeeping.services.reject_proposal import reject_proposal
from bookkeeping.services.set_engine import set_engine
from bookkeeping.services.undo_decision import undo_decision
from foundation.models import AuditEntry, Company, User
from kernel.errors import InvalidValue, NotPermitted
from kernel.period import AccountingPeriod

D = Decimal
SEPTEMBER = AccountingPeriod(2026, 9)
OTHER = "560242"


def waiting(company: Company) -> list[Proposal]:
    propose_period(company.pk, SEPTEMBER)
    return list(Proposal.objects.filter(company=company, state="proposed").order_by("pk"))


def corrected(company: Company, actor: User, *proposals: Proposal) -> None:
    for proposal in proposals:
        accept_proposal(proposal, actor=actor, account_code=OTHER)


@pytest.fixture
def pens(general, invoices) -> list[Proposal]:
    """Four invoices of one shop, each for another thing of one sort."""
    for item in ("*文具*签字笔", "*文具*文件夹", "*文具*订书机", "*文具*订书钉"):
        invoices.add(general, item=item)
    return waiting(general)


def test_the_same_correction_three_times_is_offered_as_a_rule_and_the_queue_follows_it(general, accountant, pens):
    corrected(general, accountant, *pens[:2])
    assert not BookingRule.objects.exists()
    corrected(general, accountant, pens[2])
    rule = BookingRule.objects.get()
    assert (rule.state, rule.counterparty, rule.sort, rule.account_code) == ("suggested", "晨光文具", "文具", OTHER)
    assert sorted(rule.evidence) == [proposal.pk for proposal in pens[:3]]
    pens[3].refresh_from_db()
    assert pens[3].account_code != OTHER
    assert decide_rule(rule, RuleState.IN_FORCE, actor=accountant) == 1
    pens[3].refresh_from_db()
    assert (pens[3].account_code, pens[3].layer) == (OTHER, "rule")
    assert str(accountant) in pens[3].reason_zh
    decide_rule(rule, RuleState.OFF, actor=accountant)
    pens[3].refresh_from_db()
    assert pens[3].layer != "rule"
    said = set(AuditEntry.objects.filter(company=general).values_list("action", flat=True))
    assert {"booking_rule.suggested", "booking_rule.accepted", "booking_rule.switched_off"} <= said


def test_a_rejected_rule_is_not_offered_again_and_another_takes_its_place(general, accountant, viewer, pens):
    corrected(general, accountant, *pens[:3])
    rule = BookingRule.objects.get()
    with pytest.raises(NotPermitted):
        decide_rule(rule, RuleState.IN_FORCE, actor=viewer)
    decide_rule(rule, RuleState.REJECTED, actor=accountant)
    corrected(general, accountant, pens[3])
    rule.refresh_from_db()
    assert rule.state == RuleState.REJECTED
    with pytest.raises(RuleRefused):
        decide_rule(rule, RuleState.REJECTED, actor=accountant)


def test_one_rule_is_in_force_for_a_place(general, accountant, pens):
    first = write_rule(pens[0], OTHER, actor=accountant)
    second = write_rule(pens[1], "560201", actor=accountant)
    first.refresh_from_db()
    assert (first.state, second.state) == (RuleState.OFF, RuleState.IN_FORCE)
    assert {row.account_code for row in waiting(general)} == {"560201"}
    with pytest.raises(InvalidValue):
        write_rule(pens[0], "5602", actor=accountant)


def test_a_refusal_is_remembered_until_somebody_teaches_otherwise(general, accountant, pens):
    code = pens[0].account_code
    reject_proposal(pens[0], actor=accountant, reason="自用礼品")
    assert RefusedAccount.objects.get().account_code == code
    again = waiting(general)
    assert len(again) == 4
    assert all(row.account_code != code and "自用礼品" in row.reason_zh for row in again)
    assert all(alternative["code"] != code for row in again for alternative in row.alternatives)
    accept_proposal(again[0], actor=accountant, account_code=code)
    assert RefusedAccount.objects.get().lifted_by == accountant
    propose_period(general.pk, SEPTEMBER)
    again[1].refresh_from_db()
    assert again[1].layer != "refused"


def test_equal_cases_are_one_row_and_are_accepted_together(general, accountant, invoices):
    for day in (3, 9, 21):
        invoices.add(general, day=date(2026, 9, day))
    invoices.add(general, party="得力文具")
    proposals = waiting(general)
    rows = review_queue(general.pk, SEPTEMBER)
    assert [row.rank.count for row in rows] == [3, 1]
    assert accept_equal(proposals[0], actor=accountant, account_code=OTHER) == {"accepted": 3, "refused": 0}
    assert Voucher.objects.count() == 3
    assert {row.counterparty for row in AccountHistory.objects.filter(account_code=OTHER)} == {"晨光文具"}
    assert BookingRule.objects.get().corrections == 3


def test_undoing_reverses_what_was_posted_and_forgets_what_was_taught(general, accountant, pens, invoices):
    voucher = accept_proposal(pens[0], actor=accountant, account_code=OTHER)
    again = undo_decision(pens[0], actor=accountant)
    voucher.refresh_from_db()
    assert voucher.reversed_by.description.startswith("冲销")
    assert (again.state, again.source_id) == ("proposed", pens[0].source_id)
    assert again.account_code != OTHER
    assert not AccountHistory.objects.exists()
    assert invoices.facts[pens[0].source_id].booked_voucher_id is None
    with pytest.raises(VoucherRefused):
        undo_decision(again, actor=accountant)
    assert accept_proposal(again, actor=accountant).pk != voucher.pk


def test_undoing_a_rejection_lifts_what_it_refused(general, accountant, pens):
    reject_proposal(pens[0], actor=accountant, reason="错")
    again = undo_decision(pens[0], actor=accountant)
    assert again.account_code == pens[0].proposed_code
    assert RefusedAccount.objects.get().lifted_at is not None


def test_where_two_persons_are_wanted_accepting_writes_a_draft_and_undoing_discards_it(
    general, accountant, pens, invoices
):
    general.policy = {**general.policy, "separate_reviewer": True}
    general.save(update_fields=["policy"])
    voucher = accept_proposal(pens[0], actor=accountant)
    assert (voucher.state, voucher.prepared_by) == ("draft", accountant)
    undo_decision(pens[0], actor=accountant)
    assert not Voucher.objects.exists()
    assert invoices.facts[pens[0].source_id].booked_voucher_id is None
    pens[0].refresh_from_db()
    assert pens[0].state == ProposalState.UNDONE


def test_the_whole_entry_can_be_rewritten(general, accountant, pens):
    lines = [
        EditedLine(Side.DEBIT, OTHER, D("60.00")),
        EditedLine(Side.DEBIT, "560203", D("40.00")),
        EditedLine(Side.DEBIT, "22210101", D("13.00")),
        EditedLine(Side.CREDIT, "1001", D("113.00")),
    ]
    voucher = accept_proposal(pens[0], actor=accountant, lines=lines)
    assert [line.account_code for line in voucher.draft_lines()] == [OTHER, "560203", "22210101", "1001"]
    pens[0].refresh_from_db()
    assert (pens[0].state, pens[0].account_code) == ("corrected", OTHER)
    with pytest.raises(VoucherRefused):
        accept_proposal(pens[1], actor=accountant, lines=lines[:3])


def test_the_slip_guard_knows_the_habit(general, accountant, invoices):
    for day in range(1, 7):
        invoices.add(general, day=date(2026, 9, day))
    proposals = waiting(general)
    for proposal in proposals[:5]:
        accept_proposal(proposal, actor=accountant)
    habit = habit_of(proposals[5], OTHER)
    assert (habit.account, habit.times) == (proposals[0].account_code, 5)
    assert habit_of(proposals[5], proposals[5].account_code) is None


def test_in_the_shadow_nothing_is_posted_and_what_would_have_been_is_judged(general, accountant, invoices, monkeypatch):
    monkeypatch.setattr("bookkeeping.engine.decision.TrackRecord.bound", lambda *_: 0.995)
    invoices.add(general)
    invoices.add(general, item="*电信服务*宽带费", party="电信公司", rate="0.06")
    first, second = waiting(general)
    assert (first.action, first.would_post) == ("suggest", True)
    accept_proposal(first, actor=accountant)
    accept_proposal(second, actor=accountant, account_code=OTHER)
    whole = learning_record(general.pk).whole
    assert (whole.would_post, whole.would_post_right, whole.alone) == (2, 1, 0)
    assert (whole.coverage, whole.posting_precision, whole.precision) == (1, 0.5, 0.5)


def test_switched_on_the_engine_posts_and_what_is_taken_back_was_wrong(
    general, accountant, supervisor, invoices, monkeypatch
):
    monkeypatch.setattr("bookkeeping.engine.decision.TrackRecord.bound", lambda *_: 0.992)
    set_engine(general, mode="on", bar=D("0.995"), minutes_by_hand=None, actor=supervisor)
    invoices.add(general)
    assert propose_period(general.pk, SEPTEMBER)["post"] == 0
    set_engine(general, mode="on", bar=D("0.99"), minutes_by_hand=D("3"), actor=supervisor)
    assert propose_period(general.pk, SEPTEMBER)["post"] == 1
    record = learning_record(general.pk)
    assert (record.whole.alone, record.whole.posting_precision, record.saved.minutes) == (1, 1, D("3.0"))
    undo_decision(Proposal.objects.get(), actor=accountant)
    assert Proposal.objects.get(state="proposed").action == "suggest"
    assert [row.right for row in decided_of(general.pk)] == [False]


def test_only_a_supervisor_moves_the_engine_and_the_bar_only_up(general, accountant, supervisor):
    with pytest.raises(NotPermitted):
        set_engine(general, mode="on", bar=D("0.99"), minutes_by_hand=None, actor=accountant)
    with pytest.raises(InvalidValue):
        set_engine(general, mode="on", bar=D("0.98"), minutes_by_hand=None, actor=supervisor)
    assert not EngineSettings.objects.exists()


def test_a_changed_template_is_tried_on_last_period_and_kept_in_versions(general, accountant, pens):
    accept_proposal(pens[0], actor=accountant)
    draft = TemplateDraft("purchase", settle={"default": "1123"})
    october = SEPTEMBER.shifted(1)
    run = dry_run(general, october, next_version(general, draft, actor=accountant))
    assert (run.period, run.tried, len(run.differences)) == (SEPTEMBER, 4, 4)
    assert {str(one.after[-1].name) for one in run.differences} == {"预付账款"}
    assert [one.voucher_id for one in run.differences].count(None) == 3
    assert not EntryTemplate.objects.exists()
    save_entry_template(general, draft, actor=accountant)
    assert {row.lines[-1]["code"] for row in waiting(general)} == {"1123"}
    second = save_entry_template(general, TemplateDraft("purchase"), actor=accountant)
    assert second.version == 2
    assert {row.lines[-1]["code"] for row in waiting(general)} == {"2202"}


def test_an_own_template_books_and_can_be_switched_off(general, accountant, viewer, pens):
    lines = [
        {"side": "debit", "role": "gross", "percent": "70", "account_code": OTHER},
        {"side": "debit", "role": "gross", "percent": "30", "account_code": ""},
        {"side": "credit", "role": "gross", "percent": "100", "account_code": "1001"},
    ]
    draft = TemplateDraft(name="文具分摊", lines=lines, conditions={"words": ["文具"]})
    with pytest.raises(NotPermitted):
        save_entry_template(general, draft, actor=viewer)
    row = save_entry_template(general, draft, actor=accountant)
    assert row.code == "own:1"
    assert [line["amount"] for line in waiting(general)[0].lines] == ["33.90", "79.10", "113.00"]
    save_entry_template(
        general, TemplateDraft("own:1", False, "文具分摊", lines, {}, {"words": ["文具"]}), actor=accountant
    )
    assert [line["code"] for line in waiting(general)[0].lines] == ["560203", "22210101", "2202"]
    for wrong in (
        TemplateDraft("event:expense", is_on=False),
        TemplateDraft("purchase", lines={"0": "1001"}),
        TemplateDraft("event:nothing"),
    ):
        with pytest.raises(InvalidValue):
            save_entry_template(general, wrong, actor=accountant)


def test_a_correction_against_habit_is_asked_about_once(general, accountant, invoices, login):
    for day in range(1, 7):
        invoices.add(general, day=date(2026, 9, day))
    proposals = waiting(general)
    for proposal in proposals[:5]:
        accept_proposal(proposal, actor=accountant)
    client, base = login(accountant), f"/c/{general.pk}/books/proposals/"
    asked = client.post(f"{base}{proposals[5].pk}/accept/?period=2026-09", {"account": OTHER})
    assert f"doubt={OTHER}" in asked["Location"]
    page = client.get(asked["Location"]).content.decode()
    assert "此前 5 次都记入" in page
    assert 'name="sure"' in page
    client.post(f"{base}{proposals[5].pk}/accept/?period=2026-09", {"account": OTHER, "sure": "1"})
    proposals[5].refresh_from_db()
    assert proposals[5].state == "corrected"


def test_a_bank_proposal_shows_the_facts_of_its_line(general, accountant, login, post):
    post(general, ("1002", "100", ""), ("3001", "", "100"))
    account = BankAccount.objects.create(company=general, name="基本户", account_code="1002")
    statement = BankStatement.objects.create(company=general, account=account, layout="test")
    line = BankLine.objects.create(
        company=general,
        account=account,
        statement=statement,
        date=date(2026, 9, 8),
        amount=D("-1250.50"),
        counterparty_name="供电公司",
        serial_number="S-8823",
        fingerprint="1",
    )
    entry = [{"side": side, "code": code, "name": "", "amount": "1250.50", "description": ""} for side, code in
             (("debit", "560209"), ("credit", "1002"))]  # fmt: skip
    proposal = Proposal.objects.create(
        company=general, period="2026-09", source_type="bank_line", source_id=line.pk, date=line.date, title="电费",
        facts={"direction": "bank_out", "counterparty": "供电公司", "item": "电费"}, lines=entry, account_code="560209",
        proposed_code="560209", confidence=0.7, layer="event:utilities", reason_zh="", reason_en="", action="suggest",
    )  # fmt: skip
    page = login(accountant).get(f"/c/{general.pk}/books/proposals/{proposal.pk}/?period=2026-09").content.decode()
    for shown in ("基本户", "-1,250.50", "供电公司", "S-8823"):
        assert shown in page
