"""Statements come in: lines are kept once, what is not known waits for a person, and nobody else gets in."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bookkeeping.domain.bank_statement import Statement
from bookkeeping.exports import process_statements
from bookkeeping.models import BankAccount, BankLine, BankStatement, StatementMapping
from bookkeeping.selectors.bank import account_of, lines_shown
from bookkeeping.services.import_statement import import_statement
from bookkeeping.services.keep_bank_accounts import BankAccountFacts, save_bank_account
from bookkeeping.services.settle_statement import choose_account, discard_statement, explain_columns
from foundation.documents.exports import receive_bytes
from foundation.models import AuditEntry, Document
from invoices.exports import process_pending
from kernel.errors import InvalidValue, NotPermitted, NotReady

pytestmark = pytest.mark.django_db

HEADER = "账号：6222000011112222,户名：示例公司\n交易日期,对方户名,摘要,支出金额,收入金额,余额\n"
ROWS = (
    "2026-09-01,甲公司,货款,0.00,100.00,1100.00",
    "2026-09-02,,手续费,5.00,0.00,1095.00",
    "2026-09-02,,手续费,5.00,0.00,1090.00",
    "2026-09-05,乙公司,房租,90.00,0.00,1000.00",
)
STRANGE = "何日,何人,进,出,所剩\n2026-09-01,甲,5.00,,5.00\n2026-09-02,乙,,2.00,3.00\n".encode()


def csv(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows) + "\n").encode("gb18030")


@pytest.fixture
def account(small_scale, accountant) -> BankAccount:
    facts = BankAccountFacts("基本户", "1002", bank="工商银行", number="6222 0000 1111 2222")
    return save_bank_account(small_scale, facts, actor=accountant)


def test_a_statement_finds_its_account_and_brings_its_lines(small_scale, accountant, account):
    [statement] = import_statement(small_scale, "九月.csv", csv(*ROWS), actor=accountant)
    assert (statement.account, statement.state, statement.added, statement.is_proved) == (account, "imported", 4, True)
    lines = lines_shown(account, statement.start, statement.end)
    assert [(str(one.line.amount), str(one.balance)) for one in lines] == [
        ("100.00", "1100.00"), ("-5.00", "1095.00"), ("-5.00", "1090.00"), ("-90.00", "1000.00"),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="bank_statement.imported").count() == 1


def test_files_that_overlap_bring_each_line_once_and_a_gap_is_shown(small_scale, accountant, account):
    import_statement(small_scale, "a.csv", csv(*ROWS[:2]), actor=accountant)
    [second] = import_statement(small_scale, "b.csv", csv(*ROWS[1:]), actor=accountant)
    assert (second.added, second.known) == (2, 1)
    assert import_statement(small_scale, "b.csv", csv(*ROWS[1:]), actor=accountant) == [second]
    assert BankLine.objects.filter(account=account).count() == 4
    import_statement(small_scale, "c.csv", csv("2026-09-09,丙,货款,0,50.00,1200.00"), actor=accountant)
    shown = lines_shown(account, second.start, second.end.replace(day=30))
    assert [(one.is_gap, str(one.missing)) for one in shown][-1] == (True, "150.00")


def test_a_discarded_statement_takes_its_lines_along_and_can_come_again(small_scale, accountant, account):
    [first] = import_statement(small_scale, "a.csv", csv(*ROWS), actor=accountant)
    [second] = import_statement(small_scale, "b.csv", csv(*ROWS[2:]), actor=accountant)
    discard_statement(first, actor=accountant)
    assert BankLine.objects.count() == 0
    import_statement(small_scale, "b.csv", csv(*ROWS[2:]), actor=accountant)
    assert BankLine.objects.filter(statement=second).count() == 2
    BankLine.objects.update(state="matched")
    with pytest.raises(NotReady):
        discard_statement(second, actor=accountant)


def test_an_unknown_account_waits_for_a_person(small_scale, accountant):
    [statement] = import_statement(small_scale, "九月.csv", csv(*ROWS), actor=accountant)
    assert (statement.state, BankLine.objects.count()) == ("needs_account", 0)
    unnamed = save_bank_account(small_scale, BankAccountFacts("基本户", "1002"), actor=accountant)
    choose_account(statement, unnamed, actor=accountant)
    assert (statement.added, BankAccount.objects.get().number) == (4, "6222000011112222")
    dollars = save_bank_account(small_scale, BankAccountFacts("美元户", "1002", currency="USD"), actor=accountant)
    with pytest.raises(NotReady):
        choose_account(statement, dollars, actor=accountant)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("6222 0000 1111 2222", True), ("6222****2222", True), ("2222", True), ("6222xxxxxxxx2222", True),
        ("6222****2223", False), ("1112", False), ("xxxx****", False), ("xx@example.org", False),
    ],
)  # fmt: skip
def test_an_account_is_found_by_what_is_shown_of_its_number(small_scale, account, said, found):
    statement = Statement("icbc_b", (), account=said)
    assert account_of(small_scale.pk, statement) == (account if found else None)


def test_unknown_columns_are_explained_once(small_scale, accountant, login):
    [statement] = import_statement(small_scale, "怪.csv", STRANGE, actor=accountant)
    assert statement.state == "needs_columns"
    page = login(accountant).get(reverse("bookkeeping:bank_statement", args=[small_scale.pk, statement.pk]))
    assert "所剩" in page.content.decode()
    with pytest.raises(InvalidValue):
        explain_columns(statement, {"date": 0}, "", actor=accountant)
    columns = {"date": 0, "name": 1, "in": 2, "out": 3, "balance": 4}
    known = explain_columns(statement, columns, "", actor=accountant)
    assert (known.pk, known.state, known.layout, known.is_proved) == (statement.pk, "needs_account", "mapped", True)
    [again] = import_statement(small_scale, "怪2.csv", STRANGE + b"2026-09-03,a,1.00,,4.00\n", actor=accountant)
    assert (again.layout, again.state) == ("mapped", "needs_account")
    assert StatementMapping.objects.count() == 1


def test_statements_come_among_receipts_in_a_zip(small_scale, accountant, account):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("九月.csv", csv(*ROWS))
        archive.writestr("说明.txt", "请查收".encode())
    receive_bytes(small_scale, "资料.zip", target.getvalue(), accountant)
    process_pending(small_scale.pk)
    assert process_statements(small_scale.pk) == 1
    assert BankLine.objects.filter(account=account).count() == 4
    assert dict(Document.objects.values_list("name", "state")) == {
        "资料.zip": "unpacked", "九月.csv": "read", "说明.txt": "refused",
    }  # fmt: skip


def test_what_a_card_paid_is_no_line_of_the_wallet(small_scale, accountant):
    wallet = save_bank_account(small_scale, BankAccountFacts("微信", "1002", kind="wechat"), actor=accountant)
    text = (
        "微信支付账单明细\n交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
        "2026-09-01 08:00:00,商户消费,店,茶,支出,¥10.00,零钱,支付成功,1\t,2\t,/\n"
        "2026-09-02 08:00:00,商户消费,店,茶,支出,¥20.00,工商银行(1234),支付成功,3\t,4\t,/\n"
    )
    [statement] = import_statement(small_scale, "微信.csv", text.encode(), actor=accountant)
    assert (statement.account, statement.added) == (wallet, 1)
    assert [one["rule"] for one in statement.findings] == ["statement_paid_elsewhere"]


def test_a_viewer_looks_and_changes_nothing(small_scale, accountant, viewer, account, login):
    with pytest.raises(NotPermitted):
        import_statement(small_scale, "九月.csv", csv(*ROWS), actor=viewer)
    [statement] = import_statement(small_scale, "九月.csv", csv(*ROWS), actor=accountant)
    client = login(viewer)
    for name, key in (("bank_account", account.pk), ("bank_statement", statement.pk)):
        assert client.get(reverse(f"bookkeeping:{name}", args=[small_scale.pk, key])).status_code == 200
    assert client.post(reverse("bookkeeping:bank_upload", args=[small_scale.pk])).status_code == 403


def test_pages_take_files_and_say_what_is_wrong_with_others(small_scale, accountant, account, login):
    client = login(accountant)
    address = reverse("bookkeeping:bank_upload", args=[small_scale.pk])
    good, bad = (
        SimpleUploadedFile("九月.csv", csv(*ROWS)),
        SimpleUploadedFile("坏.xls", b"\xd0\xcf\x11\xe0" + bytes(99)),
    )
    said = client.post(address, {"files": [good, bad]})
    assert said.status_code == 422
    assert "坏.xls" in said.content.decode()
    shown = client.get(reverse("bookkeeping:bank_account", args=[small_scale.pk, account.pk]) + "?period=2026-09")
    assert "乙公司" in shown.content.decode()
    form = {"name": "一般户", "kind": "bank", "currency": "CNY", "account_code": "1002", "number": account.number}
    taken = client.post(reverse("bookkeeping:bank_account_new", args=[small_scale.pk]), form)
    assert taken.status_code == 422


def test_the_api_takes_a_statement_and_gives_its_lines(small_scale, accountant, account, login):
    client = login(accountant)
    root = f"/api/v1/companies/{small_scale.pk}/books/bank"
    sent = client.post(f"{root}/statements/", {"file": SimpleUploadedFile("九月.csv", csv(*ROWS))})
    assert (sent.status_code, sent.json()[0]["added"]) == (201, 4)
    lines = client.get(f"{root}/accounts/{account.pk}/lines/?period=2026-09").json()
    assert [one["amount"] for one in lines["results"]] == ["100.00", "-5.00", "-5.00", "-90.00"]
    assert client.get(f"{root}/statements/").json()["count"] == BankStatement.objects.count()
