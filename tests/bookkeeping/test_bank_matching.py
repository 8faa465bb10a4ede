"""The reconciliation of a bank account on real tables: matched once, suggested, undone, booked, shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.exports import accept_proposals, closing_checks, reconcile_bank
from bookkeeping.models import (
    BankAccount,
    BankLine,
    BankMatch,
    BankMatchLine,
    BankStatement,
    MatchState,
    Proposal,
)
from bookkeeping.selectors.bank_matching import desk_of
from bookkeeping.selectors.bank_reconciliation import reconciliation_statement
from bookkeeping.services.accept_match import accept_match, match_by_hand
from bookkeeping.services.accept_proposal import accept_proposal
from bookkeeping.services.propose_bank_lines import propose_bank_lines
from bookkeeping.services.reconcile_account import reconcile_account
from bookkeeping.services.reverse_voucher import reverse_voucher
from bookkeeping.services.undo_match import undo_match
from foundation.models import AuditEntry
from kernel.errors import InvalidValue, NotReady
from kernel.period import AccountingPeriod

D = Decimal
SEPTEMBER = AccountingPeriod(2026, 9)
END = SEPTEMBER.end


def test_what_belongs_together_is_matched_once_and_again_changes_nothing(bank, book, line, capital, accountant) -> None:
    ours, theirs = book(3, "8000.00", "青岚云杉商贸有限公司"), line(4, "8000.00", "青岚云杉商贸")
    first = reconcile_account(bank, END, actor=accountant)
    assert first["matched"] == 2
    again = reconcile_account(bank, END, actor=accountant)
    assert (again["matched"], BankMatch.objects.count()) == (0, 2)
    assert BankMatchLine.objects.get(ledger_line=ours).match.lines.filter(bank_line=theirs).exists()
    theirs.refresh_from_db()
    assert theirs.state == "matched"
    assert AuditEntry.objects.filter(action="bank_account.reconciled").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        BankMatchLine.objects.create(match=BankMatch.objects.first(), ledger_line=ours)


def test_what_was_undone_is_not_matched_again(bank, book, line, capital, accountant) -> None:
    ours, theirs = book(3, "8000.00", "青岚云杉商贸有限公司"), line(4, "8000.00", "青岚云杉商贸")
    reconcile_account(bank, END, actor=accountant)
    match = BankMatchLine.objects.get(ledger_line=ours).match
    undo_match(match, actor=accountant)
    theirs.refresh_from_db()
    assert theirs.state == "open"
    with pytest.raises(NotReady):
        undo_match(match, actor=accountant)
    counts = reconcile_account(bank, END, actor=accountant)
    assert (counts["matched"], counts["suggested"], counts["open_bank"]) == (0, 0, 1)


def test_a_person_matches_by_hand_and_teaches_the_name(bank, book, line, capital, accountant) -> None:
    ours, theirs = book(3, "8000.00", "青岚云杉商贸有限公司"), line(20, "8000.00", "王小舟")
    with pytest.raises(InvalidValue):
        match_by_hand(bank, [ours.pk], [capital.pk], actor=accountant)
    match_by_hand(bank, [ours.pk], [theirs.pk], actor=accountant)
    with pytest.raises(NotReady):
        match_by_hand(bank, [ours.pk], [theirs.pk], actor=accountant)
    book(21, "700.00", "青岚云杉商贸有限公司")
    line(28, "700.00", "王小舟")
    assert reconcile_account(bank, END, actor=accountant)["matched"] == 2


def test_suggestions_are_accepted_while_their_lines_are_open(bank, book, line, capital, accountant) -> None:
    for day, amount, party in ((3, "-100.10", "甲厂"), (3, "-200.20", "乙厂")):
        book(day, amount, party)
    line(4, "-300.30", words="批量代付")
    reconcile_account(bank, END, actor=accountant)
    found = BankMatch.objects.get(state=MatchState.SUGGESTED)
    assert found.layer == "sum_of_day"
    accept_match(found, actor=accountant)
    with pytest.raises(NotReady):
        accept_match(found, actor=accountant)
    assert reconcile_account(bank, END, actor=accountant)["open_bank"] == 0


def test_a_reversed_voucher_gives_its_bank_line_back(bank, book, line, capital, accountant) -> None:
    ours, theirs = book(3, "8000.00", "云杉商贸"), line(4, "8000.00", "云杉商贸")
    reconcile_account(bank, END, actor=accountant)
    reverse_voucher(ours.voucher, actor=accountant, day=date(2026, 9, 20), reason="重复")
    reconcile_account(bank, END, actor=accountant)
    theirs.refresh_from_db()
    assert theirs.state == "open"
    found = reconciliation_statement(desk_of(bank), END)
    assert (found.open_ledger, [row.pk for row in found.open_bank]) == ((), [theirs.pk])


def test_the_statement_brings_both_balances_together(bank, book, line, capital, accountant) -> None:
    book(29, "-1500.00", "丙厂", "开出支票")
    book(10, "-1000.00", "甲厂")
    line(10, "-1010.00", "甲厂")
    line(30, "4.50", words="存款利息")
    reconcile_account(bank, END, actor=accountant)
    found = reconciliation_statement(desk_of(bank), END)
    assert (found.ledger_balance, found.bank_balance) == (D("7586.50"), D("9081.00"))
    assert (found.differences, found.opening_difference) == (D("-10.00"), D("0.00"))
    assert found.adjusted_ledger == found.adjusted_bank == D("7581.00")
    assert [row.amount for row in found.ledger_paid] == [D("-1500.00")]


def test_a_cheque_cashed_next_month_is_outstanding_in_this_one(bank, book, line, capital, accountant) -> None:
    book(30, "-1500.00", "丙厂")
    line(1, "-1500.00", "丙厂", position=1)
    BankLine.objects.filter(amount=D("-1500.00")).update(date=date(2026, 10, 8))
    reconcile_account(bank, date(2026, 10, 31), actor=accountant)
    assert [row.amount for row in reconciliation_statement(desk_of(bank), END).open_ledger] == [D("-1500.00")]
    later = reconciliation_statement(desk_of(bank), date(2026, 10, 31))
    assert (later.open_ledger, later.open_bank, later.is_balanced) == ((), (), True)


def test_an_unmatched_bank_line_becomes_a_voucher_that_matches_it(bank, line, capital, accountant) -> None:
    fee = line(30, "-15.00", words="账户管理费")
    counts = reconcile_bank(bank.company_id, SEPTEMBER)
    assert counts["proposed"] == 1
    proposal = Proposal.objects.get(source_type="bank_line")
    assert (proposal.source_id, proposal.lines[-1]["code"], proposal.lines[-1]["side"]) == (fee.pk, "1002", "credit")
    assert propose_bank_lines(bank.company_id, SEPTEMBER) == 1
    accept_proposal(proposal, actor=accountant)
    fee.refresh_from_db()
    assert (fee.state, BankMatch.objects.get(layer="booked").state) == ("matched", "matched")
    assert propose_bank_lines(bank.company_id, SEPTEMBER) == 0
    assert reconciliation_statement(desk_of(bank), END).is_balanced


def test_the_fee_of_a_match_is_proposed_and_joins_it(bank, book, line, capital, accountant) -> None:
    book(10, "-1000.00", "甲厂")
    line(10, "-1010.00", "甲厂")
    assert reconcile_bank(bank.company_id, SEPTEMBER)["proposed"] == 1
    proposal = Proposal.objects.get(source_type="bank_match")
    accept_proposal(proposal, actor=accountant)
    match = BankMatch.objects.get(pk=proposal.source_id)
    assert (match.difference, match.lines.count()) == (D("0.00"), 3)
    found = reconciliation_statement(desk_of(bank), END)
    assert (found.ledger_balance, found.open_ledger, found.is_balanced) == (D("9076.50"), (), True)
    assert reconcile_bank(bank.company_id, SEPTEMBER)["proposed"] == 0


def test_a_line_matched_meanwhile_is_not_booked(bank, book, line, capital, accountant) -> None:
    fee = line(30, "-15.00", words="账户管理费")
    reconcile_bank(bank.company_id, SEPTEMBER)
    ours = book(30, "-15.00", words="手续费")
    match_by_hand(bank, [ours.pk], [fee.pk], actor=accountant)
    with pytest.raises(VoucherRefused):
        accept_proposal(Proposal.objects.get(source_type="bank_line"), actor=accountant)
    assert reconcile_bank(bank.company_id, SEPTEMBER)["proposed"] == 0
    assert not Proposal.objects.filter(source_type="bank_line", state="proposed").exists()


def test_money_between_own_accounts_is_one_entry(bank, line, capital, accountant) -> None:
    wallet = BankAccount.objects.create(company=bank.company, name="支付宝", kind="alipay", account_code="1012")
    statement = BankStatement.objects.create(company=bank.company, account=wallet, layout="test")
    line(12, "-2000.00", words="转出")
    line(13, "2000.00", words="转入", account=wallet, statement=statement)
    assert reconcile_bank(bank.company_id, SEPTEMBER)["proposed"] == 1
    assert accept_proposals(bank.company_id, SEPTEMBER, accountant)["accepted"] == 1
    assert not BankLine.objects.filter(state="open").exists()


def test_the_checks_before_closing_name_what_is_open(bank, line, capital, accountant) -> None:
    line(30, "-15.00", words="账户管理费")
    rules = {finding.rule: finding for finding in closing_checks(bank.company_id, SEPTEMBER)}
    assert rules["BANK_NOT_RECONCILED"].evidence["count"] == "2"
    reconcile_bank(bank.company_id, SEPTEMBER)
    rules = {finding.rule: finding for finding in closing_checks(bank.company_id, SEPTEMBER)}
    assert rules["BANK_NOT_RECONCILED"].evidence["count"] == "1"
    assert "BANK_BALANCES_DIFFER" not in rules


def test_the_pages_show_match_and_undo(client, bank, book, line, capital, accountant) -> None:
    client.force_login(accountant)
    ours, theirs = book(3, "8000.00", "云杉商贸"), line(20, "8000.00", "白榆科技")
    page, query = reverse("bookkeeping:reconciliation", args=[bank.company_id]), "?period=2026-09"
    client.post(reverse("bookkeeping:reconcile_run", args=[bank.company_id, bank.pk]) + query)
    shown = client.get(page + query).content.decode()
    assert f'data-line="{ours.pk}"' in shown
    assert "金额相同，名称不同" in shown
    chosen = {"ledger": [ours.pk], "bank": [theirs.pk]}
    client.post(reverse("bookkeeping:reconcile_match", args=[bank.company_id, bank.pk]) + query, chosen)
    match = BankMatch.objects.get(made_by=accountant)
    statement = client.get(reverse("bookkeeping:reconciliation_statement", args=[bank.company_id, bank.pk]) + query)
    assert "调节后余额" in statement.content.decode()
    for form in ("xlsx", "pdf"):
        answer = client.get(reverse("bookkeeping:reconciliation_file", args=[bank.company_id, bank.pk, form]) + query)
        assert answer.status_code == 200
    client.post(reverse("bookkeeping:match_undo", args=[bank.company_id, match.pk]) + query)
    match.refresh_from_db()
    assert (match.state, match.undone_by) == (MatchState.UNDONE, accountant)


def test_the_api_reconciles_accepts_and_undoes(client, bank, book, line, capital, accountant) -> None:
    client.force_login(accountant)
    book(3, "8000.00", "云杉商贸")
    line(20, "8000.00", "白榆科技")
    root = f"/api/v1/companies/{bank.company_id}/books/bank"
    assert client.post(f"{root}/{bank.pk}/reconciliation/?period=2026-09").json()["suggested"] == 1
    found = client.get(f"{root}/{bank.pk}/matches/?state=suggested").json()["results"]
    assert client.post(f"{root}/matches/{found[0]['id']}/accept/").json()["state"] == "matched"
    state = client.get(f"{root}/{bank.pk}/reconciliation/?period=2026-09").json()
    assert (state["balanced"], state["outstanding"]["bank_received_not_ledger"]) == (True, [])
    assert client.post(f"{root}/matches/{found[0]['id']}/undo/").json()["state"] == "undone"
    assert client.post(f"{root}/{bank.pk}/matches/", {"ledger": [], "bank": []}).status_code in {400, 422}
