"""What the check before closing says of the bank: lines not matched, balances that do not meet."""

from __future__ import annotations

from bookkeeping.selectors.bank_matching import Desk, bank_lines, desks
from bookkeeping.selectors.bank_reconciliation import reconciliation_statement
from kernel.finding import Finding, Severity
from kernel.money import text
from kernel.period import AccountingPeriod


def bank_findings(company_id: int, period: AccountingPeriod) -> list[Finding]:
    """Findings of every account with bank lines up to the period; none where no statement came in."""
    return [
        finding
        for desk in desks(company_id)
        if desk.start is not None and desk.start <= period.end
        for finding in _findings(desk, period)
    ]


def _findings(desk: Desk, period: AccountingPeriod) -> list[Finding]:
    name, found = desk.account.name, []
    if not bank_lines(desk, period.end).filter(date__gte=period.start).exists():
        return [
            Finding(
                "BANK_STATEMENT_MISSING",
                Severity.WARN,
                f"{name}：本期没有银行对账单",
                f"{name}: no bank statement of this period",
                evidence={"account": desk.account.account_code},
            )
        ]
    statement = reconciliation_statement(desk, period.end)
    if count := len(statement.open_bank):
        found.append(
            Finding(
                "BANK_NOT_RECONCILED",
                Severity.WARN,
                f"{name}：有 {count} 笔银行流水未对账",
                f"{name}: {count} bank lines are not reconciled",
                evidence={"account": desk.account.account_code, "count": str(count)},
            )
        )
    if not statement.is_balanced:
        ours, theirs = text(statement.adjusted_ledger), text(statement.adjusted_bank)
        found.append(
            Finding(
                "BANK_BALANCES_DIFFER",
                Severity.WARN,
                f"{name}：余额调节后账面 {ours} 与银行 {theirs} 不符",
                f"{name}: adjusted balances differ, ledger {ours}, bank {theirs}",
                evidence={"account": desk.account.account_code, "ledger": ours, "bank": theirs},
            )
        )
    return found
