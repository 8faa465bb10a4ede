"""What a company tells the engine: rules, refused accounts, own and changed templates; pure, and out of the tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookkeeping.domain.account import Side
from bookkeeping.domain.review_order import Habit, Waiting, habit_against, ranked
from bookkeeping.engine.automation import Automation, still_missing
from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.company_rules import CompanyRules, Place, Refused, Rule, place_of, sort_of
from bookkeeping.engine.company_templates import Change, CompanyTemplates, skeleton
from bookkeeping.engine.decision import BAR, TrackRecord, action
from bookkeeping.engine.own_templates import Conditions, OwnLine, OwnTemplate
from bookkeeping.engine.propose import Engine
from bookkeeping.selectors.learning_record import layer_records
from kernel.errors import InvalidValue
from kernel.money import total

D = Decimal
CASE = Case(
    is_general_taxpayer=True,
    standard="small_business",
    direction="purchase",
    item="*文具*签字笔",
    counterparty="晨光文具",
    net_amount=D("100.00"),
    tax_amount=D("13.00"),
    gross_amount=D("113.00"),
    day=date(2026, 9, 10),
    kind="fully_digital_special",
    input_vat="deductible",
)
MARKETING = AccountName("销售费用", "业务宣传费")
OFFICE = AccountName("管理费用", "办公费")
RULE = Rule(MARKETING, date(2026, 9, 1), "张三", 3)
LEASE = OwnTemplate(
    "own:1",
    "合租分摊",
    Conditions(words=("签字笔",), direction="purchase"),
    (
        OwnLine(Side.DEBIT, "cost", None, D("0.6")),
        OwnLine(Side.DEBIT, "cost", AccountName("其他应收款"), D("0.4")),
        OwnLine(Side.DEBIT, "vat", AccountName("应交税费", "应交增值税（进项税额）")),
        OwnLine(Side.CREDIT, "gross", AccountName("应付账款")),
    ),
)


def test_a_rule_comes_before_memory_and_says_who_accepted_it() -> None:
    engine = Engine(rules=CompanyRules({place_of(CASE): RULE}))
    for _ in range(5):
        engine.learn(CASE, OFFICE, date(2026, 9, 10))
    choice = engine.propose_invoice(CASE).choice
    assert (choice.name, choice.layer) == (MARKETING, "rule")
    assert "2026-09-01" in choice.reason_zh
    assert "accepted by 张三" in choice.reason_en


def test_a_rule_holds_for_the_sort_of_item_and_for_nobody_else() -> None:
    engine = Engine(rules=CompanyRules({place_of(CASE): RULE}))
    assert engine.choose(replace(CASE, item="*文具*文件夹")).layer == "rule"
    assert engine.choose(replace(CASE, item="*电信服务*宽带费")).layer != "rule"
    assert engine.choose(replace(CASE, counterparty="得力文具")).layer != "rule"
    assert sort_of("2026年9月房租 3000元") == sort_of("2026年10月房租 3,200元")


def test_a_refused_account_is_not_proposed_there_again() -> None:
    usual = Engine().choose(CASE)
    said = Refused(usual.name, date(2026, 9, 2), "李四", "不是办公用")
    engine = Engine(rules=CompanyRules(refused={place_of(CASE): (said,)}))
    answer = engine.propose_invoice(CASE)
    assert answer.choice.name != usual.name
    assert (answer.choice.layer, answer.action) == ("refused", "ask")
    assert "李四" in answer.choice.reason_zh
    assert "不是办公用" in answer.choice.reason_zh
    assert Engine(rules=engine.rules).choose(replace(CASE, counterparty="别家")).name == usual.name


@given(st.lists(st.sampled_from(["甲", "乙", "丙", "丁"]), min_size=1, max_size=4, unique=True))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_refused_account_is_ever_shown(refused: list[str]) -> None:
    names = [AccountName(each) for each in "甲乙丙丁"]
    choice = Choice(names[0], 0.9, "kind", "", "", tuple((name, 0.3) for name in names[1:]))
    said = tuple(Refused(AccountName(each), date(2026, 9, 2), "李四") for each in refused)
    heeded = CompanyRules(refused={place_of(CASE): said}).heeded(choice, CASE)
    shown = {heeded.name, *(name for name, _ in heeded.alternatives)}
    assert shown.isdisjoint({AccountName(each) for each in refused})


def test_another_account_in_a_skeleton_and_in_its_settlement() -> None:
    change = Change({1: AccountName("待抵扣")}, {"default": AccountName("预付账款")})
    engine = Engine(templates=CompanyTemplates(changed={"purchase": change}))
    assert [str(line.name) for line in engine.propose_invoice(CASE).lines] == [
        "管理费用-办公费", "待抵扣", "预付账款",
    ]  # fmt: skip
    taxi = engine.propose_invoice(replace(CASE, kind="taxi"))
    assert str(taxi.lines[-1].name) == "其他应付款-员工报销款"


def test_an_event_with_another_main_account_says_so() -> None:
    case = Case(is_general_taxpayer=True, standard="small_business", description="收到政府补助 5000 元")
    plain = Engine().propose(case, date(2026, 9, 10))
    places = {row["account"]: at for at, row in enumerate(skeleton(plain.template)) if "account" in row}
    place = places["营业外收入"]
    changed = CompanyTemplates(changed={plain.template: Change({place: AccountName("递延收益")})})
    answer = Engine(templates=changed).propose(case, date(2026, 9, 10))
    assert "递延收益" in {line.name.account for line in answer.lines}
    assert [line.amount for line in answer.lines] == [line.amount for line in plain.lines]


def test_an_event_switched_off_is_passed_over() -> None:
    case = Case(is_general_taxpayer=True, standard="small_business", description="收到政府补助 5000 元")
    plain = Engine().propose(case, date(2026, 9, 10))
    without = Engine(templates=CompanyTemplates(frozenset({plain.template}))).propose(case, date(2026, 9, 10))
    assert plain.template.startswith("event:")
    assert without.template not in {plain.template, ""}


def test_an_own_template_makes_the_entry() -> None:
    LEASE.check()
    answer = Engine(templates=CompanyTemplates(own=(LEASE,))).propose_invoice(CASE)
    assert [(str(line.name), line.amount) for line in answer.lines] == [
        ("管理费用-办公费", D("60.00")),
        ("其他应收款", D("40.00")),
        ("应交税费-应交增值税（进项税额）", D("13.00")),
        ("应付账款", D("113.00")),
    ]
    assert answer.template == "own:1"


@given(st.integers(1, 10**9), st.integers(0, 10**8), st.integers(1, 99))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_own_templates_balance_to_the_fen(net: int, tax: int, percent: int) -> None:
    amounts = {"net_amount": D(net) / 100, "tax_amount": D(tax) / 100, "gross_amount": D(net + tax) / 100}
    share = D(percent) / 100
    lines = (replace(LEASE.lines[0], share=share), replace(LEASE.lines[1], share=1 - share), *LEASE.lines[2:])
    engine = Engine(templates=CompanyTemplates(own=(replace(LEASE, lines=lines),)))
    answer = engine.propose_invoice(replace(CASE, **amounts))
    sides = {side: total(line.amount for line in answer.lines if line.side is side) for side in Side}
    assert sides[Side.DEBIT] == sides[Side.CREDIT] == amounts["gross_amount"]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(LEASE, name=" "),
        replace(LEASE, conditions=Conditions(direction="purchase")),
        replace(LEASE, lines=LEASE.lines[:3]),
        replace(LEASE, lines=(replace(LEASE.lines[0], share=D("0.5")), *LEASE.lines[1:])),
        replace(LEASE, lines=(LEASE.lines[0], LEASE.lines[3])),
        replace(LEASE, lines=(OwnLine(Side.DEBIT, "tax"), OwnLine(Side.CREDIT, "tax", AccountName("应付账款")))),
    ],
)
def test_a_template_that_cannot_be_right_is_refused(wrong: OwnTemplate) -> None:
    with pytest.raises(InvalidValue):
        wrong.check()


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        (Conditions(words=("铅笔", "签字笔")), True),
        (Conditions(words=("铅笔",)), False),
        (Conditions(counterparty="晨光"), True),
        (Conditions(kinds=("taxi",)), False),
        (Conditions(kinds=("fully_digital_special",), least=D(113), most=D(113)), True),
        (Conditions(words=("笔",), most=D("112.99")), False),
        (Conditions(words=("笔",), direction="sale"), False),
    ],
)
def test_all_conditions_must_hold(conditions: Conditions, fits: bool) -> None:
    assert conditions.hold(CASE) is fits


@pytest.mark.parametrize(
    ("mode", "bar", "bound", "settled"),
    [
        ("on", 0.99, 0.991, ("post", True)),
        ("on", 0.995, 0.991, ("suggest", False)),
        ("on", 0.5, 0.98, ("suggest", False)),
        ("shadow", 0.99, 0.991, ("suggest", True)),
        ("off", 0.99, 0.991, ("suggest", False)),
    ],
)
def test_only_a_company_that_switched_it_on_lets_the_engine_post(mode, bar, bound, settled) -> None:
    assert Automation(mode, bar).settled("post", bound) == settled
    assert Automation(mode, bar).settled("ask", bound) == ("ask", False)


@given(st.integers(0, 5000))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_missing_is_the_least_that_is_enough(enough: int) -> None:
    assert still_missing(lambda more: more >= enough) == enough


def test_what_never_suffices_is_out_of_sight() -> None:
    assert still_missing(lambda _: False) is None


def test_with_what_is_missing_a_layer_may_post_and_with_one_less_it_may_not() -> None:
    choice = Choice(OFFICE, 0.98, "own_template", "", "")
    record = TrackRecord()
    for _ in range(40):
        record.note(choice, was_right=True)
    row = next(row for row in layer_records(record, BAR) if row.right)
    assert (row.right, row.wrong, row.may_post) == (40, 0, False)
    for _ in range((row.missing or 0) - 1):
        record.note(choice, was_right=True)
    assert action(choice, record) == "suggest"
    record.note(choice, was_right=True)
    assert action(choice, record) == "post"


def test_the_queue_begins_with_what_teaches_most() -> None:
    day = date(2026, 9, 30)
    cases = [
        Waiting(1, "sure", 0.95, day),
        *(Waiting(n, "many", 0.7, day) for n in (2, 3, 4)),
        Waiting(5, "doubtful", 0.4, day),
        Waiting(6, "old", 0.4, date(2026, 7, 2)),
    ]
    order = ranked(cases)
    assert [row.ids[0] for row in order] == [4, 5, 6, 1]
    assert (order[0].count, round(order[0].score, 6)) == (3, 0.9)
    assert order[2].score == pytest.approx(0.6 * 0.5)


def test_a_habit_is_five_times_the_same_and_never_otherwise() -> None:
    assert habit_against(["560203"] * 5, "560201") == Habit("560203", 5)
    assert habit_against(["560203"] * 4, "560201") is None
    assert habit_against(["560203"] * 9 + ["560201"], "560201") is None
    assert habit_against(["560203"] * 9 + ["5711"], "560201") is None
    assert habit_against(["560203"] * 9, "560203") is None


def test_the_place_of_a_case_has_the_counterparty_without_blanks() -> None:
    assert place_of(replace(CASE, counterparty="晨光 文具")) == Place("purchase", "晨光文具", "文具")
