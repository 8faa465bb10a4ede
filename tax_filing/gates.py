"""What may stop a filing: the gates of the settings (`FILING_GATES`) and tax filing's own."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from bookkeeping.exports import is_closed
from foundation.models import Company
from kernel.finding import Finding, Severity
from kernel.period import AccountingPeriod
from tax_filing.models import TaxReturn


class FilingGate(Protocol):
    """Something that looks at a period before it is filed; `BLOCK` findings stop the filing."""

    def findings(self, company_id: int, period: AccountingPeriod) -> list[Finding]:
        """What the gate has to say."""
        ...


def gate_findings(company: Company, period: AccountingPeriod, returns: list[TaxReturn]) -> list[Finding]:
    """Everything the gates say, blocking or not: other rooms' gates, unclosed books, cross-checks that fail."""
    gates: list[FilingGate] = [import_string(path)() for path in settings.FILING_GATES]
    found = [finding for gate in gates for finding in gate.findings(company.pk, period)]
    return [*_closed_books(company, period), *_of_returns(returns), *found]


def blocking(findings: list[Finding]) -> list[Finding]:
    """Those that stop a filing."""
    return [finding for finding in findings if finding.severity is Severity.BLOCK]


def _closed_books(company: Company, period: AccountingPeriod) -> list[Finding]:
    if is_closed(company.pk, period):
        return []
    return [
        Finding(
            "PERIOD_NOT_CLOSED",
            Severity.BLOCK,
            f"{period} 尚未结账，请先结账再申报",
            f"{period} is not closed yet: close the books before filing",
            fix_zh="到“结账”页面完成本期结账",
            fix_en="Close the period on the closing page",
        )
    ]


def _of_returns(returns: list[TaxReturn]) -> list[Finding]:
    return [
        Finding(row["rule"], Severity(row["severity"]), row["message_zh"], row["message_en"], evidence=row["evidence"])
        for tax_return in returns
        for row in tax_return.findings
    ]
