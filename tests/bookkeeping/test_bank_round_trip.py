"""Fictional months written in each layout are read back equal; unknown headers are found out by the balances."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookkeeping.bank.read import is_statement, read_statements
from bookkeeping.bank.words import layouts, plain, words
from bookkeeping.domain.bank_statement import Statement
from samples.statements.history import History, history
from samples.statements.write import layout_names, table_layouts, write_statement

SEEDS = st.integers(0, 10_000)
WITHOUT_BALANCE = {"cmb_credit", "alipay", "wechat", "jd", "meituan", "ofx"}


def told(statement: Statement) -> list[tuple[object, ...]]:
    return [(line.day, line.amount, line.counterparty) for line in statement.lines]


def truth(month: History) -> list[tuple[object, ...]]:
    return [(line.at.date(), line.amount, line.name) for line in month.movements]


def test_every_layout_that_is_read_is_written():
    named = {one.name for one in layouts()}
    assert named == set(table_layouts())


@pytest.mark.parametrize("layout", layout_names())
@given(seed=SEEDS)
@settings(max_examples=4, deadline=None)
def test_a_month_comes_back_as_it_was(layout, seed):
    month = history(seed, 18)
    file = write_statement(layout, month)
    [found] = read_statements(file.content)
    assert found.layout == layout
    assert is_statement(file.content)
    if layout in {"cmb_credit", "wechat_merchant", "alipay_merchant", "meituan"}:
        expected = [row[:2] for row in truth(month)]  # these name no counterparty, or only its number
        assert sorted(row[:2] for row in told(found)) == sorted(expected)
    else:
        assert sorted(told(found)) == sorted(truth(month))
    if layout not in WITHOUT_BALANCE:
        assert found.is_proved is True
        assert (found.opening_balance, found.closing_balance) == (month.opening, month.closing)
        assert [line.amount for line in found.lines] == [line.amount for line in month.movements]
    whole = {line.description for line in found.lines}
    assert whole <= {line.text for line in month.movements} | {f"支付 {line.text}" for line in month.movements} | {
        f"退款 {line.text}" for line in month.movements
    } | {f"/NAME/{line.name}/REMI/{line.text}" for line in month.movements} | {
        f"{line.name} {line.text}".strip() for line in month.movements
    }  # fmt: skip


OTHER_HEADERS = (
    # titles, whether 借方 is money in, whether the newest comes first
    (("业务日期", "往来户名", "借方", "贷方", "结余", "备注"), False, False),
    (("业务日期", "往来户名", "借方", "贷方", "结余", "备注"), True, True),
    (("Date", "Counterparty", "Debit", "Credit", "Balance", "Memo"), False, True),
    (("记账日", "对方名称", "付出金额", "存入金额", "账面余额", "摘要说明"), False, False),
)


@pytest.mark.parametrize(("titles", "is_turned", "is_reversed"), OTHER_HEADERS)
@given(seed=SEEDS)
@settings(max_examples=5, deadline=None)
def test_order_and_direction_of_an_unknown_layout_follow_from_its_balances(titles, is_turned, is_reversed, seed):
    month = history(seed, 12)
    rows = []
    for line in month.movements:
        out = f"{-line.amount:.2f}" if line.amount < 0 else ""
        into = f"{line.amount:.2f}" if line.amount > 0 else ""
        sides = (into, out) if is_turned else (out, into)
        rows.append([f"{line.at:%Y/%m/%d}", line.name, *sides, f"{line.balance:.2f}", line.text])
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["某银行"], titles, *(reversed(rows) if is_reversed else rows)])
    [found] = read_statements(buffer.getvalue().encode())
    assert (found.layout, found.is_proved) == ("generic", True)
    assert [line.amount for line in found.lines] == [line.amount for line in month.movements]


@given(seed=SEEDS, place=st.integers(1, 16))
@settings(max_examples=15, deadline=None)
def test_a_line_that_is_missing_is_a_gap_that_is_named(seed, place):
    month = history(seed, 18)
    file = write_statement("ccb", month)
    text = file.content.decode("gb18030").splitlines()
    lost = month.movements[place]
    del text[1 + place]
    [found] = read_statements("\n".join(text).encode())
    gaps = [one for one in found.findings if one.rule == "statement_gap"]
    assert found.is_proved is False
    assert [one.evidence["place"] for one in gaps] == [str(place + 2)]
    assert f"{lost.amount:,.2f}" in gaps[0].message_zh


def test_no_title_has_two_meanings():
    said = [title for titles in words().columns.values() for title in titles]
    assert sorted({title for title in said if said.count(title) > 1}) == []
    assert plain("对方账号[ Payee's Account ]（必填）：") == "对方账号必填"


def test_the_truth_of_a_month_runs_on():
    month = history(7)
    balance = month.opening
    for line in month.movements:
        balance += line.amount
        assert line.balance == balance
    assert month.movements[-1].at - month.movements[0].at < timedelta(days=31)


PAGE = """<html><body><table><tr><td colspan=6>账户明细 账号：622202001111 户名：示例公司</td></tr></table>
<table><tr><th>交易日期</th><th>摘要</th><th>借方</th><th>贷方</th><th>余额</th><th>对方户名</th></tr>
<tr><td>2026-01-03</td><td>货款</td><td>&nbsp;</td><td>1,000.00</td><td>1,500.00</td><td>甲</td></tr>
<tr><td>2026-01-04</td><td>费</td><td>10.00</td><td></td><td>1,490.00</td><td></td></tr></table></body></html>"""
TABS = (
    '账号：622202001111\n交易日期\t收入\t支出\t余额\n="20260103"\t1000.00\t\t="1500.00"\n20260104\t\t10.00\t1490.00\n'
)
TWO_ROWS = (
    "账号：,622202001111\n日期,摘要,发生额,,余额\n,,借方,贷方,\n"
    "2026-01-03,a,,1000.00,1500.00\n2026-01-04,b,10.00,,1490.00\n"
)
SIGNED = "账号：,622202001111\nDate,Memo,Amount,Balance\n2026/1/3,a,1000.00,1500.00\n2026/1/4,b,-10.00,1490.00\n"
SIDES = (
    "账号：,622202001111\n记账日期,借贷标志,交易金额,账户余额\n"
    "2026年1月3日,贷,1000.00,1500.00\n2026年1月4日,借,10.00,1490.00\n合计,,1010.00,\n"
)
CELL = "<Cell{at}><Data ss:Type='String'>{text}</Data></Cell>"
XML_ROWS = (("账号：", "622202001111"), ("日期", "支出", "收入", "余额"), ("20260103", "", "1000.00", "1500.00"))
XML = (
    "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
    "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet ss:Name='1'><Table>"
    + "".join(f"<Row>{''.join(CELL.format(at='', text=cell) for cell in row)}</Row>" for row in XML_ROWS)
    + f"<Row>{CELL.format(at='', text='20260104')}{CELL.format(at='', text='10.00')}"
    + CELL.format(at=" ss:Index='4'", text="1490.00")
    + "</Row></Table></Worksheet></Workbook>"
)
FORMS = {
    "a workbook as XML": XML.encode(),
    "a web page named .xls": PAGE.encode("gb18030"),
    "tabs and dressed numbers": TABS.encode("gb18030"),
    "a header of two rows": TWO_ROWS.encode(),
    "one column with a sign": SIGNED.encode(),
    "a side and an amount": SIDES.encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_other_forms_say_the_same(form):
    [found] = read_statements(FORMS[form])
    assert [(line.day.day, str(line.amount)) for line in found.lines] == [(3, "1000.00"), (4, "-10.00")]
    assert (found.account, str(found.opening_balance), str(found.closing_balance), found.is_proved) == (
        "622202001111", "500.00", "1490.00", True,
    )  # fmt: skip
    assert found.findings == ()
