"""What closing wants of wages: a confirmed payroll, and accounts that say what the payrolls say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.payroll_entries import (
    BONUSES,
    HOUSING,
    OWN_HOUSING,
    OWN_SOCIAL,
    PARTS,
    SOCIAL,
    TAX,
    WAGES,
    account_code,
    accrual,
    payment,
)
from bookkeeping.domain.voucher import DraftLine
from bookkeeping.models import Payroll
from bookkeeping.models.payroll import STANDING
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.payroll import booked, is_awaited, settings_of, standing_vouchers
from kernel.finding import Finding, Severity
from kernel.money import ZERO, text
from kernel.period import AccountingPeriod

TIED = (WAGES, BONUSES, SOCIAL, HOUSING, OWN_SOCIAL, OWN_HOUSING, TAX)
BANK = "bank"


@dataclass(frozen=True, slots=True)
class PayrollTie:
    """One account since payroll began, in yuan, credit positive: what the payrolls say and what the ledger says."""

    code: str
    name: str
    payrolls: Decimal
    ledger: Decimal

    @property
    def difference(self) -> Decimal:
        """Ledger less payrolls."""
        return self.ledger - self.payrolls


def payroll_checks(company_id: int, period: AccountingPeriod) -> list[Finding]:
    """Findings of the period about wages."""
    found = []
    if is_awaited(company_id, period):
        found.append(
            Finding(
                "PAYROLL_NOT_CONFIRMED",
                Severity.BLOCK,
                f"{period} 的工资表尚未确认",
                f"the payroll of {period} is not confirmed",
            )
        )
    found += [_finding(tie) for tie in payroll_ties(company_id, period) if tie.difference]
    return found


def _finding(tie: PayrollTie) -> Finding:
    return Finding(
        "PAYROLL_TIE",
        Severity.WARN,
        f"科目 {tie.code} {tie.name}：工资表应有余额变动 {text(tie.payrolls)}，账面 {text(tie.ledger)}",
        f"account {tie.code}: the payrolls say {text(tie.payrolls)}, the ledger {text(tie.ledger)}",
        evidence={"account": tie.code, "difference": text(tie.difference)},
    )


def payroll_ties(company_id: int, period: AccountingPeriod) -> list[PayrollTie]:
    """Payroll accounts against the payrolls, movement from the month payroll began to the period."""
    kept = settings_of(company_id)
    if kept is None or str(period) < kept.begins:
        return []
    rows = Payroll.objects.filter(company_id=company_id, state__in=STANDING, period__gte=kept.begins)
    payrolls = list(rows.prefetch_related("lines__employee"))
    if not payrolls:
        return []
    books = books_of(company_id)
    due: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in _due_lines(books, payrolls, period):
        due[line.account_code] += line.credit - line.debit
    moved: dict[str, Decimal] = defaultdict(lambda: ZERO)
    closing: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in balances(company_id, AccountingPeriod.parse(kept.begins), period):
        moved[row.code] += row.opening - row.closing
        closing[row.code] -= row.closing
    codes = [(account_code(books.chart, name), "-".join(name)) for name in TIED]
    # What was owed before payroll began may have been paid meanwhile: then the closing balance itself is due.
    return [
        PayrollTie(code, name, due[code], closing[code] if closing[code] == due[code] else moved[code])
        for code, name in codes
    ]


def _due_lines(books: Books, payrolls: list[Payroll], period: AccountingPeriod) -> Iterator[DraftLine]:
    """Lines the payrolls should have brought to the ledger by the end of the period."""
    vouchers = standing_vouchers(books.company.pk)
    for payroll in payrolls:
        lines = booked(payroll.company_id, payroll.lines.select_related("employee"))
        if payroll.period <= str(period):
            yield from accrual(books.chart, lines)
        for part in PARTS:
            voucher = vouchers[payroll.pk].get(part)
            if voucher is not None and voucher.period <= str(period):
                yield from payment(books.chart, lines, part, BANK)
