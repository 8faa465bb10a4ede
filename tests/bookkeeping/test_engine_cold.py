"""Right entries without history: figures of a sentence, words of an item, whose cost it is, which paper carries VAT."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.engine.cold import expected_calibration_error, figures
from benchmarks.engine.cold_cases import DEVELOPMENT, HELD_OUT, half
from bookkeeping.charts import chart_for
from bookkeeping.domain.account import Side
from bookkeeping.engine.amounts import part, parts, spoken
from bookkeeping.engine.case import AccountName, Case
from bookkeeping.engine.entries import SLOTS
from bookkeeping.engine.events import events
from bookkeeping.engine.figures import sums, whole
from bookkeeping.engine.propose import Engine
from bookkeeping.engine.tables import index, rows, short_names
from bookkeeping.engine.trades import for_standard
from bookkeeping.engine.words import WordIndex

D = Decimal
TODAY = date(2026, 11, 23)
TOLD = Case(is_general_taxpayer=True, standard="small_business", day=TODAY)
BOUGHT = replace(TOLD, direction="purchase", net_amount=D("1000.00"))


def entry(words: str, **facts: object) -> list[tuple[str, str, str]]:
    answer = Engine().propose(replace(TOLD, description=words, **facts), TODAY)
    return [("借" if line.side is Side.DEBIT else "贷", str(line.name), str(line.amount)) for line in answer.lines]


@given(st.lists(st.text("甲乙丙丁木", min_size=1, max_size=3), max_size=12), st.text("甲乙丙丁木火", max_size=12))
@settings(max_examples=120, deadline=None)
def test_the_index_finds_the_longest_word_of_each_row_as_a_plain_search_does(words: list[str], text: str) -> None:
    table = [(place, (word,)) for place, word in enumerate(words)] + [(len(words), tuple(words))]
    plain = {row: max((len(w) for w in ws if w in text), default=0) for row, ws in table}
    found = {row: len(hit.word) for row, hit in WordIndex(table).found(text)}
    assert found == {row: length for row, length in plain.items() if length}


def test_a_word_of_an_item_is_written_once_in_a_row_and_a_short_name_in_one_row() -> None:
    shorts = [short for row in rows("items") for short in row.shorts]
    assert len(shorts) == len(set(shorts)) == len(short_names("items"))
    assert all(len(row.words) == len(set(row.words)) for row in rows("items"))
    assert index("items").found("*") == []


@given(st.integers(1, 10**7), st.sampled_from(["0.13", "0.09", "0.06", "0.03", "0.01"]))
@settings(max_examples=80, deadline=None)
def test_net_tax_and_gross_are_read_in_any_order(fen: int, rate: str) -> None:
    net = D(fen) / 100
    tax = (net * D(rate)).quantize(D("0.01"))
    if not tax or tax >= net:
        return
    words = [f"不含税价{net:,}元", f"增值税{tax:,}元", f"价税合计{net + tax:,}元"]
    for told in (words, words[::-1]):
        assert spoken("采购材料，" + "，".join(told)) == (net, tax, net + tax)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("水果礼篮300篮×60元=18,000元", "18000.00"),
        ("月利息=200,000×4.35%÷12=725元", "725.00"),
        ("运费2,500元+冷链1,800元=4,300元", "4300.00"),
        ("按净利润600,000元的10%提取60,000元", "60000.00"),
        ("月租金15,000元，预付3个月租金45,000元", "45000.00"),
        ("店长8,000元、收银员4人各4,000元（合计16,000元），工资总额24,000元", "24000.00"),
        ("2026年1-3月租金共计9,000元，每月3,000元", "9000.00"),
        ("收到货款10,000美元，汇率7.1", "71000.00"),
        ("编号A4的打印纸5包", "0.00"),
    ],
)
def test_what_a_sentence_amounts_to(words: str, amount: str) -> None:
    assert whole(words) == D(amount)


def test_a_part_is_told_by_the_words_before_it() -> None:
    words = "应发160,000元，代扣个人社保16,000元、公积金8,000元、个税3,500元，实发132,500元"
    assert (part(words, "社保"), part(words, "公积金"), part(words, "房租")) == (D(16000), D(8000), D(0))
    assert [figure.label for figure in parts("电费3,500元、宽带2,000元，合计5,500元")] == ["电费", "宽带"]
    assert sums("预计使用10年，残值率5%") == []


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            "银行代发1月工资，应发10,000元，代扣社保900元、个税100元，实发9,000元",
            [
                ("借", "应付职工薪酬-工资", "10000.00"),
                ("贷", "银行存款", "9000.00"),
                ("贷", "其他应付款-代扣社保个人部分", "900.00"),
                ("贷", "应交税费-应交个人所得税", "100.00"),
            ],
        ),
        (
            "李四报销差旅费3,500元，原借款3,000元，补付现金500元",
            [
                ("借", "管理费用-差旅费", "3500.00"),
                ("贷", "库存现金", "500.00"),
                ("贷", "其他应收款-员工借款", "3000.00"),
            ],
        ),
        (
            "持银行承兑汇票向银行贴现，面值100,000元，贴现利息1,500元",
            [
                ("借", "银行存款", "98500.00"),
                ("借", "财务费用-利息费用", "1500.00"),
                ("贷", "应收票据", "100000.00"),
            ],
        ),
        (
            "出售一台旧设备，原值50,000元，已提折旧30,000元，转入清理",
            [
                ("借", "固定资产清理", "20000.00"),
                ("借", "累计折旧", "30000.00"),
                ("贷", "固定资产-机器设备", "50000.00"),
            ],
        ),
        (
            "计提城建税（20,800×7%=1,456）和教育费附加（20,800×3%=624）",
            [
                ("借", "税金及附加-城市维护建设税", "2080.00"),
                ("贷", "应交税费-应交城市维护建设税", "1456.00"),
                ("贷", "应交税费-应交教育费附加", "624.00"),
            ],
        ),
        (
            "发生火灾，毁损材料10,000元，进项税额1,300元",
            [
                ("借", "待处理财产损溢", "11300.00"),
                ("贷", "原材料", "10000.00"),
                ("贷", "应交税费-应交增值税（进项税额转出）", "1300.00"),
            ],
        ),
        (
            "支付写字楼租金22,000元及物业管理费3,000元，合计25,000元",
            [
                ("借", "管理费用-租赁费", "22000.00"),
                ("借", "管理费用-物业管理费", "3000.00"),
                ("贷", "银行存款", "25000.00"),
            ],
        ),
    ],
)
def test_business_of_several_lines_told_in_words(words: str, lines: list[tuple[str, str, str]]) -> None:
    assert sorted(entry(words)) == sorted(lines)


@pytest.mark.parametrize(
    ("words", "account"),
    [
        ("支付车间水电费500元", "制造费用-水电费"),
        ("支付门店水电费500元", "销售费用-水电费"),
        ("支付水电费500元", "管理费用-水电费"),
    ],
)
def test_a_running_cost_goes_where_the_words_say_it_arose(words: str, account: str) -> None:
    assert entry(words)[0][1] == account


@pytest.mark.parametrize(
    ("item", "industry", "account"),
    [
        ("*植物油*食用油", "", "应付职工薪酬-职工福利费"),
        ("*植物油*食用油", "wholesale_retail", "库存商品"),
        ("纸巾", "wholesale_retail", "库存商品"),
        ("往返深圳机票", "business_services", "劳务成本-差旅费"),
        ("往返深圳机票", "manufacturing", "管理费用-差旅费"),
        ("施工用水", "", "工程施工-其他直接费用"),
        ("*餐饮服务*团建餐费", "", "应付职工薪酬-职工福利费"),
    ],
)
def test_the_trade_decides_what_an_item_is_for(item: str, industry: str, account: str) -> None:
    case = replace(BOUGHT, item=item, industry=industry, tax_rate=D("0.13"))
    assert str(Engine().propose(case, TODAY).choice.name) == account


@pytest.mark.parametrize(
    ("item", "rate", "usage"),
    [
        ("*办公用品*A4纸", "0.13", "deductible"),
        ("*水果*水果", "0.09", "not_deductible"),
        ("*运输服务*出租车费", None, "not_deductible"),
        ("*银行回单*活期结息", None, "not_deductible"),
        ("税收滞纳金", None, "not_deductible"),
        ("*预付卡销售*加油卡充值", "0", "not_deductible"),
        ("*居民日常服务*干洗服务", "0.06", "not_deductible"),
        ("*洗涤剂*洗衣液", "0.13", "deductible"),
        ("公路客票", None, "computed"),
    ],
)
def test_which_paper_carries_input_vat(item: str, rate: str | None, usage: str) -> None:
    case = replace(BOUGHT, item=item, tax_rate=None if rate is None else D(rate))
    assert Engine().propose(case, TODAY).input_vat == usage
    assert Engine().propose(replace(case, is_general_taxpayer=False), TODAY).input_vat == "none"


@pytest.mark.parametrize("standard", ["small_business", "enterprise"])
def test_every_line_of_an_event_is_a_slot_or_an_account_of_the_chart(standard: str) -> None:
    chart = chart_for(standard, general_vat=True, optional=True)
    for event in events():
        for side, account, *rest in event.lines:
            assert side in {"debit", "credit"}
            name = for_standard(AccountName(account, rest[0] if rest else ""), standard)
            # Deferred tax is unknown to the standard of small businesses.
            is_known = account in {"item", *SLOTS} or chart.first_level_named(name.account) or "递延所得税" in account
            assert is_known, (event.id, name)


def test_a_short_name_that_says_nothing_is_asked_about() -> None:
    answer = Engine().propose(replace(BOUGHT, item="*现代服务*杂项", tax_rate=D("0.06")), TODAY)
    assert (str(answer.choice.name), answer.action) == ("管理费用-其他", "ask")


def test_the_halves_of_the_worked_examples_follow_from_the_id_alone() -> None:
    assert {half(f"case-{number}") for number in range(40)} == {DEVELOPMENT, HELD_OUT}
    assert half("case-7") == half("case-7")


def test_sureness_that_tells_the_truth_has_no_calibration_error() -> None:
    assert expected_calibration_error([(0.5, True), (0.5, False)]) == 0
    assert expected_calibration_error([(0.9, False)]) == pytest.approx(0.9)


def test_without_cases_nothing_is_measured_and_that_is_said(monkeypatch, capsys) -> None:
    monkeypatch.delenv("CASES_DIR", raising=False)
    assert list(figures()) == []
    assert "CASES_DIR" in capsys.readouterr().out
