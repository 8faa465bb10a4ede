"""The engine: balanced whatever it is told, silent about posting without a record, quick to learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookkeeping.charts import chart_for
from bookkeeping.domain.account import Side
from bookkeeping.engine.amounts import spoken
from bookkeeping.engine.case import Case, CaseLine
from bookkeeping.engine.events import events
from bookkeeping.engine.propose import Engine
from bookkeeping.engine.tables import rows
from bookkeeping.engine.trades import place
from kernel.money import ZERO, total

D = Decimal
TODAY = date(2026, 11, 22)
GENERAL = Case(is_general_taxpayer=True, standard="small_business", direction="purchase", day=TODAY)
SMALL = replace(GENERAL, is_general_taxpayer=False)
STANDARDS = ("small_business", "enterprise")
WORDS = [
    "支付",
    "采购",
    "销售",
    "工资",
    "计提",
    "社保",
    "公积金",
    "增值税",
    "货款",
    "房租",
    "办公用品",
    "折旧",
    "结转",
    "成本",
    "手续费",
    "存款利息",
    "客户",
    "预付",
    "押金",
    "材料",
    "设备",
    "13%",
    "1,000元",
    "价税合计1,130元",
    "增值税130元",
    "，",
    "。",
]


def names(case: Case, engine: Engine | None = None) -> list[tuple[str, str, Decimal]]:
    answer = (engine or Engine()).propose(case, TODAY)
    return [("借" if line.side is Side.DEBIT else "贷", str(line.name), line.amount) for line in answer.lines]


def difference(case: Case) -> Decimal:
    lines = Engine().propose(case, TODAY).lines
    return total(line.amount if line.side is Side.DEBIT else -line.amount for line in lines)


@given(
    st.lists(st.sampled_from(WORDS), max_size=9).map("".join),
    st.sampled_from(["", "purchase", "sale", "bank_in", "bank_out"]),
    st.one_of(st.none(), st.integers(1, 10**8).map(lambda fen: D(fen) / 100)),
    st.sampled_from([None, D("0.13"), D("0.06"), D("0.01")]),
    st.booleans(),
    st.sampled_from(STANDARDS),
)
@settings(max_examples=150, deadline=None)
def test_whatever_the_engine_is_told_its_entry_balances(words, direction, gross, rate, is_general, standard) -> None:
    case = Case(is_general, standard, direction, description=words, gross_amount=gross, tax_rate=rate, day=TODAY)
    assert difference(case) == 0
    answer = Engine().propose(case, TODAY)
    assert {line.side for line in answer.lines} == {Side.DEBIT, Side.CREDIT}
    assert answer.action != "post"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["*文具*笔", "*电信服务*宽带", "*住宿服务*住宿费", "杂项"]), st.integers(-9999, 99999)
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
    st.sampled_from(["purchase", "sale"]),
)
@settings(max_examples=100, deadline=None)
def test_an_invoice_with_any_lines_ties_to_its_gross_amount(items, is_general, direction) -> None:
    lines = tuple(CaseLine(name, D(fen) / 100, ZERO, D("0.06")) for name, fen in items)
    net = total(line.net_amount for line in lines)
    tax = (net * D("0.06")).quantize(D("0.01"))
    case = Case(
        is_general, "small_business", direction, items[0][0], net_amount=net, tax_amount=tax, gross_amount=net + tax,
        input_vat="deductible", deductible_vat=tax if direction == "purchase" else ZERO, lines=lines,
    )  # fmt: skip
    answer = Engine().propose_invoice(case)
    assert total(line.amount for line in answer.lines if line.side is Side.DEBIT) == net + tax
    assert total(line.amount for line in answer.lines if line.side is Side.CREDIT) == net + tax


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("industry", ["", "wholesale_retail", "manufacturing", "construction", "business_services"])
def test_every_row_of_knowledge_names_an_account_of_both_charts(standard: str, industry: str) -> None:
    chart = chart_for(standard, general_vat=True, optional=True)
    for row in (*rows("items"), *rows("sales")):
        name = place(row, industry, standard)
        assert chart.first_level_named(name.account), (row.name, name)


def test_every_event_has_two_sides() -> None:
    for event in events():
        assert {line[0] for line in event.lines} == {"debit", "credit"}, event.id


def test_catering_is_entertainment_and_its_vat_is_not_deducted() -> None:
    case = replace(GENERAL, item="*餐饮服务*餐费", net_amount=D("500.00"), tax_amount=D("30.00"))
    assert names(case) == [("借", "管理费用-业务招待费", D("530.00")), ("贷", "应付账款", D("530.00"))]
    assert Engine().propose(case, TODAY).input_vat == "not_deductible"


def test_a_general_taxpayer_deducts_and_a_small_scale_one_does_not() -> None:
    facts = {"item": "*供电*电费", "net_amount": D("100.00"), "tax_amount": D("13.00")}
    general = replace(GENERAL, **facts)
    assert ("借", "应交税费-应交增值税（进项税额）", D("13.00")) in names(general)
    assert names(replace(SMALL, **facts))[0] == ("借", "管理费用-水电费", D("113.00"))


def test_a_train_ticket_without_printed_vat_is_computed() -> None:
    case = replace(GENERAL, item="火车票", gross_amount=D("109.00"))
    answer = Engine().propose(case, TODAY)
    assert (answer.input_vat, answer.lines[1].amount) == ("computed", D("9.00"))


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("银行代发8月工资50,000元", [("借", "应付职工薪酬-工资"), ("贷", "银行存款")]),
        ("从银行提取备用金5,000元", [("借", "库存现金"), ("贷", "银行存款")]),
        ("计提本月固定资产折旧1,200元", [("借", "管理费用-固定资产折旧"), ("贷", "累计折旧")]),
        ("收到银行存款利息88元", [("借", "银行存款"), ("贷", "财务费用-利息收入")]),
        ("向银行借入短期借款200,000元，到期一次还本付息", [("借", "银行存款"), ("贷", "短期借款")]),
        ("结转本月已售商品成本30,000元", [("借", "主营业务成本"), ("贷", "库存商品")]),
        ("缴纳个人所得税300元", [("借", "应交税费-应交个人所得税"), ("贷", "银行存款")]),
        ("收到股东投资款100,000元，存入银行", [("借", "银行存款"), ("贷", "实收资本")]),
    ],
)
def test_everyday_business_told_in_words(words: str, entry: list[tuple[str, str]]) -> None:
    case = Case(is_general_taxpayer=True, standard="small_business", description=words, day=TODAY)
    assert [(side, name) for side, name, _ in names(case)] == entry


def test_amounts_are_read_with_their_labels() -> None:
    assert spoken("价款10,000元，增值税1,300元，价税合计11,300元") == (D("10000.00"), D("1300.00"), D("11300.00"))
    assert spoken("转账1.2万元") == (None, None, D("12000.00"))
    assert spoken("税率13%") == (None, None, None)
