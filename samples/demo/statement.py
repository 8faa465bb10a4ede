"""The demo client's bank statement of a month as a CSV in the corporate layout of one of three banks.

Rule kept: seen from the bank's books a debit is money out of the account; the balance runs on from month to month.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from random import Random
from typing import Final

from kernel.money import ZERO, round_to_fen, text, total
from kernel.period import AccountingPeriod
from samples import numbers
from samples.demo.documents import truth_of
from samples.demo.outcome import vat_due
from samples.demo.plan import BankPlan, CompanyPlan, DocumentPlan

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the account; money out is negative."""

    day: date
    text: str
    name: str
    account: str
    amount: Decimal
    balance: Decimal = ZERO

    @property
    def out(self) -> str:
        """The debit column of the bank."""
        return text(-self.amount) if self.amount < 0 else ""

    @property
    def into(self) -> str:
        """The credit column of the bank."""
        return text(self.amount) if self.amount > 0 else ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One month's statement."""

    name: str
    content: bytes
    opening: Decimal
    closing: Decimal
    movements: tuple[Movement, ...]


def statement(company: CompanyPlan, month: AccountingPeriod) -> Statement:
    """The statement of `month` in the company's bank's layout."""
    everything = _everything(company)
    opening = total(each.amount for each in everything if each.day < month.start)
    balance, shown = opening, []
    for each in everything:
        if month.start <= each.day <= month.end:
            balance += each.amount
            shown.append(Movement(each.day, each.text, each.name, each.account, each.amount, balance))
    rows, encoding = _LAYOUTS[company.statement](company, shown)
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    content = buffer.getvalue().encode(encoding)
    return Statement(f"bank_{company.statement}_{month}.csv", content, opening, balance, tuple(shown))


def _everything(company: CompanyPlan) -> list[Movement]:
    paid = [_of_document(company, plan) for plan in company.documents if plan.paid]
    return sorted(paid + [_of_plan(company, plan) for plan in company.bank], key=lambda each: (each.day, -each.amount))


def _of_document(company: CompanyPlan, plan: DocumentPlan) -> Movement:
    truth = truth_of(company.key, plan.id)
    partner = company.partners[plan.partner]
    gross = truth.gross_amount or ZERO
    sale = plan.side == "sale"
    what = "货款" if plan.category in ("hardware", "food", "farm_produce") else "服务费" if sale else "付款"
    return Movement(plan.paid or plan.day, what, partner.name, partner.account, gross if sale else -gross)


def _of_plan(company: CompanyPlan, plan: BankPlan) -> Movement:
    amount = plan.amount
    if plan.claim:
        claimed = [each for each in company.documents if each.claim == plan.claim]
        amount = -total(truth_of(company.key, each.id).gross_amount or ZERO for each in claimed)
    elif plan.vat_of:
        amount = -round_to_fen(vat_due(company, AccountingPeriod.parse(plan.vat_of)) * plan.times)
    account = numbers.digits(Random(f"demo:{plan.name}"), 19) if plan.name else ""
    return Movement(plan.day, plan.text, plan.name, account, amount or ZERO)


def _icbc(company: CompanyPlan, movements: list[Movement]) -> tuple[Rows, str]:
    head = [["户名:", company.party.name], ["账号:", company.party.account]]
    titles = ["日期", "对方户名", "对方账号", "摘要", "借方发生额", "贷方发生额", "余额"]
    rows = [
        [each.day.isoformat(), each.name, each.account, each.text, each.out, each.into, text(each.balance)]
        for each in movements
    ]
    return [*head, titles, *rows], "gb18030"


def _cmb(company: CompanyPlan, movements: list[Movement]) -> tuple[Rows, str]:
    head = [["公司名称", company.party.name], ["银行账号", company.party.account]]
    titles = [
        "流水号", "交易日", "交易时间", "收(付)方名称", "收(付)方账号", "交易类型", "业务摘要", "其它摘要", "用途",
        "借方金额", "贷方金额", "余额",
    ]  # fmt: skip
    rows = []
    for index, each in enumerate(movements, start=1):
        serial = f"C{each.day:%Y%m%d}{index:04d}"
        time = f"{9 + index % 8:02d}:{index * 7 % 60:02d}:12"
        kind = "网银转账" if each.account else "批量"
        values = [serial, f"{each.day:%Y%m%d}", time, each.name, each.account, kind, each.text, "", each.text]
        rows.append([*values, each.out, each.into, text(each.balance)])
    return [*head, titles, *rows], "utf-8-sig"


def _ccb(company: CompanyPlan, movements: list[Movement]) -> tuple[Rows, str]:
    titles = [
        "账户明细编号-交易流水号", "交易时间", "账户名称", "账号", "对方户名", "对方账号", "摘要", "备注",
        "借方发生额（支取）", "贷方发生额（收入）", "余额",
    ]  # fmt: skip
    rows = []
    for index, each in enumerate(movements, start=1):
        serial, time = f"{index}-{each.day:%Y%m%d}{index:06d}", f"{each.day:%Y%m%d} 10:{index % 60:02d}:00"
        own = [company.party.name, company.party.account]
        amounts = [each.out or "0.00", each.into or "0.00", text(each.balance)]
        rows.append([serial, time, *own, each.name, each.account, each.text, "", *amounts])
    return [titles, *rows], "gb18030"


_LAYOUTS: Final[dict[str, Callable[[CompanyPlan, list[Movement]], tuple[Rows, str]]]] = {
    "icbc": _icbc,
    "cmb": _cmb,
    "ccb": _ccb,
}
