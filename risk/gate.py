"""The filing gate of the room risk (`FILING_GATES`): what stops a return, judged at the moment of filing."""

from __future__ import annotations

from kernel.finding import Finding, Severity
from kernel.period import AccountingPeriod, TaxPeriod
from risk.models import PeriodWarning
from risk.services.watch_period import watch_period


class RiskGate:
    """Standing warnings as findings; those of severity `block` stop filing until resolved or judged a false alarm."""

    def findings(self, company_id: int, tax_period: TaxPeriod) -> list[Finding]:
        """The warnings of the last accounting period of the tax period, looked at afresh."""
        return [_finding(row) for row in watch_period(company_id, AccountingPeriod.of(tax_period.end))]


def _finding(row: PeriodWarning) -> Finding:
    return Finding(
        rule=row.indicator,
        severity=Severity(row.severity),
        message_zh=row.message_zh,
        message_en=row.message_en,
        law=row.source,
        fix_zh=row.action_zh,
        fix_en=row.action_en,
        evidence=row.evidence,
    )
