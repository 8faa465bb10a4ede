"""Vouchers of a payroll: what is accrued, what is paid out, contributions and withheld tax handed on.

Rules kept: wages are accrued to who earned them, severance to administration (企业会计准则第9号 第五条、第二十条);
what employees owe themselves is kept back when wages are paid. Labour remuneration is no payroll: it stands on other
payables by person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bookkeeping.domain.account import Chart, Side
from bookkeeping.domain.analysis import Analysis, fitting
from bookkeeping.domain.voucher import DraftLine, entry
from kernel.errors import NotReady
from kernel.money import ZERO

Name = tuple[str, str]
WAGES: Final[Name] = ("应付职工薪酬", "工资")
BONUSES: Final[Name] = ("应付职工薪酬", "奖金津贴补贴")
SEVERANCE: Final[Name] = ("应付职工薪酬", "辞退福利")
SOCIAL: Final[Name] = ("应付职工薪酬", "社会保险费")
HOUSING: Final[Name] = ("应付职工薪酬", "住房公积金")
OWN_SOCIAL: Final[Name] = ("其他应付款", "代扣社保个人部分")
OWN_HOUSING: Final[Name] = ("其他应付款", "代扣公积金个人部分")
COLLECTED: Final[Name] = ("其他应付款", "代收款项")
LABOUR: Final[Name] = ("其他应付款", "其他")
TAX: Final[Name] = ("应交税费", "应交个人所得税")
EXPENSES: Final[Mapping[str, Name]] = {
    "administrative": ("管理费用", "职工薪酬"),
    "selling": ("销售费用", "职工薪酬"),
    "production": ("生产成本", "直接人工"),
    "workshop": ("制造费用", "职工薪酬"),
    "research": ("研发支出", "费用化支出"),
}
LABOUR_EXPENSES: Final[Mapping[str, Name]] = {
    **EXPENSES,
    "administrative": ("管理费用", "劳务费"),
    "selling": ("销售费用", "其他"),
    "workshop": ("制造费用", "其他"),
}
PARTS: Final = ("wages", "contributions", "tax")
"""What is paid out of a payroll: to people, to the funds, to the tax bureau."""


@dataclass(frozen=True, slots=True)
class Booked:
    """Amounts of one line in yuan; `labour` is the person's name where no wages but labour is paid for.

    `analysis`: the department and the employee, as far as the company keeps lists of them.
    """

    expense_account: str
    wages: Decimal
    annual_bonus: Decimal
    severance: Decimal
    social_employer: Decimal
    housing_employer: Decimal
    social_person: Decimal
    housing_person: Decimal
    tax: Decimal
    withheld_other: Decimal
    net: Decimal
    labour: str = ""
    analysis: Analysis = ()


def account_code(chart: Chart, name: Name) -> str:
    """The leaf of that name. Raises `NotReady` where the chart has none."""
    if (found := chart.leaf(*name)) is None:
        full = "-".join(name)
        raise NotReady(f"no leaf account {full}", message_zh=f"科目表中没有末级科目“{full}”，请先设置")
    return found.code


def expense_code(chart: Chart, use: str, *, labour: bool) -> str:
    """The usual expense account of a use."""
    return account_code(chart, (LABOUR_EXPENSES if labour else EXPENSES)[use])


class _Sums:
    """Amounts by account, counterparty and what of the person's analysis the account asks for, on one side."""

    def __init__(self, chart: Chart, side: Side) -> None:
        self.chart, self.side = chart, side
        self.sums: dict[tuple[str, str, Analysis], Decimal] = defaultdict(lambda: ZERO)

    def add(self, line: Booked, name: Name | str, amount: Decimal, counterparty: str = "") -> None:
        if amount:
            code = name if isinstance(name, str) else account_code(self.chart, name)
            asked = self.chart[code].dimensions if code in self.chart else ()  # a check sums up banks under one name
            self.sums[code, counterparty, fitting(line.analysis, asked)] += amount

    def lines(self) -> Iterable[DraftLine]:
        for (code, counterparty, analysis), amount in sorted(self.sums.items()):
            if amount:
                yield entry(code, self.side, amount, counterparty=counterparty, analysis=analysis)


def accrual(chart: Chart, lines: Sequence[Booked]) -> tuple[DraftLine, ...]:
    """Cost of the month to wages, contributions and labour payable. Raises `NotReady`."""
    debit, credit = _Sums(chart, Side.DEBIT), _Sums(chart, Side.CREDIT)
    for line in lines:
        if line.labour:
            debit.add(line, line.expense_account, line.wages)
            credit.add(line, LABOUR, line.wages, line.labour)
            continue
        cost = line.wages + line.annual_bonus + line.social_employer + line.housing_employer
        debit.add(line, line.expense_account, cost)
        debit.add(line, EXPENSES["administrative"], line.severance)
        credit.add(line, WAGES, line.wages)
        credit.add(line, BONUSES, line.annual_bonus)
        credit.add(line, SEVERANCE, line.severance)
        credit.add(line, SOCIAL, line.social_employer)
        credit.add(line, HOUSING, line.housing_employer)
    return (*debit.lines(), *credit.lines())


def payment(chart: Chart, lines: Sequence[Booked], part: str, bank: str) -> tuple[DraftLine, ...]:
    """One of `PARTS` paid from the account `bank`; empty when there is nothing to pay. Raises `NotReady`."""
    debit, credit = _Sums(chart, Side.DEBIT), _Sums(chart, Side.CREDIT)
    for line in lines:
        _PAY[part](line, debit, credit, bank)
    return (*debit.lines(), *credit.lines())


def _pay_wages(line: Booked, debit: _Sums, credit: _Sums, bank: str) -> None:
    if line.labour:
        debit.add(line, LABOUR, line.wages, line.labour)
    else:
        debit.add(line, WAGES, line.wages)
        debit.add(line, BONUSES, line.annual_bonus)
        debit.add(line, SEVERANCE, line.severance)
    credit.add(line, bank, line.net)
    credit.add(line, OWN_SOCIAL, line.social_person)
    credit.add(line, OWN_HOUSING, line.housing_person)
    credit.add(line, TAX, line.tax)
    credit.add(line, COLLECTED, line.withheld_other)


def _pay_contributions(line: Booked, debit: _Sums, credit: _Sums, bank: str) -> None:
    rows = (
        (SOCIAL, line.social_employer),
        (HOUSING, line.housing_employer),
        (OWN_SOCIAL, line.social_person),
        (OWN_HOUSING, line.housing_person),
    )
    for name, amount in rows:
        debit.add(line, name, amount)
        credit.add(line, bank, amount)


def _pay_tax(line: Booked, debit: _Sums, credit: _Sums, bank: str) -> None:
    debit.add(line, TAX, line.tax)
    credit.add(line, bank, line.tax)


_PAY: Final = {"wages": _pay_wages, "contributions": _pay_contributions, "tax": _pay_tax}
