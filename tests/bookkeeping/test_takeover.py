"""Taking a company over: openings, vouchers and cards from fictional exports of other packages, and the proof."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bookkeeping.models import AnalysisItem, AssetCard, ChartMapping, PeriodBalance, Takeover, TakeoverSheet, Voucher
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.statements import statements_of
from bookkeeping.services.import_cards import import_cards
from bookkeeping.services.import_old_vouchers import import_vouchers
from bookkeeping.services.import_openings import import_openings
from bookkeeping.services.make_tie_out import rows_of, tie_out
from bookkeeping.services.take_over import add_file, decide_accounts, remove_sheet, set_use, start_takeover
from bookkeeping.takeover.mapping import Action, Decision
from foundation.models import AuditEntry, Document
from kernel.errors import InvalidValue, NotPermitted, NotReady
from kernel.period import AccountingPeriod
from tests.bookkeeping.takeover_files import ITEMS, LAYOUTS, items_of, workbook

pytestmark = pytest.mark.django_db
D = Decimal
AUGUST, SEPTEMBER = AccountingPeriod(2026, 8), AccountingPeriod(2026, 9)
AMOUNTS = [(n * 137_01 - 90_000, 40_000 + n, 33_000 + 7 * n) for n in range(1, len(ITEMS))]
HEAD = ["科目编码", "科目名称", "期末余额借方", "期末余额贷方"]
VOUCHERS = ["日期", "凭证字号", "摘要", "科目编码", "科目名称", "客户", "借方金额", "贷方金额"]


@pytest.fixture
def taking(small_scale, accountant) -> Any:  # type: ignore[no-untyped-def]
    def begin(*files: tuple[str, bytes], source: str = "kis") -> Takeover:
        row = start_takeover(small_scale, source, actor=accountant)
        for name, content in files:
            add_file(row, name, content, actor=accountant)
        return row

    return begin


def table(*rows: list[Any]) -> bytes:
    return workbook(("余额", [["2026年8期"], HEAD, *rows]))


PLAIN = table(["1002", "银行存款", 100, None], ["1122", "应收账款", 20, None], ["3001", "实收资本", None, 120])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_trial_balance_of_every_layout_comes_in_and_ties_to_the_fen(layout, taking, accountant, small_scale) -> None:
    items = items_of(AMOUNTS)
    row = taking((f"{layout}.xlsx", LAYOUTS[layout](items)), source=layout)
    import_openings(row, actor=accountant)
    kept = {balance.code: balance for balance in balances(small_scale.pk, AccountingPeriod(2026, 1), AUGUST)}
    by_path = {item.path: item for item in items}
    for account in row.accounts.filter(is_leaf=True):
        item = by_path[tuple(account.name.split("-"))]
        balance = kept.get(account.our_code)
        if item.start or item.debit or item.credit:
            assert (balance.opening, balance.debit, balance.credit) == (item.start, item.debit, item.credit), account
    report = tie_out(row, actor=accountant)
    assert report.differences == 0
    assert [one["open"] for one in report.content["sheets"]] == [[]]
    assert report.content["files"][0]["sha256"] == Document.objects.get().sha256
    assert AuditEntry.objects.filter(action="takeover.tied_out").count() == 1


def test_the_income_statement_of_the_year_goes_on_after_profit_was_carried_forward(
    taking, accountant, small_scale
) -> None:
    head = ["科目代码", "科目名称", "本年累计借方", "本年累计贷方", "期末借方余额", "期末贷方余额"]
    rows = [["2026年1期 至 2026年8期"], head, ["1002", "银行存款", 900, 300, 600, None]]
    rows += [["5001", "主营业务收入", 900, 900, None, None], ["5602", "管理费用", 300, 300, None, None]]
    rows += [["560201", "办公费", 300, 300, None, None], ["3103", "本年利润", 300, 900, None, 600]]
    row = taking(("余额.xlsx", workbook(("a", rows))))
    import_openings(row, actor=accountant)
    lines = statements_of(books_of(small_scale.pk), SEPTEMBER).income_statement
    said = {line.title: line.amounts for line in lines}
    assert {name: next(iter(amounts.values())) for name, amounts in said.items()}  # every line has a figure
    revenue = next(amounts for title, amounts in said.items() if title.startswith("一、营业收入"))
    assert D("900.00") in revenue.values()
    profit = next(amounts for title, amounts in said.items() if "净利润" in title)
    assert D("600.00") in profit.values()
    assert tie_out(row, actor=accountant).differences == 0


def test_what_does_not_balance_is_not_written_and_the_reason_is_named(taking, accountant) -> None:
    wrong = table(["1002", "银行存款", 100, None], ["3001", "实收资本", 50, None])
    row = taking(("余额.xlsx", wrong))
    with pytest.raises(InvalidValue, match="differ by 150") as refused:
        import_openings(row, actor=accountant)
    assert "借贷不平，相差 150.00" in refused.value.message_zh
    assert not PeriodBalance.objects.exists()
    assert TakeoverSheet.objects.get().imported_at is None


def test_parents_are_not_counted_twice(taking, accountant, small_scale) -> None:
    rows = [["1002", "银行存款", 100, None], ["1002001", "甲行", 60, None], ["1002002", "乙行", 40, None]]
    row = taking(("余额.xlsx", table(*rows, ["3001", "实收资本", None, 100])))
    assert import_openings(row, actor=accountant) == 3
    names = {balance.code: balance.closing for balance in balances(small_scale.pk, AUGUST, AUGUST)}
    chart = books_of(small_scale.pk).chart
    assert {chart.full_name(code): value for code, value in names.items()} == {
        "银行存款-甲行": D(60), "银行存款-乙行": D(40), "实收资本": D(-100),
    }  # fmt: skip


def test_openings_may_come_again_by_a_supervisor_until_a_voucher_is_posted(
    taking, accountant, supervisor, viewer
) -> None:
    row = taking(("余额.xlsx", PLAIN))
    with pytest.raises(NotPermitted):
        import_openings(row, actor=viewer)
    assert import_openings(row, actor=accountant) == 3
    with pytest.raises(NotPermitted):
        import_openings(row, actor=accountant)
    assert import_openings(row, actor=supervisor) == 3
    assert PeriodBalance.objects.count() == 3
    posted = [VOUCHERS, ["2026-09-02", "记-1", "收款", "1002", "银行存款", "", 5, None]]
    posted += [["2026-09-02", "记-1", "收款", "1122", "应收账款", "客户:南山商行", None, 5]]
    add_file(row, "凭证.xlsx", workbook(("凭证", posted)), actor=accountant)
    import_vouchers(row, actor=accountant)
    with pytest.raises(NotReady):
        import_openings(row, actor=supervisor)


def test_counterparties_come_in_from_a_table_of_their_own(taking, accountant, small_scale) -> None:
    parties = [["2026年8期"], ["科目编码", "科目名称", "客户名称", "期末余额借方", "期末余额贷方"]]
    parties += [["1122", "应收账款", "C01 甲公司", 15, None], ["1122", "应收账款", "C02 乙公司", 4, None]]
    row = taking(("余额.xlsx", PLAIN), ("往来.xlsx", workbook(("往来", parties))))
    with pytest.raises(InvalidValue, match="differ by -1"):
        import_openings(row, actor=accountant)
    remove_sheet(row.sheets.get(kind="parties"), actor=accountant)
    parties[-1][3] = 5
    add_file(row, "往来2.xlsx", workbook(("往来", parties)), actor=accountant)
    import_openings(row, actor=accountant)
    kept = {
        (balance.code, balance.counterparty): balance.closing for balance in balances(small_scale.pk, AUGUST, AUGUST)
    }
    assert kept["1122", "甲公司"] == D(15)
    assert kept["1122", "乙公司"] == D(5)
    assert tie_out(row, actor=accountant).differences == 0


def test_items_quantities_and_currencies_come_in(taking, accountant, small_scale) -> None:
    chart = [["科目编码", "科目名称", "余额方向", "外币核算", "计量单位"], ["1002", "银行存款", "借", None, None]]
    chart += [
        ["100203", "美元户", "借", "美元", None],
        ["1405", "库存商品", "借", None, None],
        ["140501", "螺丝", "借", None, "箱"],
    ]
    head = ["科目编码", "科目名称", "部门", "期末余额借方", "期末余额贷方", "期末数量", "期末余额原币"]
    rows = [head, ["1002", "银行存款", None, 70, None, None, None], ["100203", "美元户", None, 70, None, None, 10]]
    rows += [["1405", "库存商品", None, 30, None, 6, None], ["140501", "螺丝", None, 30, None, 6, None]]
    rows += [["5602", "管理费用", None, 12, None, None, None], ["560201", "办公费", "销售一部", 12, None, None, None]]
    rows += [["3001", "实收资本", None, None, 112, None, None]]
    row = taking(("科目.xlsx", workbook(("科目", chart))), ("余额.xlsx", workbook(("余额", rows))), source="tplus")
    import_openings(row, actor=accountant)
    kept = {one.account.name: one for one in PeriodBalance.objects.select_related("account")}
    assert (kept["美元户"].account.currency, kept["美元户"].foreign_debit) == ("USD", D(10))
    assert (kept["螺丝"].account.unit, kept["螺丝"].quantity_debit) == ("箱", D(6))
    assert kept["办公费"].account.dimensions == "department"
    assert AnalysisItem.objects.get().name == "销售一部"


def test_a_decision_is_remembered_for_the_next_company_of_the_agency(taking, accountant, small_scale, general) -> None:
    odd = [["1002", "银行存款", 100, None], ["7777", "老板的钱", None, 100], ["1002.09", "老板卡", 100, None]]
    row = taking(("余额.xlsx", table(*odd)))
    with pytest.raises(InvalidValue, match="7777 is not mapped"):
        import_openings(row, actor=accountant)
    rows = {one.key: one for one in row.accounts.all()}
    for decision in (Decision(Action.ACCOUNT, "9998"), Decision(Action.ACCOUNT), Decision(Action.PARTY, "1002", "甲")):
        with pytest.raises(InvalidValue):
            decide_accounts(row, {rows["7777"].pk: decision}, actor=accountant)
    chosen = {
        rows["7777"].pk: Decision(Action.ACCOUNT, "3001"),
        rows["1002.09"].pk: Decision(Action.NEW, "1002", "老板卡"),
    }
    assert decide_accounts(row, chosen, actor=accountant) == 2
    assert [(one.code, one.company) for one in ChartMapping.objects.order_by("code")] == [
        ("1002.09", small_scale), ("7777", None),
    ]  # fmt: skip
    import_openings(row, actor=accountant)
    small = general if general.accounting_standard == small_scale.accounting_standard else None
    assert small is not None
    other = start_takeover(small, "kis", actor=accountant)
    add_file(other, "余额.xlsx", table(*odd), actor=accountant)
    again = {one.key: one for one in other.accounts.all()}
    assert (again["7777"].target, again["7777"].reason) == ("3001", "remembered")
    assert again["1002.09"].reason == "below"
    elsewhere = start_takeover(small, "t3", actor=accountant)
    add_file(elsewhere, "余额.xlsx", table(*odd), actor=accountant)
    assert elsewhere.accounts.get(key="7777").action == "open"


def vouchers_of_september(*more: list[Any]) -> bytes:
    rows = [VOUCHERS, ["2026-09-02", "记-1", "收款", "1002", "银行存款", "", 5, None]]
    rows += [[None, None, None, "1122", "应收账款", "客户:南山商行", None, 5]]
    rows += [
        ["2026-09-05", "记-3", "冲回", "1002", "银行存款", "", -2, None],
        [None, None, None, "1122", "应收账款", "南山商行", None, -2],
    ]
    return workbook(("凭证", [*rows, *more]))


def test_vouchers_of_the_year_are_posted_once_and_keep_their_old_numbers(taking, accountant, small_scale) -> None:
    closing = workbook(
        (
            "九月",
            [
                ["2026年9期"],
                HEAD,
                ["1002", "银行存款", 103, None],
                ["1122", "应收账款", 17, None],
                ["3001", "实收资本", None, 120],
            ],
        )
    )
    row = taking(("余额.xlsx", PLAIN), ("凭证.xlsx", vouchers_of_september()), ("九月.xlsx", closing))
    assert [sheet.use for sheet in row.sheets.all()] == ["closing", "", "check"]
    import_openings(row, actor=accountant)
    before = tie_out(row, actor=accountant)
    assert before.differences == 2  # bank and receivables of September, not posted yet
    assert import_vouchers(row, actor=accountant) == 2
    assert import_vouchers(row, actor=accountant) == 2
    kept = list(Voucher.objects.order_by("number"))
    assert [(one.number, one.description, one.origin) for one in kept] == [
        (1, "收款", "takeover"), (2, "冲回（原 记-3）", "takeover"),
    ]  # fmt: skip
    assert [line.counterparty for line in kept[1].draft_lines()] == ["", "南山商行"]
    assert all(line.is_red_letter for line in kept[1].draft_lines())
    after = tie_out(row, actor=accountant)
    assert (before.differences, after.differences) == (2, 0)
    shown = {one.code: one for one in rows_of(after.content["sheets"][1])}
    assert shown["1002"].pairs["closing"].ours == D(103)
    add_file(row, "又一份.xlsx", vouchers_of_september([]), actor=accountant)


def test_vouchers_that_cannot_be_kept_are_named_and_none_is_posted(taking, accountant, small_scale) -> None:
    early = [
        ["2026-08-02", "记-9", "旧", "1002", "银行存款", "", 5, None],
        [None, None, None, "3001", "实收资本", "", None, 5],
    ]
    row = taking(("余额.xlsx", PLAIN), ("凭证.xlsx", vouchers_of_september(*early)))
    import_openings(row, actor=accountant)
    with pytest.raises(InvalidValue, match="before the books begin"):
        import_vouchers(row, actor=accountant)
    assert not Voucher.objects.exists()
    remove_sheet(row.sheets.get(kind="vouchers"), actor=accountant)
    add_file(row, "凭证.xlsx", vouchers_of_september(), actor=accountant)
    import_vouchers(row, actor=accountant)
    more = [
        ["2026-09-08", "记-4", "新", "1002", "银行存款", "", 1, None],
        [None, None, None, "3001", "实收资本", "", None, 1],
    ]
    other = start_takeover(small_scale, "kis", actor=accountant)
    add_file(other, "重导.xlsx", vouchers_of_september(*more), actor=accountant)
    with pytest.raises(InvalidValue, match="came in from another file"):
        import_vouchers(other, actor=accountant)
    assert Voucher.objects.count() == 2


CARDS = [["卡片编号", "资产名称", "资产类别", "开始使用日期", "原值", "累计折旧", "净残值", "使用期限(月)", "使用部门"]]
CARDS += [
    ["001", "车床", "机器设备", "2025-08-10", 12000, 1200, 0, 120, "生产部"],
    ["002", "笔记本", "电子设备", "2026-02-10", 3600, 500, 0, 36, "办公室"],
]


def test_cards_come_in_with_what_was_written_off_and_tie_with_their_accounts(taking, accountant, small_scale) -> None:
    rows = [["1601", "固定资产", 15600, None], ["160101", "机器设备", 12000, None], ["160102", "电子设备", 3600, None]]
    rows += [["1602", "累计折旧", None, 1700], ["3001", "实收资本", None, 13900]]
    row = taking(("余额.xlsx", table(*rows)), ("卡片.xlsx", workbook(("卡片", CARDS))))
    import_openings(row, actor=accountant)
    assert import_cards(row, actor=accountant) == 2
    assert import_cards(row, actor=accountant) == 0
    report = tie_out(row, actor=accountant)
    assert report.differences == 0
    assert {one["name"]: one["cards"] for one in report.content["cards"]} == {
        "固定资产-机器设备": "12000.00", "固定资产-电子设备": "3600.00", "累计折旧": "-1700.00",
    }  # fmt: skip
    wrong = [
        *CARDS[:1],
        ["009", "坏卡", "机器设备", "2026-12-01", 100, 90, 0, 12, ""],
        ["001", "别的", "机器设备", "2025-08-10", 1, 0, 0, 12, ""],
    ]
    other = start_takeover(small_scale, "kis", actor=accountant)
    add_file(other, "卡片.xlsx", workbook(("卡片", wrong)), actor=accountant)
    with pytest.raises(InvalidValue, match="001 is another card"):
        import_cards(other, actor=accountant)
    assert AssetCard.objects.count() == 2


def test_a_file_that_is_none_of_them_is_refused_and_not_kept(taking, accountant) -> None:
    row = taking()
    for content in (b"", b"\x00\x01", workbook(("名单", [["姓名", "电话"], ["甲", "1"]]))):
        with pytest.raises(InvalidValue):
            add_file(row, "x.xlsx", content, actor=accountant)
    assert (Document.objects.count(), TakeoverSheet.objects.count()) == (0, 0)
    with pytest.raises(NotReady):
        tie_out(row, actor=accountant)


def test_the_use_of_a_table_can_be_chosen(taking, accountant, viewer) -> None:
    row = taking(("余额.xlsx", PLAIN))
    sheet = row.sheets.get()
    with pytest.raises(InvalidValue):
        set_use(sheet, "whatever", actor=accountant)
    set_use(sheet, "check", actor=accountant)
    with pytest.raises(InvalidValue, match="no table"):
        import_openings(row, actor=accountant)
