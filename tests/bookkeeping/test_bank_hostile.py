"""What is no statement, or wants to do harm, is refused with a clear sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from bookkeeping.bank.files import MAX_ROWS
from bookkeeping.bank.read import UnknownLayout, read_statements
from kernel.errors import InvalidValue

HEADER = "交易日期,对方户名,摘要,支出金额,收入金额,余额\n"
LINE = "2026-01-01,甲公司,货款,0.00,100.00,100.00\n"


def zipped(*members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Document><BkToCstmrStmt>&a;</BkToCstmrStmt></Document>'
REFUSED = {
    "empty": b"",
    "blank": b"   \n",
    "no table": "今天天气很好".encode(),
    "program": b"\x7fELF" + bytes(2000),
    "old workbook cut off": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "new workbook cut off": zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<"))[:120],
    "document type": DOCTYPE,
    "document type in UTF-16": DOCTYPE.decode().encode("utf-16"),
    "broken XML": b"<Document><BkToCstmrStmt><Stmt></Document>",
    "bomb": zipped(("a.csv", bytes(201 * 1024 * 1024))),
    "ZIP in a ZIP": zipped(("a.zip", zipped(("b.csv", b"1")))),
    "many files": zipped(*((f"{n}.csv", b"1") for n in range(101))),
    "swift without a balance": b":20:A\n:25:1\n:60F:nonsense\n:62F:C260101CNY1,00\n-",
    "card file without statement": b"OFXHEADER:100\n<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>",
    "dates nobody can read": (HEADER + "soon,甲,货款,0,5,5\n").encode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_sentence_in_both_languages(name):
    with pytest.raises(InvalidValue) as refusal:
        read_statements(REFUSED[name])
    assert refusal.value.message
    assert refusal.value.message_zh != refusal.value.message


def test_rows_have_a_limit():
    with pytest.raises(InvalidValue, match="rows"):
        read_statements((HEADER + LINE * MAX_ROWS).encode())


def test_formula_text_is_text():
    [found] = read_statements((HEADER + '2026-01-01,"=HYPERLINK(""http://a"")",@SUM(1),0.00,1.00,1.00\n').encode())
    assert found.lines[0].counterparty == '=HYPERLINK("http://a")'
    assert found.lines[0].description == "@SUM(1)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_usual_encoding_is_read(encoding):
    [found] = read_statements((HEADER + LINE).encode(encoding))
    assert (found.lines[0].counterparty, str(found.lines[0].amount)) == ("甲公司", "100.00")


def test_columns_nobody_knows_are_shown_with_their_first_rows():
    with pytest.raises(UnknownLayout) as refusal:
        read_statements("何日,何人,几何,所剩\n2026-01-01,甲,5.00,5.00\n".encode())
    assert refusal.value.facts["titles"] == ["何日", "何人", "几何", "所剩"]
    assert refusal.value.facts["rows"] == [["2026-01-01", "甲", "5.00", "5.00"]]


def test_a_row_with_an_amount_that_cannot_be_read_is_named():
    [found] = read_statements((HEADER + LINE + "2026-01-02,乙,货款,abc,,1\n").encode())
    assert [(one.rule, one.evidence["place"]) for one in found.findings] == [("statement_row_unread", "3")]
