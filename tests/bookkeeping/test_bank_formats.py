"""What the international formats and the voucher standard say beside plain lines, and the command."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bookkeeping.bank.read import is_statement, read_statements
from samples.statements.history import history
from samples.statements.write import write_statement

SWIFT = """:20:A
:25:6222
:28C:1/1
:60F:C260901CNY100,00
:61:2609010902C10,5NTRFR1//B1
:86:/NAME/甲公司/REMI/货款/EREF/E-1
:61:260902D3,NCHGNONREF
:86:?20手续费?32乙?33行?31777
:61:2609020903RC1,00NTRFR2
:61:2609020903RD2,00NTRFR3
:62F:C260903CNY108,50
-
"""
ENTRY = "<Ntry><Amt Ccy='CNY'>{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>{state}</Sts>{day}</Ntry>"
CAMT = (
    "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt><Stmt>"
    "<Acct><Id><Othr><Id>6222</Id></Othr></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
)
RECEIPT = (
    "<xbrl xmlns:bker='http://xbrl.mof.gov.cn/taxonomy/2021-11-30/bker'>"
    "<bker:TypeOfBankElectronicReceipt>{kind}</bker:TypeOfBankElectronicReceipt>"
    "<bker:DateOfBookkeeping>2026-09-02</bker:DateOfBookkeeping>"
    "<bker:TransactionAmountInFigures>88.00</bker:TransactionAmountInFigures>"
    "<bker:AccountNameOfPayer>甲</bker:AccountNameOfPayer><bker:AccountNumberOfPayer>111</bker:AccountNumberOfPayer>"
    "<bker:AccountNameOfPayee>乙</bker:AccountNameOfPayee><bker:AccountNumberOfPayee>222</bker:AccountNumberOfPayee>"
    "</xbrl>"
)


def test_swift_marks_reversals_references_and_other_sides():
    [found] = read_statements(SWIFT.encode("gb18030"))
    assert [(line.day.day, str(line.amount)) for line in found.lines] == [
        (2, "10.50"), (2, "-3.00"), (3, "-1.00"), (3, "2.00"),
    ]  # fmt: skip
    first, second = found.lines[:2]
    assert (first.counterparty, first.reference, first.serial_number) == ("甲公司", "E-1", "B1")
    assert (second.counterparty, second.counterparty_account, second.reference) == ("乙行", "777", "")
    assert found.is_proved is True


def test_the_entry_day_without_a_year_is_the_one_nearest():
    text = SWIFT.replace("2609010902C", "2612310101C")
    [found] = read_statements(text.encode())
    assert max(line.day for line in found.lines).isoformat() == "2027-01-01"


def test_pending_entries_are_no_movements_and_moments_are_told_in_chinese_time():
    zoned = "<BookgDt><DtTm>2026-09-01T20:00:00Z</DtTm></BookgDt>"
    plain = "<BookgDt><Dt>2026-09-03</Dt></BookgDt>"
    entries = ENTRY.format(amount="5.00", side="DBIT", state="BOOK", day=zoned)
    entries += ENTRY.format(amount="7.00", side="CRDT", state="<Cd>PDNG</Cd>", day=plain)
    [found] = read_statements(CAMT.format(entries=entries).encode())
    assert [(line.day.isoformat(), str(line.amount)) for line in found.lines] == [("2026-09-02", "-5.00")]


@pytest.mark.parametrize(
    ("kind", "account", "amount", "other"),
    [("收款回单", "222", "88.00", "甲"), ("付款回单", "111", "-88.00", "乙")],
)
def test_a_receipt_is_a_statement_of_one_line_that_the_intake_leaves_to_others(kind, account, amount, other):
    content = RECEIPT.format(kind=kind).encode()
    [found] = read_statements(content)
    assert (found.layout, found.account, str(found.lines[0].amount)) == ("bker", account, amount)
    assert found.lines[0].counterparty == other
    assert not is_statement(content)


def told(path: Path, *options: str) -> object:
    out = StringIO()
    call_command("read_statement", str(path), *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_lines_in_the_shape_of_reconciliation(tmp_path):
    month = history(11, 9)
    file = write_statement("icbc_b", month)
    path = tmp_path / file.name
    path.write_bytes(file.content)
    answer = told(path)
    assert {"layout": "icbc_b", "account": month.number, "opening_balance": f"{month.opening:.2f}"}.items() <= (
        answer.items()
    )
    line = answer["lines"][0]
    assert {"id", "date", "amount", "description", "counterparty", "reference"} <= line.keys()
    assert [one["amount"] for one in answer["lines"]] == [f"{one.amount:.2f}" for one in month.movements]
    assert told(path, "--layout", "icbc_b") == answer


@pytest.mark.parametrize("options", [(), ("--layout", "nonsense")])
def test_the_command_ends_with_2_and_one_sentence_for_what_is_no_statement(tmp_path, options):
    path = tmp_path / "note.txt"
    path.write_text("今天天气很好", encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        told(path, *options)
    assert refusal.value.returncode == 2
    with pytest.raises(CommandError):
        told(tmp_path / "missing.csv")
