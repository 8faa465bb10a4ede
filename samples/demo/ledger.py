"""Vouchers of what the demo client's bank moved: capital, settlements, claims, fees and interest.

Wages and social insurance are paid by the payroll (`samples.demo.wages`).

Rule kept: each voucher has a key, so posting the demo twice posts it once; every amount is one of the bank statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from bookkeeping.exports import DraftLine, VoucherDraft
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from samples.demo.documents import truth_of
from samples.demo.plan import BankPlan, CompanyPlan
from samples.demo.statement import Movement, statement

_BANK: Final = "1002"
_RECEIVABLE, _PAYABLE, _STAFF_CLAIMS = "1122", "2202", "224105"
_CAPITAL, _INTEREST, _FEES = "3001", "560302", "560303"
_TICKETS: Final = ("rail", "air", "taxi")
PAID_BY_PAYROLL: Final = {"代发工资": "wages", "社会保险费": "contributions"}
_Line = tuple[str, Decimal, str]


def drafts(company: CompanyPlan, month: AccountingPeriod) -> Iterator[VoucherDraft]:
    """One voucher per bank movement that payroll does not pay."""
    for index, movement in enumerate(statement(company, month).movements, start=1):
        if movement.text in PAID_BY_PAYROLL:
            continue
        yield _voucher(
            movement, [(_BANK, movement.amount, ""), *_other_side(company, movement)], f"demo:bank:{month}:{index}"
        )


def _other_side(company: CompanyPlan, movement: Movement) -> list[_Line]:
    plan = _plan_of(company, movement)
    if plan is None:
        account = _RECEIVABLE if movement.amount > 0 else _PAYABLE
        return [(account, -movement.amount, movement.name)]
    if plan.claim:
        return _claim(company, plan.claim)
    return {
        "投资款": [(_CAPITAL, -movement.amount, "")],
        "结息": [(_INTEREST, -movement.amount, "")],
    }.get(plan.text, [(_FEES, -movement.amount, "")])


def _claim(company: CompanyPlan, claim: str) -> list[_Line]:
    lines = []
    for document in (each for each in company.documents if each.claim == claim):
        truth = truth_of(company.key, document.id)
        gross, seller = truth.gross_amount or ZERO, truth.seller.name if truth.seller else ""
        lines.append((_STAFF_CLAIMS if document.kind in _TICKETS else _PAYABLE, gross, seller))
    return lines


def _voucher(movement: Movement, lines: list[_Line], key: str) -> VoucherDraft:
    said = f"{movement.text} {movement.name}".strip()
    rows = tuple(
        DraftLine(account, max(amount, ZERO), max(-amount, ZERO), said, counterparty=counterparty)
        for account, amount, counterparty in lines
        if amount
    )
    return VoucherDraft(date=movement.day, description=said, lines=rows, key=key, origin="demo")


def _plan_of(company: CompanyPlan, movement: Movement) -> BankPlan | None:
    return next((each for each in company.bank if (each.day, each.text) == (movement.day, movement.text)), None)
