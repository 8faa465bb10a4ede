"""The learner: entries count at once, changed habits are followed, slips told from errors, trust is earned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.decision import BAR, LEAST_TRIALS, TrackRecord, action, bucket_of
from bookkeeping.engine.learning.trust import Forest
from bookkeeping.engine.propose import Engine
from bookkeeping.management.commands.evaluate_engine import judge_all, measures
from samples.histories.history import history

D = Decimal
TODAY = date(2026, 11, 22)
BOUGHT = Case(is_general_taxpayer=True, standard="small_business", direction="purchase", day=TODAY)
OFFICE, SOFTWARE = AccountName("管理费用", "办公费"), AccountName("管理费用", "软件服务费")
SURE = Choice(OFFICE, 0.995, "memory", "", "")


def taught(*entries: tuple[Case, AccountName]) -> Engine:
    engine = Engine()
    for case, name in entries:
        engine.learn(case, name, TODAY)
    return engine


def test_one_correction_decides_the_next_case_of_the_same_party() -> None:
    case = replace(BOUGHT, item="*信息技术服务*9月服务费", counterparty="云厂商", gross_amount=D("106.00"))
    again = replace(case, item="*信息技术服务*10月服务费")
    assert Engine().choose(again).name != AccountName("主营业务成本")
    assert taught((case, AccountName("主营业务成本"))).choose(again).name == AccountName("主营业务成本")


def test_words_lead_to_the_nearest_account() -> None:
    entries = []
    for month in range(1, 13):
        rent = replace(BOUGHT, item=f"{month}月写字楼租金", counterparty="甲物业")
        wine = replace(BOUGHT, item=f"{month}月进口红酒", counterparty="乙酒业")
        entries += [(rent, AccountName("管理费用", "租赁费")), (wine, AccountName("库存商品"))]
    guess = taught(*entries).choose(replace(BOUGHT, item="进口白葡萄酒", counterparty="丙酒业"))
    assert guess.name == AccountName("库存商品")


def test_companies_whose_names_differ_by_a_digit_are_not_mixed_up() -> None:
    one = replace(BOUGHT, item="*其他*杂项", counterparty="供应商1有限公司")
    other = replace(one, counterparty="供应商2有限公司")
    engine = taught(*[(one, AccountName("主营业务成本")), (other, OFFICE)] * 3)
    assert engine.choose(one).name == AccountName("主营业务成本")
    assert engine.choose(other).name == OFFICE


def test_a_habit_that_changes_is_followed_after_a_few_entries_and_a_slip_is_not() -> None:
    case = replace(BOUGHT, item="*信息技术服务*服务费", counterparty="云厂商")
    new = AccountName("研发支出", "费用化支出")
    assert taught(*[(case, SOFTWARE)] * 12, (case, new)).choose(case).name == SOFTWARE
    assert taught(*[(case, SOFTWARE)] * 12, *[(case, new)] * 4).choose(case).name == new


def test_an_account_the_company_does_not_keep_is_not_proposed() -> None:
    trip = replace(BOUGHT, item="*住宿服务*住宿费", industry="business_services")
    open_to_all, kept = Engine().choose(trip).name, Engine(kept=frozenset({"管理费用", "库存商品"})).choose(trip).name
    assert open_to_all.account == "劳务成本"
    assert kept == AccountName("管理费用", open_to_all.detail)


def test_an_amount_tells_an_asset_from_a_cost() -> None:
    asset, names = AccountName("固定资产", "电子设备"), []
    for yuan in (900, 1500, 2600, 3100, 5600, 6400, 7300, 9800, 1200, 8800, 2100, 12000):
        case = replace(BOUGHT, item="*电子计算机*主机", counterparty=f"第{yuan}号店", gross_amount=D(yuan))
        names.append((case, asset if yuan >= 5000 else OFFICE))
    engine = taught(*names)
    unseen = replace(BOUGHT, item="*电子计算机*主机", counterparty="新店")
    assert engine.choose(replace(unseen, gross_amount=D(1800))).name == OFFICE
    assert engine.choose(replace(unseen, gross_amount=D(7700))).name == asset


def test_the_reason_counts_what_was_booked() -> None:
    case = replace(BOUGHT, item="*文具*签字笔", counterparty="甲文具店")
    choice = taught(*[(case, OFFICE)] * 11).choose(case)
    assert choice.reason_zh == f"同一往来单位的同一项目此前 11 次中有 11 次记入“{OFFICE}”"
    assert choice.layer == "memory"


def test_without_a_record_nothing_is_posted_and_sure_answers_earn_it() -> None:
    record = TrackRecord(priors={bucket_of(SURE.layer, SURE.confidence): (500.0, 0.5)})
    assert action(SURE, None) == action(SURE, record) == "suggest"
    for _ in range(LEAST_TRIALS):
        record.note(SURE, was_right=True)
    assert action(SURE, record) == "post"
    for _ in range(8):
        record.note(SURE, was_right=False)
    assert action(SURE, record) == "suggest"
    assert action(replace(SURE, layer="fallback", confidence=0.2), record) == "ask"


def test_one_client_alone_needs_hundreds_of_right_answers() -> None:
    record = TrackRecord(priors={})
    for _ in range(297):
        record.note(SURE, was_right=True)
    assert record.bound(SURE) < BAR
    record.note(SURE, was_right=True)
    assert record.bound(SURE) >= BAR


@given(st.lists(st.booleans(), max_size=60))
@settings(max_examples=40, deadline=None)
def test_the_bound_falls_with_every_error_and_never_leaves_its_range(answers: list[bool]) -> None:
    record = TrackRecord(priors={})
    for was_right in [True] * LEAST_TRIALS + answers:
        record.note(SURE, was_right=was_right)
    before = record.bound(SURE)
    record.note(SURE, was_right=False)
    assert 0.0 <= record.bound(SURE) < before < 1.0


def test_a_correction_taken_back_by_the_next_entry_was_a_slip() -> None:
    record = TrackRecord(priors={})
    for _ in range(400):
        record.note(SURE, was_right=True, about="甲/笔")
    record.note(SURE, was_right=False, about="甲/笔")
    doubted = record.bound(SURE)
    record.note(SURE, was_right=True, about="甲/笔")
    assert record.bound(SURE) > doubted
    assert record.trials[bucket_of(SURE.layer, SURE.confidence)] == pytest.approx([402, 0])


def test_a_correction_confirmed_by_the_next_entry_was_an_error() -> None:
    record = TrackRecord(priors={})
    record.note(SURE, was_right=False, about="甲/笔")
    record.note(replace(SURE, name=SOFTWARE), was_right=True, about="甲/笔")
    assert record.trials[bucket_of(SURE.layer, SURE.confidence)] == pytest.approx([1, 1])


def test_a_forest_adds_what_its_trees_say() -> None:
    tree = ((0, 0.5, 1, 2, 0.0), (-1, 0.0, 0, 0, -1.0), (-1, 0.0, 0, 0, 1.0))
    assert Forest(0.0, (tree, tree)).share([0.4]) == pytest.approx(1 / (1 + 2.718281828**2))
    assert Forest(0.0, (tree, tree)).share([0.6]) == pytest.approx(1 / (1 + 2.718281828**-2))


def test_a_history_is_fictional_repeatable_and_says_where_its_labels_slip() -> None:
    rows = history(71, 300)
    assert rows == history(71, 300)
    assert 0 < sum("intended_entries" in row for row in rows) < 15
    for row in rows:
        sides = {"debit": D(0), "credit": D(0)}
        for entry in row["entries"]:
            sides[entry["direction"]] += D(entry["amount"])
        assert sides["debit"] == sides["credit"]


def test_a_short_history_is_answered_before_it_is_learned() -> None:
    figures = measures(judge_all(history(72, 120)))
    assert figures["cases"] == 120
    assert figures["accuracy_account_and_detail"] > 0.6
    assert figures["expected_calibration_error"] < 0.1
    assert sum(part["to"] - part["from"] + 1 for part in figures["by_position"]) == 120
